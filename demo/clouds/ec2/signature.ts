import { createHash, createHmac } from "node:crypto";
import type { Incoming } from "../http/server.ts";

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([a-z0-9-]+)\/ec2\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

export interface Signed {
  readonly accessKeyId: string;
  readonly region: string;
  /** Was it signed with this secret? */
  readonly isBy: (secret: string) => boolean;
}

/** Signature version 4 (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html); undefined without one. */
export function readSignature(incoming: Incoming): Signed | undefined {
  const match = AUTHORIZATION.exec(incoming.headers["authorization"] ?? "");
  if (match === null) return undefined;
  const [, accessKeyId = "", day = "", region = "", names = "", signature = ""] = match;
  const scope = `${day}/${region}/ec2/aws4_request`;
  const toSign = [
    "AWS4-HMAC-SHA256",
    incoming.headers["x-amz-date"] ?? "",
    scope,
    sha256(canonical(incoming, names.split(";"))),
  ].join("\n");
  return {
    accessKeyId,
    region,
    isBy: (secret) => {
      const parts = [day, region, "ec2", "aws4_request"];
      const key = parts.reduce((last: string | Buffer, part) => hmac(last, part), `AWS4${secret}`);
      return hmac(key, toSign).toString("hex") === signature;
    },
  };
}

function canonical({ method, path, headers, body }: Incoming, names: readonly string[]): string {
  const signed = names.map((name) => `${name}:${(headers[name] ?? "").trim()}\n`).join("");
  return [method, path, "", signed, names.join(";"), sha256(body)].join("\n");
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

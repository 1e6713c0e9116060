import { createHash, createPublicKey, createVerify } from "node:crypto";
import type { ServiceEvent, ServiceWebhook, WebhookVerdict } from "../contract/index.ts";
import { toWebhookItem } from "./item.ts";
import { TravisPayload } from "./shapes.ts";

/** Gives the key of a host; `anew` asks the host again. Keys change rarely, but they do. */
export type FindKey = (baseUrl: string, anew: boolean) => Promise<string | undefined>;

/**
 * `Signature` is base64 of RSA-SHA1 over the form field `payload`, by the key of the API's host
 * (docs.travis-ci.com/user/notifications, "Verifying webhook requests"). The host is the connection's, never one that
 * the webhook names.
 */
export async function proveTravisWebhook(
  { headers, body }: ServiceWebhook,
  baseUrl: string,
  findKey: FindKey,
): Promise<WebhookVerdict> {
  const payload = payloadOf(body);
  const signature = headers["signature"] ?? "";
  if (payload === "" || signature === "") return { kind: "refused", reason: "not signed" };
  for (const anew of [false, true]) {
    const key = await findKey(baseUrl, anew);
    if (key !== undefined && isSigned(payload, signature, key))
      return {
        kind: "accepted",
        deliveryId: createHash("sha256").update(payload).digest("hex"),
        event: read(payload)?.status_message ?? "unknown",
      };
  }
  return { kind: "refused", reason: "not signed with the key of the API's host" };
}

function isSigned(payload: string, signature: string, key: string): boolean {
  try {
    const verify = createVerify("sha1").update(payload);
    return verify.verify(createPublicKey(key), signature, "base64");
  } catch {
    return false;
  }
}

/** A build is told when it begins, if the project asks for that, and when it ends. */
export function readTravisWebhook(body: Buffer, baseUrl: string): readonly ServiceEvent[] {
  const told = read(payloadOf(body));
  if (told === undefined) return [];
  const item = toWebhookItem(told, baseUrl);
  const isEnd = item.state !== "running";
  const isWorth = isEnd && (item.state === "failure" || told.status_message === "Fixed");
  return [
    {
      item,
      opens: true,
      actor: told.author_name ?? "",
      ...(isWorth && { note: `${item.key}: ${told.status_message}` }),
    },
  ];
}

function payloadOf(body: Buffer): string {
  return new URLSearchParams(body.toString("utf8")).get("payload") ?? "";
}

function read(payload: string): TravisPayload | undefined {
  try {
    return TravisPayload.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}

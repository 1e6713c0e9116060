import { createHash } from "node:crypto";

/** `SHA256:…` of a public key in its wire format, as `ssh-keygen -l` prints it. */
export function fingerprint(blob: Buffer): string {
  return `SHA256:${createHash("sha256").update(blob).digest("base64").replace(/=+$/, "")}`;
}

/** The type that a public key begins with (RFC 4253, section 6.6); `''` for what is none. */
export function keyTypeOf(blob: Buffer): string {
  if (blob.length < 4) return "";
  return blob.subarray(4, 4 + blob.readUInt32BE()).toString("latin1");
}

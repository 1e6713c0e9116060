import { createHash, randomBytes } from "node:crypto";

/** 256 random bits that fit into an address or a cookie (43 characters). */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What the store keeps of a random secret: enough to find it, not to use it. Too quick for what people choose. */
export function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}

import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import type { MasterKey } from "./vault.ts";

export interface Signer {
  /** HMAC-SHA256 under a key derived for this purpose (RFC 2104, RFC 5869), base64url. */
  sign(purpose: string, value: string): string;
  /** Constant time; signatures of keys that are being phased out still hold. */
  verify(purpose: string, value: string, signature: string): boolean;
}

const KEY_BYTES = 32;

/** Signs with the first key, verifies with all. Signing keys are derived, so they open nothing that is sealed. */
export function createSigner(keys: readonly MasterKey[]): Signer {
  const [active] = keys;
  if (active === undefined) throw new Error("signer: no key");
  return {
    sign: (purpose, value) => signature(active, purpose, value),
    verify: (purpose, value, given) => keys.some((key) => isSame(signature(key, purpose, value), given)),
  };
}

function signature(master: MasterKey, purpose: string, value: string): string {
  const key = Buffer.from(hkdfSync("sha256", master.key, "", `ployst signature ${purpose}`, KEY_BYTES));
  return createHmac("sha256", key).update(value).digest("base64url");
}

function isSame(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

import { createHash, randomInt } from "node:crypto";
import { newSecret } from "../../core/secret.ts";

/** Signs short values for one purpose; forged or foreign ones are refused before anything is looked up. */
export interface Signer {
  /** URL-safe signature. */
  sign(purpose: string, value: string): string;
  verify(purpose: string, value: string, signature: string): boolean;
}

const STATE = "signin-state";
const CODE = "signin-code";

/** A new OAuth state: 256 random bits and our signature. */
export function newState(signer: Signer): string {
  const value = newSecret();
  return `${value}.${signer.sign(STATE, value)}`;
}

export function isOurState(state: string, signer: Signer): boolean {
  const [value, signature, ...more] = state.split(".");
  if (value === undefined || signature === undefined || more.length > 0) return false;
  return signer.verify(STATE, value, signature);
}

/** RFC 7636 4.2, S256. */
export function challengeOf(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}

export function newCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, "0");
}

/** Keyed, because six digits would be found from a plain hash at once. */
export function codeHash(attemptId: string, code: string, signer: Signer): string {
  return signer.sign(CODE, `${attemptId}:${code}`);
}

/** Is this the code of that attempt? Hashes under a key that is being phased out still hold. */
export function isCode(
  attempt: { readonly id: string; readonly codeHash: string },
  code: string,
  signer: Signer,
): boolean {
  return signer.verify(CODE, `${attempt.id}:${code}`, attempt.codeHash);
}

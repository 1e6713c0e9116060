import { createHash } from "node:crypto";
import type { Account, AppRecord } from "../world.ts";
import { randomText } from "../ids.ts";

const CODE_MS = 10 * 60 * 1000;
const MANIFEST_CODE_MS = 60 * 60 * 1000;

export interface AuthorizationCode {
  app: AppRecord;
  user: Account;
  redirectUri: string;
  /** The S256 challenge sent with the authorisation request, if any. */
  challenge: string | undefined;
}

/** One-time codes: ten minutes for a sign-in, an hour for an App manifest. Each works once, right or wrong. */
export class CodeBook {
  readonly #now: () => Date;
  readonly #signIns = new Map<string, AuthorizationCode & { expiresAt: Date }>();
  readonly #manifests = new Map<string, { app: AppRecord; expiresAt: Date }>();

  constructor(now: () => Date) {
    this.#now = now;
  }

  createSignIn(code: AuthorizationCode): string {
    const value = randomText(20).toLowerCase();
    this.#signIns.set(value, { ...code, expiresAt: this.#after(CODE_MS) });
    return value;
  }

  takeSignIn(value: string): AuthorizationCode | undefined {
    const found = this.#signIns.get(value);
    this.#signIns.delete(value);
    return found !== undefined && found.expiresAt > this.#now() ? found : undefined;
  }

  createManifest(app: AppRecord): string {
    const value = randomText(40).toLowerCase();
    this.#manifests.set(value, { app, expiresAt: this.#after(MANIFEST_CODE_MS) });
    return value;
  }

  takeManifest(value: string): AppRecord | undefined {
    const found = this.#manifests.get(value);
    this.#manifests.delete(value);
    return found !== undefined && found.expiresAt > this.#now() ? found.app : undefined;
  }

  #after(milliseconds: number): Date {
    return new Date(this.#now().getTime() + milliseconds);
  }
}

/** RFC 7636: a challenge needs its verifier; without a challenge a verifier is not looked at. */
export function provesChallenge(challenge: string | undefined, verifier: string | undefined): boolean {
  if (challenge === undefined) return true;
  if (verifier === undefined) return false;
  return createHash("sha256").update(verifier).digest("base64url") === challenge;
}

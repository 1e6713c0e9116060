import { z } from "zod";
import { addMilliseconds, SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import type { UserTokens } from "./contract/index.ts";

/** What to tell when GitHub no longer takes a code or refresh token, and when it refuses for a reason we don't know. */
export interface Refusals {
  readonly gone: () => Fault;
  readonly unknown: () => Fault;
}

const Tokens = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive().optional(),
  refresh_token: z.string().min(1).optional(),
  refresh_token_expires_in: z.number().positive().optional(),
});
const Refusal = z.object({ error: z.string().max(100) });
const GONE = new Set(["bad_verification_code", "bad_refresh_token", "invalid_grant"]);
const MISCONFIGURED = new Set(["incorrect_client_credentials", "redirect_uri_mismatch", "invalid_client"]);

/** The tokens of a token answer, their ends counted from when they were asked for; undefined if it holds none. */
export function findUserTokens(data: unknown, askedAt: Date): UserTokens | undefined {
  const { data: tokens } = Tokens.safeParse(data);
  if (tokens === undefined) return undefined;
  const after = (seconds: number): Date => addMilliseconds(askedAt, seconds * SECOND);
  const { expires_in: life, refresh_token: refresh, refresh_token_expires_in: refreshLife } = tokens;
  return {
    accessToken: tokens.access_token,
    ...(life === undefined ? {} : { expiresAt: after(life) }),
    ...(refresh === undefined ? {} : { refreshToken: refresh }),
    ...(refreshLife === undefined ? {} : { refreshExpiresAt: after(refreshLife) }),
  };
}

/** GitHub's error code, which comes with status 200; undefined for an answer without one. */
export function findTokenError(data: unknown): string | undefined {
  return Refusal.safeParse(data).data?.error;
}

/** Source: docs.github.com "Troubleshooting OAuth app access token request errors". */
export function toTokenFault(error: string | undefined, refusals: Refusals): Fault {
  if (error === undefined) return faults.GITHUB_UNREACHABLE();
  if (GONE.has(error)) return refusals.gone();
  if (MISCONFIGURED.has(error)) return faults.GITHUB_CLIENT_REFUSED();
  return error === "unverified_user_email" ? faults.GITHUB_EMAIL_UNVERIFIED() : refusals.unknown();
}

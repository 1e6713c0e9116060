import { createPublicKey, verify } from "node:crypto";
import { z } from "zod";
import type { AppRecord, World } from "../world.ts";

const Header = z.object({ alg: z.string() });
const Claims = z.object({
  iss: z.union([z.string(), z.number()]),
  exp: z.unknown(),
  iat: z.unknown(),
});

const MAX_LIFE_SECONDS = 600;
/** GitHub's servers forgive a little; a lab on the same machine needs only rounding. */
const LEEWAY_SECONDS = 5;

export type JwtOutcome = { app: AppRecord } | { status: 401 | 404; message: string };

/** Whether a bearer value has the form of a JSON web token (GitHub's own tokens hold no dots). */
export function looksLikeJwt(value: string): boolean {
  return value.split(".").length === 3;
}

/**
 * Verifies an App's JSON web token: RS256, `iss` = App id or client id, `exp` at most ten minutes ahead.
 * Source: docs.github.com "Generating a JSON Web Token (JWT) for a GitHub App".
 */
export function verifyAppJwt(world: World, value: string): JwtOutcome {
  const [head = "", body = "", signature = ""] = value.split(".");
  const header = Header.safeParse(decode(head));
  const claims = Claims.safeParse(decode(body));
  if (!header.success || !claims.success || header.data.alg !== "RS256") return undecodable();
  const issuer = String(claims.data.iss);
  const app = world.apps.find(
    (candidate) => String(candidate.id) === issuer || candidate.clientId === issuer,
  );
  if (app === undefined) return { status: 404, message: "Integration not found" };
  const key = createPublicKey(app.privateKey);
  const signed = Buffer.from(`${head}.${body}`);
  if (!verify("RSA-SHA256", signed, key, Buffer.from(signature, "base64url"))) return undecodable();
  const problem = findTimeProblem(claims.data, world.now().getTime() / 1000);
  return problem === undefined ? { app } : { status: 401, message: problem };
}

function findTimeProblem(claims: { exp: unknown; iat: unknown }, now: number): string | undefined {
  const { exp, iat } = claims;
  if (typeof exp !== "number" || exp <= now - LEEWAY_SECONDS) {
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  }
  if (exp > now + MAX_LIFE_SECONDS + LEEWAY_SECONDS) {
    return "'Expiration time' claim ('exp') is too far in the future";
  }
  if (typeof iat !== "number" || iat > now + LEEWAY_SECONDS) {
    return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
  }
  return undefined;
}

function undecodable(): JwtOutcome {
  return { status: 401, message: "A JSON web token could not be decoded" };
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

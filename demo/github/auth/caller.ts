import type { AppRecord, World } from "../world.ts";
import type { InstallationToken, UserToken } from "./tokens.ts";
import type { Answer } from "../http/answer.ts";
import { fail } from "../http/answer.ts";
import { looksLikeJwt, verifyAppJwt } from "./jwt.ts";

export interface AppCaller {
  kind: "app-jwt";
  app: AppRecord;
}
export type Caller = { kind: "none" } | AppCaller | UserToken | InstallationToken;

/**
 * Who is asking, from the Authorization header; an Answer when the credentials are bad.
 * Basic credentials say nothing here: only `/applications/*` reads them.
 */
export function identify(world: World, authorization: string | undefined): Caller | Answer {
  const [scheme = "", value = ""] = (authorization ?? "").split(" ");
  if (authorization === undefined || scheme.toLowerCase() === "basic") return { kind: "none" };
  if (!["bearer", "token"].includes(scheme.toLowerCase())) return badCredentials();
  if (looksLikeJwt(value)) {
    const outcome = verifyAppJwt(world, value);
    return "app" in outcome ? { kind: "app-jwt", app: outcome.app } : fail(outcome.status, outcome.message);
  }
  return world.tokens.find(value) ?? badCredentials();
}

function badCredentials(): Answer {
  return fail(401, "Bad credentials");
}

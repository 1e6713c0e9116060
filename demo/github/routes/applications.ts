import { timingSafeEqual } from "node:crypto";
import type { AppRecord } from "../world.ts";
import type { UserToken } from "../auth/tokens.ts";
import { created, fail, invalid, noContent, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { revokeAuthorization } from "../acts/authorizations.ts";
import { toConvertedApp } from "../shapes/app.ts";
import { toUser } from "../shapes/account.ts";
import { timestamp } from "../stamps.ts";

const BASE = "/applications/:client_id";

/** What an App does with client id and secret (basic auth), and the end of the manifest flow (no credentials). */
export const applicationRoutes: Route[] = [
  route(
    `POST ${BASE}/token`,
    asClient((call, app) => {
      const token = find(call, app);
      return token === undefined ? notFound() : ok(toAuthorization(call, token));
    }),
  ),
  route(
    `DELETE ${BASE}/token`,
    asClient((call, app) => {
      const token = find(call, app);
      if (token === undefined) return invalid("OauthAccess", "access_token", "invalid");
      call.world.tokens.revoke(token.value);
      return noContent();
    }),
  ),
  route(
    `DELETE ${BASE}/grant`,
    asClient((call, app) => {
      const token = find(call, app);
      if (token === undefined) return invalid("OauthAccess", "access_token", "invalid");
      revokeAuthorization(call.world, app, token.user);
      return noContent();
    }),
  ),
  route("POST /app-manifests/:code/conversions", (call) => {
    const app = call.world.codes.takeManifest(param(call, "code"));
    return app === undefined ? notFound() : created(toConvertedApp(call.world, app));
  }),
];

function asClient(run: (call: Call, app: AppRecord) => Answer): Route["run"] {
  return (call) => {
    const [scheme = "", encoded = ""] = (call.headers["authorization"] ?? "").split(" ");
    const [id = "", secret = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
    const app = call.world.apps.find(({ clientId }) => clientId === param(call, "client_id"));
    if (scheme.toLowerCase() !== "basic" || app === undefined) return notFound();
    return id === app.clientId && isSame(secret, app.clientSecret)
      ? run(call, app)
      : fail(401, "Bad credentials");
  };
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function find(call: Call, app: AppRecord): UserToken | undefined {
  const { access_token: value } = call.body;
  const token = typeof value === "string" ? call.world.tokens.find(value) : undefined;
  return token?.kind === "user" && token.app === app ? token : undefined;
}

function toAuthorization({ world }: Call, token: UserToken): Record<string, unknown> {
  const { app, user, value } = token;
  const at = timestamp(token.createdAt);
  return {
    id: token.id,
    url: `${world.apiUrl}/authorizations/${String(token.id)}`,
    app: { name: app.name, url: `${world.webUrl}/apps/${app.slug}`, client_id: app.clientId },
    token: value,
    hashed_token: null,
    token_last_eight: value.slice(-8),
    note: null,
    note_url: null,
    created_at: at,
    updated_at: at,
    expires_at: token.expiresAt === undefined ? null : timestamp(token.expiresAt),
    scopes: [],
    fingerprint: null,
    user: toUser(world, user),
  };
}

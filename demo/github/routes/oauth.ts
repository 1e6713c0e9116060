import { provesChallenge } from "../auth/codes.ts";
import { REFRESH_TOKEN_SECONDS, USER_TOKEN_SECONDS, type UserToken } from "../auth/tokens.ts";
import { ok, type Answer } from "../http/answer.ts";
import { field, type Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import type { AppRecord } from "../world.ts";

const DOCS =
  "https://docs.github.com/apps/managing-oauth-apps/troubleshooting-oauth-app-access-token-request-errors";

const ERRORS = {
  incorrect_client_credentials: "The client_id and/or client_secret passed are incorrect.",
  redirect_uri_mismatch: "The redirect_uri MUST match the registered callback URL for this application.",
  bad_verification_code: "The code passed is incorrect or expired.",
  bad_refresh_token: "The refresh token passed is incorrect or expired.",
  unsupported_grant_type: "The grant type is not supported.",
} as const;

/** The token endpoint. Its errors are answered with 200, as GitHub does. */
export const oauthRoutes: Route[] = [
  route("POST /login/oauth/access_token", (call) => {
    const grant = field(call, "grant_type") ?? "authorization_code";
    const app = findClient(call);
    if (app === undefined) return refuse(call, "incorrect_client_credentials");
    if (grant === "refresh_token") return refresh(call, app);
    return grant === "authorization_code" ? exchange(call, app) : refuse(call, "unsupported_grant_type");
  }),
];

function findClient(call: Call): AppRecord | undefined {
  const app = call.world.apps.find(({ clientId }) => clientId === field(call, "client_id"));
  return app?.clientSecret === field(call, "client_secret") ? app : undefined;
}

function exchange(call: Call, app: AppRecord): Answer {
  const code = call.world.codes.takeSignIn(field(call, "code") ?? "");
  if (code?.app !== app) return refuse(call, "bad_verification_code");
  const redirectUri = field(call, "redirect_uri");
  if (redirectUri !== undefined && redirectUri !== code.redirectUri)
    return refuse(call, "redirect_uri_mismatch");
  if (!provesChallenge(code.challenge, field(call, "code_verifier")))
    return refuse(call, "bad_verification_code");
  return grantTokens(call, call.world.tokens.createUserToken(app, code.user));
}

/** Rotation: the old pair dies with this call, so a refresh token works once. */
function refresh(call: Call, app: AppRecord): Answer {
  const old = call.world.tokens.findByRefresh(field(call, "refresh_token") ?? "");
  if (old?.app !== app) return refuse(call, "bad_refresh_token");
  call.world.tokens.revoke(old.value);
  return grantTokens(call, call.world.tokens.createUserToken(app, old.user));
}

function grantTokens(call: Call, token: UserToken): Answer {
  const expiry =
    token.refresh === undefined
      ? {}
      : {
          expires_in: USER_TOKEN_SECONDS,
          refresh_token: token.refresh.value,
          refresh_token_expires_in: REFRESH_TOKEN_SECONDS,
        };
  return encoded(call, { access_token: token.value, ...expiry, token_type: "bearer", scope: "" });
}

function refuse(call: Call, error: keyof typeof ERRORS): Answer {
  return encoded(call, { error, error_description: ERRORS[error], error_uri: `${DOCS}#${error}` });
}

/** JSON when asked for, else form-encoded. */
function encoded(call: Call, fields: Record<string, string | number>): Answer {
  if (call.headers["accept"]?.includes("json") === true) return ok(fields);
  const pairs = Object.entries(fields).map(([name, value]): [string, string] => [name, String(value)]);
  const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
  return { status: 200, text: new URLSearchParams(pairs).toString(), headers };
}

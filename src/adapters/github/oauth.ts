import type { Octokit } from "@octokit/rest";
import { faults } from "../../core/errors.ts";
import type { GitHubOAuth, UserTokens } from "./contract/index.ts";
import { findCommonFault, readFailure } from "./http/errors.ts";
import type { ReaderDeps } from "./http/reader.ts";
import type { GitHubOptions } from "./options.ts";
import { findTokenError, findUserTokens, toTokenFault } from "./user-tokens.ts";
import type { Refusals } from "./user-tokens.ts";

interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The web flow. Throws GITHUB_NOT_CONFIGURED, GITHUB_CLIENT_REFUSED (id, secret or callback), GITHUB_EMAIL_UNVERIFIED,
 * GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED; exchange and refresh are sent once, so after GITHUB_UNREACHABLE the code or
 * refresh token may be spent. Source: docs.github.com "Generating a user access token for a GitHub App".
 */
export function createGitHubOAuth(
  options: Pick<GitHubOptions, "clientId" | "clientSecret" | "webUrl">,
  deps: ReaderDeps & { readonly octokit: Octokit },
): GitHubOAuth {
  const { webUrl } = options;

  function getClient(): Client {
    const { clientId, clientSecret } = options;
    if (clientId === undefined || clientSecret === undefined) throw faults.GITHUB_NOT_CONFIGURED();
    return { clientId, clientSecret };
  }

  async function requestTokens(
    grant: Readonly<Record<string, string>>,
    refusals: Refusals,
  ): Promise<UserTokens> {
    const { clientId, clientSecret } = getClient();
    const askedAt = deps.clock.now();
    const data = await send(deps, "POST /login/oauth/access_token", {
      baseUrl: webUrl,
      headers: { accept: "application/json" },
      client_id: clientId,
      client_secret: clientSecret,
      ...grant,
    });
    const tokens = findUserTokens(data, askedAt);
    if (tokens !== undefined) return tokens;
    const error = findTokenError(data);
    deps.log.info({ grant: grant["grant_type"] ?? "authorization_code", error }, "github gave no tokens");
    throw toTokenFault(error, refusals);
  }

  return {
    authorizeUrl: ({ state, codeChallenge, redirectUri, login }) => {
      const url = new URL(`${webUrl}/login/oauth/authorize`);
      url.searchParams.set("client_id", getClient().clientId);
      url.searchParams.set("redirect_uri", redirectUri);
      url.searchParams.set("state", state);
      url.searchParams.set("code_challenge", codeChallenge);
      url.searchParams.set("code_challenge_method", "S256");
      if (login !== undefined) url.searchParams.set("login", login);
      return url.href;
    },
    exchangeCode: ({ code, codeVerifier, redirectUri }) =>
      // A code is spent whatever is wrong with it.
      requestTokens(
        { code, code_verifier: codeVerifier, redirect_uri: redirectUri },
        { gone: faults.SIGN_IN_LINK_GONE, unknown: faults.SIGN_IN_LINK_GONE },
      ),
    refresh: (refreshToken) =>
      requestTokens(
        { grant_type: "refresh_token", refresh_token: refreshToken },
        { gone: faults.SIGN_IN_AGAIN, unknown: faults.GITHUB_UNREACHABLE },
      ),
    revokeGrant: async (accessToken) => {
      const { clientId, clientSecret } = getClient();
      const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
      const headers = { authorization: `Basic ${basic}` };
      const parameters = { headers, client_id: clientId, access_token: accessToken };
      await send(deps, "DELETE /applications/{client_id}/grant", parameters, [404, 422]);
    },
  };
}

/** Sends once. A 401, or a 404 that is not `accepted`, means that GitHub doesn't know the client. */
async function send(
  deps: ReaderDeps & { readonly octokit: Octokit },
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  accepted: readonly number[] = [],
): Promise<unknown> {
  try {
    const answer = await deps.octokit.request(route, { ...parameters });
    return answer.data;
  } catch (error) {
    const failure = readFailure(error, deps.clock.now());
    if (failure === undefined) throw error;
    if (failure.kind !== "unreachable" && accepted.includes(failure.status)) return undefined;
    const { kind, status, requestId } = failure;
    deps.log.info({ route, kind, status, requestId }, "github call failed");
    throw findCommonFault(failure) ?? faults.GITHUB_CLIENT_REFUSED();
  }
}

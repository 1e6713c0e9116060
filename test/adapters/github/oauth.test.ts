import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, MESSAGE, NOW, WEB, withoutNetwork } from "./make-github.ts";

const EXCHANGE = { code: "the-code", codeVerifier: "the-verifier", redirectUri: "https://ployst.test/cb" };
const TOKENS = {
  access_token: "ghu_new",
  expires_in: 28_800,
  refresh_token: "ghr_new",
  refresh_token_expires_in: 15_897_600,
  scope: "",
  token_type: "bearer",
};

function planTokens(status: number, body: nock.Body, asked?: nock.RequestBodyMatcher): void {
  nock(WEB)
    .post("/login/oauth/access_token", asked)
    .matchHeader("accept", "application/json")
    .reply(status, body);
}

describe("GitHub sign-in", () => {
  withoutNetwork();

  it("sends the browser to GitHub with state and challenge", () => {
    const url = new URL(
      makeGitHub().oauth.authorizeUrl({
        state: "s&1",
        codeChallenge: "challenge",
        redirectUri: EXCHANGE.redirectUri,
        login: "mira",
      }),
    );

    assert.equal(url.origin + url.pathname, `${WEB}/login/oauth/authorize`);
    assert.deepEqual(Object.fromEntries(url.searchParams), {
      client_id: "Iv1.client",
      redirect_uri: EXCHANGE.redirectUri,
      state: "s&1",
      code_challenge: "challenge",
      code_challenge_method: "S256",
      login: "mira",
    });
  });

  it("exchanges a code with its verifier", async () => {
    planTokens(200, TOKENS, {
      client_id: "Iv1.client",
      client_secret: "the-client-secret",
      code: "the-code",
      code_verifier: "the-verifier",
      redirect_uri: EXCHANGE.redirectUri,
    });

    assert.deepEqual(await makeGitHub().oauth.exchangeCode(EXCHANGE), {
      accessToken: "ghu_new",
      expiresAt: new Date(NOW.getTime() + 28_800_000),
      refreshToken: "ghr_new",
      refreshExpiresAt: new Date(NOW.getTime() + 15_897_600_000),
    });
  });

  it("takes tokens that don't expire", async () => {
    planTokens(200, { access_token: "ghu_forever", scope: "", token_type: "bearer" });

    assert.deepEqual(await makeGitHub().oauth.exchangeCode(EXCHANGE), { accessToken: "ghu_forever" });
  });

  it("refreshes", async () => {
    const asked = {
      client_id: "Iv1.client",
      client_secret: "the-client-secret",
      grant_type: "refresh_token",
      refresh_token: "ghr_old",
    };
    planTokens(200, TOKENS, asked);

    assert.equal((await makeGitHub().oauth.refresh("ghr_old")).refreshToken, "ghr_new");
  });

  const refusals: readonly (readonly [error: string, exchange: string, refresh: string])[] = [
    ["bad_verification_code", "SIGN_IN_LINK_GONE", "SIGN_IN_AGAIN"],
    ["bad_refresh_token", "SIGN_IN_LINK_GONE", "SIGN_IN_AGAIN"],
    ["incorrect_client_credentials", "GITHUB_CLIENT_REFUSED", "GITHUB_CLIENT_REFUSED"],
    ["redirect_uri_mismatch", "GITHUB_CLIENT_REFUSED", "GITHUB_CLIENT_REFUSED"],
    ["unverified_user_email", "GITHUB_EMAIL_UNVERIFIED", "GITHUB_EMAIL_UNVERIFIED"],
    ["something_new", "SIGN_IN_LINK_GONE", "GITHUB_UNREACHABLE"],
  ];
  for (const [error, exchange, refresh] of refusals) {
    it(`answers ${error} with ${exchange} or ${refresh}`, async () => {
      planTokens(200, { error, error_description: "text that nobody may read" });
      planTokens(200, { error, error_description: "text that nobody may read" });
      const { oauth } = makeGitHub();

      await assert.rejects(
        oauth.exchangeCode(EXCHANGE),
        (thrown) => isFault(thrown) && thrown.code === exchange,
      );
      await assert.rejects(oauth.refresh("ghr_old"), (thrown) => isFault(thrown) && thrown.code === refresh);
    });
  }

  it("takes an answer with neither tokens nor an error for no answer", async () => {
    planTokens(200, { access_token: "" });

    await assert.rejects(makeGitHub().oauth.exchangeCode(EXCHANGE), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
  });

  it("says that the client is refused when GitHub doesn't know it", async () => {
    planTokens(404, MESSAGE);

    await assert.rejects(makeGitHub().oauth.exchangeCode(EXCHANGE), (error) =>
      isFault(error, "GITHUB_CLIENT_REFUSED"),
    );
  });

  it("sends a refresh once, whatever happens to the answer", async () => {
    nock(WEB).post("/login/oauth/access_token").replyWithError("connection reset");

    await assert.rejects(makeGitHub().oauth.refresh("ghr_old"), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
  });

  it("revokes a grant, also one that is gone already", async () => {
    const basic = `Basic ${Buffer.from("Iv1.client:the-client-secret").toString("base64")}`;
    for (const status of [204, 404, 422]) {
      nock(API)
        .delete("/applications/Iv1.client/grant", { access_token: "ghu_old" })
        .matchHeader("authorization", basic)
        .reply(status, status === 204 ? undefined : MESSAGE);
      await makeGitHub().oauth.revokeGrant("ghu_old");
    }
  });

  it("tells when a grant could not be revoked", async () => {
    nock(API).delete("/applications/Iv1.client/grant").reply(503, "<html>");
    nock(API).delete("/applications/Iv1.client/grant").reply(401, MESSAGE);
    const { oauth } = makeGitHub();

    await assert.rejects(oauth.revokeGrant("t"), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    await assert.rejects(oauth.revokeGrant("t"), (error) => isFault(error, "GITHUB_CLIENT_REFUSED"));
  });

  it("throws GITHUB_NOT_CONFIGURED without a client", async () => {
    const { oauth } = makeGitHub({ clientSecret: undefined });
    const isNotConfigured = (error: unknown): boolean => isFault(error, "GITHUB_NOT_CONFIGURED");

    assert.throws(
      () => oauth.authorizeUrl({ state: "s", codeChallenge: "c", redirectUri: "x" }),
      isNotConfigured,
    );
    await assert.rejects(oauth.exchangeCode(EXCHANGE), isNotConfigured);
    await assert.rejects(oauth.refresh("r"), isNotConfigured);
    await assert.rejects(oauth.revokeGrant("t"), isNotConfigured);
  });
});

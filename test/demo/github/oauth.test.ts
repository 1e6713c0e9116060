import assert from "node:assert/strict";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { CALLBACK, createAuthorizeUrl, createClient, outcome, postToken, signIn } from "./lab-clients.ts";

describe("GitHub lab: signing in", () => {
  let lab: GitHubLab;
  let now: Date;
  beforeEach(async () => {
    now = new Date();
    lab = await startGitHubLab({ now: () => now });
  });
  afterEach(async () => {
    await lab.close();
  });

  async function whoami(token: string): Promise<string | number> {
    try {
      return (await createClient(lab, token).rest.users.getAuthenticated()).data.login;
    } catch {
      return await outcome(createClient(lab, token).rest.users.getAuthenticated());
    }
  }

  async function getCode(): Promise<{ code: string; verifier: string }> {
    const { url, verifier } = createAuthorizeUrl(lab);
    return { code: new URL(await lab.authorize("mira", url)).searchParams.get("code") ?? "", verifier };
  }

  function later(seconds: number): void {
    now = new Date(now.getTime() + seconds * 1000);
  }

  it("shows every user a button and goes back with code and state", async () => {
    const { url } = createAuthorizeUrl(lab);
    const text = await (await fetch(url)).text();
    assert.match(text, /Continue as mira/);
    assert.match(text, /Continue as eve/);
    const callback = new URL(await lab.authorize("mira", url));
    assert.equal(`${callback.origin}${callback.pathname}`, CALLBACK);
    assert.equal(callback.searchParams.get("state"), "state-1");
  });

  it("refuses an unknown App, a foreign callback and a plain challenge", async () => {
    const { url } = createAuthorizeUrl(lab);
    const change = (name: string, value: string): string => {
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      return changed.href;
    };
    assert.equal((await fetch(change("client_id", "Iv1.nobody"))).status, 404);
    const back = await lab.authorize(
      "mira",
      change("redirect_uri", "https://evil.example/auth/github/callback"),
    );
    assert.equal(new URL(back).hostname, "127.0.0.1");
    assert.equal(new URL(back).searchParams.get("error"), "redirect_uri_mismatch");
    await assert.rejects(lab.authorize("mira", change("code_challenge_method", "plain")), /400/);
    const denied = await lab.authorize("mira", url, { deny: true });
    assert.equal(new URL(denied).searchParams.get("error"), "access_denied");
  });

  it("exchanges a code once, for eight hours", async () => {
    const { code, verifier } = await getCode();
    const answer = await postToken(lab, { code, code_verifier: verifier });
    assert.equal(answer["expires_in"], 28_800);
    assert.equal(await whoami(String(answer["access_token"])), "mira");
    const again = await postToken(lab, { code, code_verifier: verifier });
    assert.equal(again["error"], "bad_verification_code");
    later(28_800);
    assert.equal(await whoami(String(answer["access_token"])), 401);
  });

  it("refuses a code without its verifier, with another, or after ten minutes", async () => {
    const first = await getCode();
    assert.equal((await postToken(lab, { code: first.code }))["error"], "bad_verification_code");
    const second = await getCode();
    const wrong = await postToken(lab, { code: second.code, code_verifier: first.verifier });
    assert.equal(wrong["error"], "bad_verification_code");
    const third = await getCode();
    later(601);
    const late = await postToken(lab, { code: third.code, code_verifier: third.verifier });
    assert.equal(late["error"], "bad_verification_code");
  });

  it("refuses a wrong client secret and another redirect address", async () => {
    const { code, verifier } = await getCode();
    const wrong = await postToken(lab, { code, code_verifier: verifier, client_secret: "no" });
    assert.equal(wrong["error"], "incorrect_client_credentials");
    const other = await postToken(lab, { code, code_verifier: verifier, redirect_uri: "http://127.0.0.1/x" });
    assert.equal(other["error"], "redirect_uri_mismatch");
  });

  it("rotates the refresh token: the old pair is dead, a second use fails", async () => {
    const { token, refresh } = await signIn(lab, "jon");
    const fields = { grant_type: "refresh_token", refresh_token: refresh };
    const fresh = await postToken(lab, fields);
    assert.equal(await whoami(String(fresh["access_token"])), "jon");
    assert.equal(await whoami(token), 401);
    assert.equal((await postToken(lab, fields))["error"], "bad_refresh_token");
  });

  it("expires access tokens but not refresh tokens, unless asked", async () => {
    const { token, refresh } = await signIn(lab, "jon");
    lab.expireTokens("jon");
    assert.equal(await whoami(token), 401);
    const fresh = await postToken(lab, { grant_type: "refresh_token", refresh_token: refresh });
    assert.equal(await whoami(String(fresh["access_token"])), "jon");
    lab.expireTokens("jon", { refresh: true });
    const dead = await postToken(lab, {
      grant_type: "refresh_token",
      refresh_token: String(fresh["refresh_token"]),
    });
    assert.equal(dead["error"], "bad_refresh_token");
  });

  it("forgets revoked tokens and grants", async () => {
    const first = await signIn(lab, "mira");
    lab.revokeTokens("mira");
    assert.equal(await whoami(first.token), 401);
    const [second, third] = [await signIn(lab, "mira"), await signIn(lab, "mira")];
    const basic = Buffer.from(`${lab.app.clientId}:${lab.app.clientSecret}`).toString("base64");
    const call = async (method: string, end: string, token: string, credentials = basic): Promise<number> => {
      const headers = { authorization: `Basic ${credentials}`, "content-type": "application/json" };
      const body = JSON.stringify({ access_token: token });
      return (await fetch(`${lab.apiUrl}/applications/${lab.app.clientId}/${end}`, { method, headers, body }))
        .status;
    };
    assert.equal(await call("POST", "token", second.token), 200);
    assert.equal(await call("POST", "token", second.token, "bm86bm8="), 401);
    assert.equal(await call("DELETE", "token", second.token), 204);
    assert.equal(await call("POST", "token", second.token), 404);
    assert.equal(await whoami(third.token), "mira");
    assert.equal(await call("DELETE", "grant", third.token), 204);
    assert.equal(await whoami(third.token), 401);
  });

  it("keeps ten tokens of a person, the oldest goes first", async () => {
    const tokens = Array.from({ length: 11 }, () => lab.createUserToken("eve").token);
    assert.equal(await whoami(tokens[0] ?? ""), 401);
    assert.equal(await whoami(tokens[1] ?? ""), "eve");
  });
});

import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { silentLog } from "../../../src/core/log.ts";
import { isFault } from "../../../src/core/errors.ts";
import { createGitHub } from "../../../src/adapters/github/index.ts";
import type { GitHub, UserTokens } from "../../../src/adapters/github/contract/index.ts";
import { generateRepositories, startGitHubLab } from "../../../demo/github/index.ts";
import type { GitHubLab } from "../../../demo/github/index.ts";

const CALLBACK = "http://127.0.0.1:4999/auth/github/callback";

function connect(lab: GitHubLab): GitHub {
  const { id, privateKey, slug, clientId, clientSecret, webhookSecret } = lab.app;
  return createGitHub({
    appId: id,
    privateKey,
    slug,
    clientId,
    clientSecret,
    webhookSecrets: [webhookSecret],
    apiUrl: lab.apiUrl,
    webUrl: lab.webUrl,
    version: "0.0.0",
    clock: { now: () => new Date() },
    log: silentLog,
    sleep: () => Promise.resolve(),
  });
}

describe("GitHub, played by the lab", () => {
  let lab: GitHubLab;
  let github: GitHub;
  let labClock = 0;

  beforeEach(async () => {
    labClock = Date.now();
    lab = await startGitHubLab({ now: () => new Date(labClock) });
    github = connect(lab);
  });
  afterEach(() => lab.close());

  async function getCode(
    login: string,
  ): Promise<{ code: string; codeVerifier: string; redirectUri: string }> {
    const codeVerifier = randomBytes(32).toString("base64url");
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
    const url = github.oauth.authorizeUrl({ state: "s", codeChallenge, redirectUri: CALLBACK });
    const callback = new URL(await lab.authorize(login, url));
    return { code: callback.searchParams.get("code") ?? "", codeVerifier, redirectUri: CALLBACK };
  }

  async function signIn(login: string): Promise<UserTokens> {
    return github.oauth.exchangeCode(await getCode(login));
  }

  it("knows the App, finds its installations by name and id, and lists them", async () => {
    const { id } = await lab.install("contoso", ["contoso/web"]);

    assert.equal((await github.app.getSelf()).slug, lab.app.slug);
    assert.equal((await github.app.findRepositoryInstallation("contoso", "web"))?.id, String(id));
    assert.equal(await github.app.findRepositoryInstallation("contoso", "secret"), undefined);
    assert.equal(await github.app.findRepositoryInstallation("mira", "dotfiles"), undefined);
    const contoso = { login: "contoso", type: "Organization" } as const;
    assert.equal((await github.app.findAccountInstallation(contoso))?.accountLogin, "contoso");
    assert.equal((await github.app.findInstallation(String(id)))?.repositorySelection, "selected");
    assert.deepEqual(
      (await github.app.listInstallations()).map((installation) => installation.id),
      [String(id)],
    );
  });

  it("refuses an App with another's key", async () => {
    const { privateKey } = lab.app;
    await lab.close();
    lab = await startGitHubLab({ seed: { users: [{ login: "mira" }], app: { id: 9 } } });
    const { apiUrl, webUrl } = lab;
    const stranger = connect({ ...lab, apiUrl, webUrl, app: { ...lab.app, id: "12345", privateKey } });

    await assert.rejects(stranger.app.findRepositoryInstallation("mira", "x"), (error) =>
      isFault(error, "GITHUB_APP_REFUSED"),
    );
  });

  it("reads repositories and accounts as an installation, again from memory", async () => {
    const { id } = await lab.install("contoso", ["contoso/web", "contoso/secret"]);
    const reader = github.app.asInstallation(String(id));

    const byName = await reader.findRepository("contoso", "secret");
    const byId = await reader.findRepositoryById(byName?.id ?? "");
    assert.deepEqual(byId, byName);
    assert.equal(byName?.isPrivate, true);
    assert.equal((await reader.findAccountById(byName.ownerId))?.login, "contoso");
    assert.equal((await reader.listRepositories({ mostPages: 1 }))?.length, 2);

    lab.clearRequests();
    assert.deepEqual(await reader.findRepositoryById(byName.id), byName);
    assert.deepEqual(
      lab.requests.map((request) => request.status),
      [304],
    );
  });

  it("lists an installation's repositories in as few calls as GitHub allows, again from memory", async () => {
    await lab.close();
    const repositories = generateRepositories("contoso", 250, { private: true });
    const orgs = [{ login: "contoso", owners: ["mira"] }];
    lab = await startGitHubLab({ seed: { users: [{ login: "mira" }], orgs, repositories } });
    github = connect(lab);
    const { id } = await lab.install("contoso", "all");
    const reader = github.app.asInstallation(String(id));

    const listed = await reader.listRepositories({ mostPages: 3 });
    lab.clearRequests();
    const again = await reader.listRepositories({ mostPages: 3 });

    assert.equal(new Set(listed?.map((one) => one.fullName)).size, 250);
    assert.equal(listed?.[0]?.owner.login, "contoso");
    assert.deepEqual(again, listed);
    assert.deepEqual(
      lab.requests.map(({ path, status }) => `${path} ${String(status)}`),
      Array.from({ length: 3 }, () => "/installation/repositories 304"),
    );
    lab.clearRequests();
    assert.equal(await reader.listRepositories({ mostPages: 2 }), undefined);
    assert.equal(lab.requests.length, 1);
  });

  it("reads no list of an installation that is gone", async () => {
    const { id } = await lab.install("contoso", "all");
    const reader = github.app.asInstallation(String(id));
    assert.equal((await reader.listRepositories({ mostPages: 1 }))?.length, 3);
    await lab.uninstall("contoso");

    assert.deepEqual(await github.app.asInstallation(String(id)).listRepositories({ mostPages: 1 }), []);
  });

  it("follows a renamed repository", async () => {
    const { id } = await lab.install("contoso", "all");
    await lab.renameRepository("contoso/web", "site");

    const found = await github.app.asInstallation(String(id)).findRepository("contoso", "web");

    assert.equal(found?.fullName, "contoso/site");
  });

  it("tells a suspended installation from one that is gone", async () => {
    const { id } = await lab.install("contoso", "all");
    await lab.suspend("contoso");
    await assert.rejects(github.app.asInstallation(String(id)).listRepositories({ mostPages: 1 }), (error) =>
      isFault(error, "GITHUB_INSTALLATION_SUSPENDED"),
    );

    await lab.unsuspend("contoso");
    const listed = await github.app.asInstallation(String(id)).listRepositories({ mostPages: 1 });
    assert.equal(listed?.length, 3);

    await lab.uninstall("contoso");
    assert.deepEqual(await github.app.asInstallation(String(id)).listRepositories({ mostPages: 1 }), []);
    assert.equal(await github.app.findInstallation(String(id)), undefined);
  });

  it("signs people in with PKCE, and shows each what he or she may see", async () => {
    const { id } = await lab.install("contoso", "all");
    const mira = github.asPerson((await signIn("mira")).accessToken);
    const eve = github.asPerson((await signIn("eve")).accessToken);

    assert.equal((await mira.getSelf()).login, "mira");
    const secret = await mira.findRepository("contoso", "secret");
    assert.equal(secret?.isPrivate, true);
    assert.equal((await mira.findAccount("contoso"))?.type, "Organization");
    assert.deepEqual(await mira.listInstallationIds(), new Set([String(id)]));

    assert.equal(await eve.findRepository("contoso", "secret"), undefined);
    assert.equal(await eve.findRepositoryById(secret.id), undefined);
    assert.deepEqual(await eve.listInstallationIds(), new Set());
  });

  it("refuses a code that was used, and one with another's verifier", async () => {
    const used = await getCode("mira");
    await github.oauth.exchangeCode(used);
    const stolen = { ...(await getCode("mira")), codeVerifier: "guess" };

    for (const attempt of [used, stolen]) {
      await assert.rejects(github.oauth.exchangeCode(attempt), (error) =>
        isFault(error, "SIGN_IN_LINK_GONE"),
      );
    }
  });

  it("refreshes a token once", async () => {
    const first = await signIn("mira");
    const second = await github.oauth.refresh(first.refreshToken ?? "");

    assert.equal((await github.asPerson(second.accessToken).getSelf()).login, "mira");
    await assert.rejects(github.asPerson(first.accessToken).getSelf(), (error) =>
      isFault(error, "GITHUB_TOKEN_INVALID"),
    );
    await assert.rejects(github.oauth.refresh(first.refreshToken ?? ""), (error) =>
      isFault(error, "SIGN_IN_AGAIN"),
    );
  });

  it("ends a grant, and doesn't mind when it has ended", async () => {
    const { accessToken } = await signIn("mira");

    await github.oauth.revokeGrant(accessToken);
    await github.oauth.revokeGrant(accessToken);

    await assert.rejects(github.asPerson(accessToken).getSelf(), (error) =>
      isFault(error, "GITHUB_TOKEN_INVALID"),
    );
  });

  it("takes an expired token for an ended sign-in", async () => {
    const { accessToken, expiresAt } = await signIn("mira");
    labClock = (expiresAt?.getTime() ?? 0) + 60_000;

    await assert.rejects(github.asPerson(accessToken).getSelf(), (error) =>
      isFault(error, "GITHUB_TOKEN_INVALID"),
    );
  });

  it("says unreachable or rate-limited when GitHub is", async () => {
    const person = github.asPerson((await signIn("mira")).accessToken);

    lab.failNext("GET /user", 503, 3);
    await assert.rejects(person.getSelf(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    lab.failNext("GET /user", "reset", 1);
    assert.equal((await person.getSelf()).login, "mira");
    lab.failNext("GET /user", 403, 1, { "x-ratelimit-remaining": "0", "retry-after": "900" });
    await assert.rejects(person.getSelf(), (error) => isFault(error, "GITHUB_RATE_LIMITED"));
  });

  it("makes an App from a manifest, with a code that works once", async () => {
    const form = `${lab.webUrl}/settings/apps/new?state=s`;
    const manifest = {
      name: "Ployst of Contoso",
      url: "https://ployst.example",
      redirect_url: "http://127.0.0.1:4999/setup/github",
      hook_attributes: { url: "http://127.0.0.1:4999/github/webhooks" },
      default_permissions: { metadata: "read" },
    };
    const code = new URL(await lab.registerApp("mira", form, manifest)).searchParams.get("code") ?? "";

    const created = await github.convertManifest(code);

    assert.match(created.pem, /PRIVATE KEY/);
    assert.notEqual(created.webhookSecret, "");
    await assert.rejects(github.convertManifest(code), (error) =>
      isFault(error, "GITHUB_MANIFEST_CODE_GONE"),
    );
  });

  it("is installed at the address that we give out", async () => {
    lab.setSetupUrl("http://127.0.0.1:4999/github/setup");
    await github.app.getSelf();
    await lab.installInBrowser("mira", github.app.installUrl({ state: "s" }), {
      account: "contoso",
      repositories: ["contoso/web"],
    });

    assert.ok(await github.app.findRepositoryInstallation("contoso", "web"));
  });
});

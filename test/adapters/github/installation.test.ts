import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, INSTALLATION, makeGitHub, MESSAGE, REPOSITORY, SELF, withoutNetwork } from "./make-github.ts";

// The token library shares requests in flight by installation id: each test has its own installation.
let nextId = 1_000;

function planToken(id: number, token = `ghs_${String(id)}`): void {
  nock(API)
    .post(`/app/installations/${String(id)}/access_tokens`)
    .matchHeader("authorization", /^bearer [\w-]+\.[\w-]+\.[\w-]+$/)
    .reply(201, {
      token,
      expires_at: "2026-03-01T13:00:00Z",
      permissions: { metadata: "read" },
      repository_selection: "all",
    });
}

describe("GitHub as an installation", () => {
  let id = 0;
  beforeEach(() => (id = nextId += 1));
  withoutNetwork();

  it("gets one token for many calls at once", async () => {
    planToken(id);
    nock(API)
      .get("/repositories/5")
      .times(3)
      .matchHeader("authorization", `Bearer ghs_${String(id)}`)
      .reply(200, REPOSITORY);
    const reader = makeGitHub().app.asInstallation(String(id));

    const found = await Promise.all(["5", "5", "5"].map((five) => reader.findRepositoryById(five)));

    assert.deepEqual(found[0], {
      id: "3000000019",
      fullName: "contoso/web",
      ownerId: "6154722",
      ownerLogin: "contoso",
      isPrivate: true,
      htmlUrl: REPOSITORY.html_url,
      defaultBranch: "main",
    });
  });

  it("asks with the last ETag and answers a 304 from memory", async () => {
    planToken(id);
    nock(API).get("/repositories/5").reply(200, REPOSITORY, { etag: 'W/"one"' });
    nock(API).get("/repositories/5").matchHeader("if-none-match", 'W/"one"').reply(304);
    const { app } = makeGitHub();

    const first = await app.asInstallation(String(id)).findRepositoryById("5");
    const second = await app.asInstallation(String(id)).findRepositoryById("5");

    assert.deepEqual(second, first);
    assert.equal(second?.fullName, "contoso/web");
  });

  it("never answers one installation or person from another's memory", async () => {
    const other = (nextId += 1);
    planToken(id);
    planToken(other);
    nock(API).get("/repositories/5").reply(200, REPOSITORY, { etag: '"one"' });
    const withoutEtag = { badheaders: ["if-none-match"] };
    nock(API, withoutEtag).get("/repositories/5").times(3).reply(404, MESSAGE);
    const { app, asPerson } = makeGitHub();

    await app.asInstallation(String(id)).findRepositoryById("5");

    assert.equal(await app.asInstallation(String(other)).findRepositoryById("5"), undefined);
    assert.equal(await asPerson("mira").findRepositoryById("5"), undefined);
    assert.equal(await asPerson("jon").findRepositoryById("5"), undefined);
  });

  it("gets a new token, once, when GitHub ended the old one early", async () => {
    planToken(id, "ghs_old");
    nock(API).get("/user/9").matchHeader("authorization", "Bearer ghs_old").reply(401, MESSAGE);
    planToken(id, "ghs_new");
    nock(API)
      .get("/user/9")
      .matchHeader("authorization", "Bearer ghs_new")
      .reply(200, { id: 9, login: "contoso", type: "Organization", html_url: "https://github.test/contoso" });

    const account = await makeGitHub().app.asInstallation(String(id)).findAccountById("9");

    assert.deepEqual(account, {
      id: "9",
      login: "contoso",
      type: "Organization",
      htmlUrl: "https://github.test/contoso",
    });
  });

  it("gives up as unreachable when the new token is refused too", async () => {
    planToken(id);
    planToken(id);
    nock(API).get("/user/9").times(2).reply(401, MESSAGE);

    await assert.rejects(makeGitHub().app.asInstallation(String(id)).findAccountById("9"), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
  });

  it("names the account when the installation is suspended", async () => {
    nock(API)
      .post(`/app/installations/${String(id)}/access_tokens`)
      .reply(403, MESSAGE);
    nock(API)
      .get(`/app/installations/${String(id)}`)
      .reply(200, { ...INSTALLATION, suspended_at: "2026-02-01T00:00:00Z" });

    await assert.rejects(
      makeGitHub().app.asInstallation(String(id)).listRepositories({ mostPages: 1 }),
      (error) => isFault(error, "GITHUB_INSTALLATION_SUSPENDED") && error.sentence.includes("contoso"),
    );
  });

  it("says forbidden when a refused installation is not suspended", async () => {
    planToken(id);
    nock(API).get("/repositories/5").reply(403, MESSAGE);
    nock(API)
      .get(`/app/installations/${String(id)}`)
      .reply(200, INSTALLATION);

    await assert.rejects(makeGitHub().app.asInstallation(String(id)).findRepositoryById("5"), (error) =>
      isFault(error, "GITHUB_FORBIDDEN"),
    );
  });

  it("finds nothing and reaches nothing when the installation is gone", async () => {
    nock(API)
      .post(`/app/installations/${String(id)}/access_tokens`)
      .times(2)
      .reply(404, MESSAGE);
    nock(API).get("/app").times(2).reply(200, SELF);
    const reader = makeGitHub().app.asInstallation(String(id));

    assert.equal(await reader.findRepository("contoso", "web"), undefined);
    assert.deepEqual(await reader.listRepositories({ mostPages: 1 }), []);
  });

  it("blames the App, not the installation, when GitHub doesn't know the App", async () => {
    nock(API)
      .post(`/app/installations/${String(id)}/access_tokens`)
      .reply(404, MESSAGE);
    nock(API).get("/app").reply(404, MESSAGE);
    const gone = (nextId += 1);
    nock(API)
      .post(`/app/installations/${String(gone)}/access_tokens`)
      .reply(401, MESSAGE);
    const { app } = makeGitHub();

    for (const installationId of [id, gone]) {
      await assert.rejects(app.asInstallation(String(installationId)).findRepositoryById("5"), (error) =>
        isFault(error, "GITHUB_APP_REFUSED"),
      );
    }
  });

  it("doesn't repeat the request for a token", async () => {
    nock(API)
      .post(`/app/installations/${String(id)}/access_tokens`)
      .reply(502, "<html>");
    const github = makeGitHub();

    await assert.rejects(github.app.asInstallation(String(id)).findRepositoryById("5"), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
    assert.deepEqual(github.slept, []);
  });
});

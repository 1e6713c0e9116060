import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, INSTALLATION, makeGitHub, MESSAGE, SELF, withoutNetwork } from "./make-github.ts";

const CONTOSO = { login: "contoso", type: "Organization" } as const;

describe("GitHub as the App", () => {
  withoutNetwork();

  it("signs with its key and says who it is", async () => {
    nock(API)
      .get("/app")
      .matchHeader("authorization", /^bearer [\w-]+\.[\w-]+\.[\w-]+$/)
      .reply(200, SELF);

    assert.deepEqual(await makeGitHub().app.getSelf(), {
      slug: "ployst",
      name: "Ployst",
      htmlUrl: SELF.html_url,
      permissions: SELF.permissions,
      events: ["push"],
    });
  });

  it("reads an installation, ids as text and the suspension as a date", async () => {
    const suspended = { ...INSTALLATION, suspended_at: "2026-02-01T00:00:00Z" };
    nock(API).get("/repos/contoso/web/installation").reply(200, suspended);

    assert.deepEqual(await makeGitHub().app.findRepositoryInstallation("contoso", "web"), {
      id: "77",
      accountId: "6154722",
      accountLogin: "contoso",
      accountType: "Organization",
      repositorySelection: "selected",
      permissions: { metadata: "read" },
      events: ["push"],
      suspendedAt: new Date("2026-02-01T00:00:00Z"),
      htmlUrl: INSTALLATION.html_url,
    });
  });

  it("asks for organizations and users at their own addresses", async () => {
    nock(API).get("/orgs/contoso/installation").reply(200, INSTALLATION);
    nock(API).get("/users/mira/installation").reply(404, MESSAGE);
    nock(API).get("/app").reply(200, SELF);
    const { app } = makeGitHub();

    assert.equal((await app.findAccountInstallation(CONTOSO))?.id, "77");
    assert.equal(await app.findAccountInstallation({ login: "mira", type: "User" }), undefined);
  });

  it("believes that an installation is missing only while GitHub knows the App", async () => {
    nock(API).get("/repos/contoso/web/installation").reply(404, MESSAGE);
    nock(API).get("/app").reply(404, MESSAGE);

    await assert.rejects(makeGitHub().app.findRepositoryInstallation("contoso", "web"), (error) =>
      isFault(error, "GITHUB_APP_REFUSED"),
    );
  });

  it("says that the App is refused when GitHub doesn't take its signature", async () => {
    nock(API).get("/app/installations/77").reply(401, MESSAGE);

    await assert.rejects(makeGitHub().app.findInstallation("77"), (error) =>
      isFault(error, "GITHUB_APP_REFUSED"),
    );
  });

  it("says that the App is refused when its key is none", async () => {
    const { app } = makeGitHub({
      privateKey: "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----",
    });

    await assert.rejects(app.getSelf(), (error) => isFault(error, "GITHUB_APP_REFUSED"));
  });

  it("lists installations over all pages", async () => {
    const next = { link: `<${API}/app/installations?page=2>; rel="next", <${API}/x?page=2>; rel="last"` };
    nock(API).get("/app/installations?per_page=100&page=1").reply(200, [INSTALLATION], next);
    nock(API)
      .get("/app/installations?per_page=100&page=2")
      .reply(200, [{ ...INSTALLATION, id: 78, account: { id: 9, slug: "big-enterprise" } }]);

    const installations = await makeGitHub().app.listInstallations();

    assert.deepEqual(
      installations.map(({ id, accountLogin }) => [id, accountLogin]),
      [
        ["77", "contoso"],
        ["78", "big-enterprise"],
      ],
    );
  });

  it("fails as a whole when a page fails", async () => {
    nock(API)
      .get("/app/installations?per_page=100&page=1")
      .reply(200, [INSTALLATION], { link: '<x>; rel="next"' });
    nock(API).get("/app/installations?per_page=100&page=2").times(3).reply(503, "<html>");

    await assert.rejects(makeGitHub().app.listInstallations(), (error) =>
      isFault(error, "GITHUB_UNREACHABLE"),
    );
  });

  it("makes installation addresses for github.com and for a server", () => {
    const dotCom = makeGitHub({ apiUrl: "https://api.github.com", webUrl: "https://github.com" }).app;
    const server = makeGitHub({ apiUrl: "https://ghes.test/api/v3", webUrl: "https://ghes.test" }).app;

    assert.equal(dotCom.installUrl({}), "https://github.com/apps/ployst/installations/new");
    assert.equal(
      dotCom.installUrl({ targetId: "9", state: "a&b" }),
      "https://github.com/apps/ployst/installations/new/permissions?target_id=9&state=a%26b",
    );
    assert.equal(
      server.installUrl({ state: "s" }),
      "https://ghes.test/github-apps/ployst/installations/new?state=s",
    );
  });

  it("makes installation addresses from what GitHub says, once it has", async () => {
    nock(API)
      .get("/app")
      .reply(200, { ...SELF, html_url: "https://github.test/apps/renamed" });
    const { app } = makeGitHub({ slug: undefined });

    await app.getSelf();

    assert.equal(app.installUrl({}), "https://github.test/apps/renamed/installations/new");
  });

  it("throws GITHUB_NOT_CONFIGURED where something is missing", async () => {
    const { app } = makeGitHub({ appId: undefined, slug: undefined });
    const isNotConfigured = (error: unknown): boolean => isFault(error, "GITHUB_NOT_CONFIGURED");

    await assert.rejects(app.getSelf(), isNotConfigured);
    await assert.rejects(app.findRepositoryInstallation("contoso", "web"), isNotConfigured);
    await assert.rejects(app.asInstallation("1").findRepositoryById("1"), isNotConfigured);
    assert.throws(() => app.installUrl({}), isNotConfigured);
  });
});

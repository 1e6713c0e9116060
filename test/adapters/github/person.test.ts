import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, MESSAGE, REPOSITORY, withoutNetwork } from "./make-github.ts";

const MIRA = { id: 583_231, login: "mira", type: "User", html_url: "https://github.test/mira" };

describe("GitHub as a person", () => {
  withoutNetwork();

  it("reads who the person is", async () => {
    nock(API).get("/user").reply(200, MIRA);

    assert.deepEqual(await makeGitHub().asPerson("t").getSelf(), {
      id: "583231",
      login: "mira",
      type: "User",
      htmlUrl: MIRA.html_url,
    });
  });

  it("finds accounts and repositories, or not", async () => {
    nock(API)
      .get("/users/contoso")
      .reply(200, { ...MIRA, login: "contoso", type: "Organization" });
    nock(API).get("/users/nobody").reply(404, MESSAGE);
    nock(API)
      .get("/users/some-app%5Bbot%5D")
      .reply(200, { ...MIRA, type: "Bot" });
    nock(API).get("/repositories/3").reply(200, REPOSITORY);
    nock(API).get("/repositories/4").reply(451, MESSAGE);
    const person = makeGitHub().asPerson("t");

    assert.equal((await person.findAccount("contoso"))?.type, "Organization");
    assert.equal(await person.findAccount("nobody"), undefined);
    assert.equal((await person.findAccount("some-app[bot]"))?.type, "User");
    assert.equal((await person.findRepositoryById("3"))?.isPrivate, true);
    assert.equal(await person.findRepositoryById("4"), undefined);
  });

  it("lists the installations that the person reaches", async () => {
    nock(API)
      .get("/user/installations?per_page=100&page=1")
      .reply(200, { total_count: 2, installations: [{ id: 77 }, { id: 78 }] });

    assert.deepEqual(await makeGitHub().asPerson("t").listInstallationIds(), new Set(["77", "78"]));
  });

  const refusals: readonly (readonly [
    what: string,
    status: number,
    headers: Record<string, string>,
    code: string,
  ])[] = [
    ["an ended token", 401, {}, "GITHUB_TOKEN_INVALID"],
    ["a 403", 403, {}, "GITHUB_FORBIDDEN"],
    ["missing single sign-on", 403, { "x-github-sso": "required; url=x" }, "GITHUB_SSO_REQUIRED"],
    ["a spent limit", 403, { "x-ratelimit-remaining": "0" }, "GITHUB_RATE_LIMITED"],
  ];
  for (const [what, status, headers, code] of refusals) {
    it(`says ${code} to ${what}`, async () => {
      nock(API).get("/repos/contoso/web").reply(status, MESSAGE, headers);

      await assert.rejects(
        makeGitHub().asPerson("t").findRepository("contoso", "web"),
        (error) => isFault(error) && error.code === code,
      );
    });
  }

  it("doesn't take an answer that GitHub never gives for a missing repository", async () => {
    nock(API).get("/repos/contoso/web").reply(422, MESSAGE);

    await assert.rejects(makeGitHub().asPerson("t").findRepository("contoso", "web"), {
      message: "GitHub answered 422 to GET /repos/{owner}/{repo}",
    });
  });
});

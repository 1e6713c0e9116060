import assert from "node:assert/strict";
import nock from "nock";
import { DAY } from "../../../src/core/clock.ts";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, NOW, REPOSITORY, withoutNetwork } from "./make-github.ts";

const KEYS = ["ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl"];
let nextId = 9_000;

describe("cloning from GitHub", () => {
  let id = "";
  beforeEach(() => (id = String((nextId += 1))));
  withoutNetwork();

  it("gets a token that reads one repository's code, once an hour, beside the installation's own", async () => {
    const token = (value: string, body: nock.RequestBodyMatcher | undefined, selection: string): void => {
      nock(API)
        .post(`/app/installations/${id}/access_tokens`, body)
        .reply(201, {
          token: value,
          expires_at: "2099-03-01T13:00:00Z",
          permissions: { contents: "read" },
          repository_selection: selection,
        });
    };
    token("ghs_code", { repositories: ["web"], permissions: { contents: "read" } }, "selected");
    token("ghs_other", { repositories: ["api"], permissions: { contents: "read" } }, "selected");
    token("ghs_all", undefined, "all");
    nock(API).get("/repositories/5").matchHeader("authorization", "Bearer ghs_all").reply(200, REPOSITORY);
    const { app, cloning } = makeGitHub();

    const [web, again, api] = await Promise.all([
      cloning.getCloneToken(id, "web"),
      cloning.getCloneToken(id, "web"),
      cloning.getCloneToken(id, "api"),
      app.asInstallation(id).findRepositoryById("5"),
    ]);

    assert.deepEqual([web, again, api], ["ghs_code", "ghs_code", "ghs_other"]);
    assert.equal(await cloning.getCloneToken(id, "web"), "ghs_code");
  });

  it("says that an installation doesn't let the App read code", async () => {
    for (const status of [403, 404, 422]) {
      nock(API).post(`/app/installations/${id}/access_tokens`).reply(status, { message: "no" });
      await assert.rejects(makeGitHub().cloning.getCloneToken(id, "web"), (error) =>
        isFault(error, "GITHUB_FORBIDDEN"),
      );
    }
  });

  it("asks for GitHub's host keys once a day", async () => {
    let now = NOW;
    const { cloning } = makeGitHub({ clock: { now: () => now } });
    nock(API).get("/meta").reply(200, { ssh_keys: KEYS, hooks: [] });

    assert.deepEqual(await cloning.findHostKeys(), KEYS);
    assert.deepEqual(await cloning.findHostKeys(), KEYS);
    now = new Date(NOW.getTime() + DAY);
    nock(API)
      .get("/meta")
      .reply(200, { ssh_keys: ["other"] });
    assert.deepEqual(await cloning.findHostKeys(), ["other"]);
  });

  it("knows a GitHub that publishes no keys from one that doesn't answer", async () => {
    for (const answer of [{ status: 404 }, { status: 200, body: {} }]) {
      nock(API).get("/meta").reply(answer.status, answer.body);
      assert.equal(await makeGitHub().cloning.findHostKeys(), undefined);
    }
    for (const [status, body] of [
      [500, {}],
      [403, {}],
      [200, { ssh_keys: "none" }],
    ] as const) {
      nock(API).get("/meta").reply(status, body);
      await assert.rejects(makeGitHub().cloning.findHostKeys(), (error) =>
        isFault(error, "GITHUB_UNREACHABLE"),
      );
    }
  });
});

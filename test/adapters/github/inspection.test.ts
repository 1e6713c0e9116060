import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { createAppInspection } from "../../../src/adapters/github/index.ts";
import type { GitHubAppInspection } from "../../../src/adapters/github/contract/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import { API, MESSAGE, NOW, SELF, WEB, withoutNetwork } from "./make-github.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

function inspect(): GitHubAppInspection {
  return createAppInspection({
    apiUrl: API,
    webUrl: WEB,
    version: "1.2.3",
    clock: { now: () => NOW },
    log: silentLog,
    appId: "4711",
    privateKey,
    sleep: () => Promise.resolve(),
  });
}

describe("inspecting the App", () => {
  withoutNetwork();

  const owners: readonly (readonly [string, unknown, string])[] = [
    ["a person", { login: "mira", type: "User" }, `${WEB}/settings/apps/ployst`],
    [
      "an organization",
      { login: "contoso", type: "Organization" },
      `${WEB}/organizations/contoso/settings/apps/ployst`,
    ],
    ["an enterprise", { slug: "big" }, `${WEB}/settings/apps/ployst`],
    ["nobody", null, `${WEB}/settings/apps/ployst`],
  ];
  for (const [name, owner, expected] of owners) {
    it(`knows the settings of an App of ${name}`, async () => {
      nock(API)
        .get("/app")
        .reply(200, { ...SELF, owner });

      assert.equal(await inspect().getSettingsUrl(), expected);
    });
  }

  it("tells an App that GitHub doesn't know from one without a webhook", async () => {
    nock(API).get("/app").reply(404, MESSAGE);
    nock(API).get("/app/hook/config").reply(200, { content_type: "json", url: null });

    await assert.rejects(inspect().getSettingsUrl(), (error) => isFault(error, "GITHUB_APP_REFUSED"));
    assert.equal(await inspect().findWebhookUrl(), undefined);
  });

  it("reads GitHub's clock from any answer", async () => {
    nock(API).get("/meta").reply(401, MESSAGE, { date: "Sun, 01 Mar 2026 12:00:05 GMT" });

    assert.equal((await inspect().readServerTime()).toISOString(), "2026-03-01T12:00:05.000Z");
  });

  it("finds no clock in an answer without a date, nor without an answer", async () => {
    nock(API).get("/meta").reply(200, {});
    nock(API).get("/meta").replyWithError("away");

    for (let attempt = 1; attempt <= 2; attempt += 1)
      await assert.rejects(inspect().readServerTime(), (error) => isFault(error, "GITHUB_UNREACHABLE"));
  });
});

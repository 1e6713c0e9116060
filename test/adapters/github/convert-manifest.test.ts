import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, MESSAGE, withoutNetwork } from "./make-github.ts";

const CREATED = {
  id: 4711,
  slug: "ployst",
  client_id: "Iv1.new",
  client_secret: "secret",
  webhook_secret: null,
  pem: "-----BEGIN RSA PRIVATE KEY-----",
  html_url: "https://github.test/apps/ployst",
};

describe("converting a manifest", () => {
  withoutNetwork();

  it("gives the App's credentials, without any of ours", async () => {
    nock(API).post("/app-manifests/a%2Fb/conversions").reply(201, CREATED);

    assert.deepEqual(await makeGitHub({ appId: undefined }).convertManifest("a/b"), {
      id: "4711",
      slug: "ployst",
      clientId: "Iv1.new",
      clientSecret: "secret",
      webhookSecret: "",
      pem: CREATED.pem,
      htmlUrl: CREATED.html_url,
    });
  });

  it("says that a code is gone", async () => {
    nock(API).post("/app-manifests/x/conversions").reply(404, MESSAGE);

    await assert.rejects(makeGitHub().convertManifest("x"), (error) =>
      isFault(error, "GITHUB_MANIFEST_CODE_GONE"),
    );
  });

  it("is sent once when GitHub fails, and tells so", async () => {
    nock(API).post("/app-manifests/x/conversions").reply(502, "<html>");
    nock(API).post("/app-manifests/x/conversions").reply(201, { id: 4711 });
    const github = makeGitHub();

    await assert.rejects(github.convertManifest("x"), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    await assert.rejects(github.convertManifest("x"), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    assert.deepEqual(github.slept, []);
  });
});

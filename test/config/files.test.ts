import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findStoredApp, loadConfig, mergeStoredApp, recordStoredApp } from "../../src/config/index.ts";
import { withLocalSecrets } from "../../src/config/local-secrets.ts";
import { localEnv, namesOf, problemsOf, registeredEnv, rsaPem } from "./environments.ts";

const storedApp = {
  appId: "99",
  slug: "ployst-made",
  privateKey: rsaPem,
  clientId: "Iv1.made",
  clientSecret: "made-secret",
  webhookSecret: "made-hook",
};

const OWNER_ONLY = 0o600;

describe("files beside the environment", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-config-"));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it("makes a secrets key once, for the owner alone", () => {
    const file = join(folder, "data", "secrets.key");

    const first = loadConfig(withLocalSecrets({}, file));
    const second = loadConfig(withLocalSecrets({}, file));

    assert.equal(first.secretsKeys[0]?.key.length, 32);
    assert.deepEqual(second.secretsKeys, first.secretsKeys);
    assert.equal(statSync(file).mode & 0o777, OWNER_ONLY);
    assert.deepEqual(readdirSync(join(folder, "data")), ["secrets.key"]);
  });

  it("makes no secrets key where one is set, or for a registered bot", () => {
    const file = join(folder, "secrets.key");

    assert.equal(withLocalSecrets(localEnv, file), localEnv);
    assert.equal(withLocalSecrets(registeredEnv, file), registeredEnv);
    assert.deepEqual(readdirSync(folder), []);
  });

  it("keeps the App that the setup page made, for the owner alone", () => {
    const file = join(folder, "data", "github-app.json");

    recordStoredApp(file, storedApp);
    const config = loadConfig(mergeStoredApp(localEnv, findStoredApp(file)));

    assert.equal(config.github.app?.slug, "ployst-made");
    assert.deepEqual(config.github.app.webhookSecrets, ["made-hook"]);
    assert.equal(statSync(file).mode & 0o777, OWNER_ONLY);
  });

  it("does not mix the stored App with one in the environment", () => {
    const env = { ...localEnv, GITHUB_APP_ID: "12" };

    assert.equal(mergeStoredApp(env, storedApp), env);
  });

  it("finds no App where no file is, and says which file is damaged", () => {
    const file = join(folder, "github-app.json");

    assert.equal(findStoredApp(file), undefined);
    writeFileSync(file, '{"appId":');
    assert.deepEqual(namesOf(problemsOf(() => findStoredApp(file))), ["GITHUB_APP_ID"]);
  });
});

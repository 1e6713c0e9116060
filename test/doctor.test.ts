import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { startGitHubLab, type GitHubLab } from "../demo/github/index.ts";
import { loadConfig, type Environment } from "../src/config/index.ts";
import { addMilliseconds, MINUTE } from "../src/core/clock.ts";
import { examineConfig, examineProcess } from "../src/doctor.ts";
import { toReport, type Finding } from "../src/features/admin/finding.ts";
import { toAppManifest, WEBHOOK_PATH } from "../src/features/admin/github-app.ts";
import { wantAccount } from "./features/directory/world.ts";
import { freePort } from "../demo/free-port.ts";
import { openTestStore, type TestStore } from "./support/store.ts";

const PUBLIC_URL = "https://ployst.example.com";
const manifest = toAppManifest({ publicUrl: PUBLIC_URL, name: "Ployst" });
const WHOLE_APP = { permissions: manifest.default_permissions, events: [...manifest.default_events] };

function lines(findings: readonly Finding[], mark: Finding["mark"]): readonly string[] {
  return findings
    .filter((finding) => finding.mark === mark)
    .map(({ subject, says }) => `${subject}: ${says}`);
}

describe("ployst doctor", () => {
  let lab: GitHubLab;
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore();
    lab = await startGitHubLab({ seed: { app: WHOLE_APP }, webhookUrl: `${PUBLIC_URL}${WEBHOOK_PATH}` });
  });
  afterEach(async () => {
    await lab.close();
    await store.cleanup();
  });

  async function restartLab(...[options]: Parameters<typeof startGitHubLab>): Promise<void> {
    await lab.close();
    lab = await startGitHubLab(options);
  }

  function environment(overrides: Environment = {}): Environment {
    return {
      PUBLIC_URL,
      DATABASE_URL: store.url,
      SECRETS_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
      GITHUB_API_URL: lab.apiUrl,
      GITHUB_WEB_URL: lab.webUrl,
      GITHUB_APP_ID: lab.app.id,
      GITHUB_APP_SLUG: lab.app.slug,
      GITHUB_APP_PRIVATE_KEY: lab.app.privateKey,
      GITHUB_CLIENT_ID: lab.app.clientId,
      GITHUB_CLIENT_SECRET: lab.app.clientSecret,
      GITHUB_WEBHOOK_SECRET: lab.app.webhookSecret,
      ...overrides,
    };
  }

  it("finds nothing bad where everything is right", async () => {
    await lab.install("contoso", "all");

    const findings = await examineConfig(loadConfig(environment()));

    assert.deepEqual(lines(findings, "bad"), []);
    assert.deepEqual(
      findings.filter(({ mark }) => mark === "good").map(({ subject }) => subject),
      [
        "PUBLIC_URL",
        "SECRETS_KEYS",
        "database",
        "messages to Teams",
        "jobs",
        "GitHub App",
        "GitHub webhook",
        "GitHub installations",
        "clock",
      ],
    );
  });

  it("tells of a directory that doesn't answer, and of the accounts that wait for it", async () => {
    const { id } = await store.transaction((tx) => wantAccount(tx, "mira"));
    await store.transaction((tx) => tx.registrations.recordLdapError(id, "It refused that."));
    const ldap = {
      LDAP_URL: `ldap://127.0.0.1:${String(await freePort())}`,
      LDAP_BIND_DN: "cn=ployst,dc=team,dc=example",
      LDAP_BIND_PASSWORD: "s3cret-of-the-directory",
      LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
    };

    const findings = await examineConfig(loadConfig(environment(ldap)));

    const bad = lines(findings, "bad").join("\n");
    assert.match(bad, /accounts: 1 waiting for the directory, 1 of them in vain: It refused that\./);
    assert.match(bad, /directory: The directory doesn't answer/);
    assert.doesNotMatch(toReport(findings), /s3cret/);
  });

  it("names every missing permission and event, with the page of the App's owner", async () => {
    const permissions = { metadata: "read", issues: "read", contents: "read" } as const;
    await restartLab({
      seed: { app: { permissions, events: ["issues"] } },
      webhookUrl: "https://smee.test/x",
    });

    const findings = await examineConfig(loadConfig(environment()));

    const bad = lines(findings, "bad").join("\n");
    for (const what of ["Pull requests: read (pull_requests)", "Checks: read (checks)", "event push"])
      assert.ok(bad.includes(what), what);
    assert.ok(bad.includes("GitHub webhook: goes to https://smee.test/x"));
    assert.ok(!bad.includes("(issues)"));
    assert.ok(lines(findings, "off").some((line) => line.includes("permission Issues: write (issues)")));
    const settings = `${lab.webUrl}/organizations/contoso/settings/apps/${lab.app.slug}/permissions`;
    assert.ok(findings.some(({ next }) => next?.includes(settings)));
  });

  it("tells a wrong key once, and prints no secret", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });

    const findings = await examineConfig(loadConfig(environment({ GITHUB_APP_PRIVATE_KEY: privateKey })));

    assert.deepEqual(lines(findings, "bad"), [
      "GitHub App: GitHub doesn't accept GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY",
    ]);
    const report = toReport(findings);
    for (const secret of [lab.app.clientSecret, lab.app.webhookSecret, "PRIVATE KEY"])
      assert.ok(!report.includes(secret));
  });

  it("sees a clock that is wrong", async () => {
    await lab.install("contoso", "all");
    const wrong = { now: () => addMilliseconds(new Date(), 2 * MINUTE) };

    const findings = await examineConfig(loadConfig(environment()), wrong);

    assert.ok(lines(findings, "bad").some((line) => /^clock: 1[12]\d s ahead of GitHub's$/.test(line)));
  });

  it("says what is off without GitHub, without a database and in local mode", async () => {
    const { PUBLIC_URL: _, ...local } = environment();
    const app = Object.keys(local).filter((name) => /^GITHUB_(?!API|WEB_)/.test(name));
    const env = Object.fromEntries(Object.entries(local).filter(([name]) => !app.includes(name)));

    const findings = await examineConfig(loadConfig({ ...env, DATABASE_URL: `${store.url}.none` }));

    assert.deepEqual(lines(findings, "bad"), []);
    assert.deepEqual(
      findings.filter(({ mark }) => mark === "off").map(({ subject }) => subject),
      ["PUBLIC_URL", "database", "bot", "directory", "GitHub App"],
    );
  });

  it("goes on when GitHub is away", async () => {
    const env = environment();
    await lab.close();

    const findings = await examineConfig(loadConfig(env));

    assert.ok(lines(findings, "bad").some((line) => line.startsWith("clock: can't be compared")));
    assert.ok(lines(findings, "good").some((line) => line.startsWith("database:")));
    lab = await startGitHubLab();
  });

  it("lists every problem of the configuration", async () => {
    const findings = await examineProcess(() => loadConfig(environment({ PORT: "x", HOST: "0.0.0.0" })));

    assert.deepEqual(
      findings.filter(({ mark }) => mark === "bad").map(({ says }) => says.split(":")[0]),
      ["HOST", "PORT"],
    );
  });
});

import assert from "node:assert/strict";
import type { GitHubInstallation, GitHubSelf } from "../../../src/adapters/github/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { ConnectorFailure } from "../../../src/core/connector.ts";
import { faults } from "../../../src/core/errors.ts";
import {
  checkApp,
  checkClock,
  checkInstallations,
  checkWebhook,
} from "../../../src/features/admin/check-github.ts";
import {
  checkBot,
  checkDatabase,
  checkJobs,
  checkOutbox,
  checkPublicUrl,
  checkSecretsKeys,
} from "../../../src/features/admin/check-own.ts";
import { examine } from "../../../src/features/admin/examine.ts";
import { good, toReport, type Finding } from "../../../src/features/admin/finding.ts";
import { toAppManifest } from "../../../src/features/admin/github-app.ts";
import { ManualTime } from "../../support/manual-time.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const clock = { now: () => NOW };
const manifest = toAppManifest({ publicUrl: "https://ployst.example.com", name: "Ployst" });
const self: GitHubSelf = {
  slug: "ployst",
  name: "Ployst",
  htmlUrl: "https://github.test/apps/ployst",
  permissions: manifest.default_permissions,
  events: manifest.default_events,
};
const SETTINGS = "https://github.test/settings/apps/ployst";
const getSettingsUrl = async (): Promise<string> => SETTINGS;

function summary(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ mark, says }) => `${mark}: ${says}`);
}

describe("checking the App", () => {
  const deps = { slug: "ployst", webUrl: "https://github.test", getSelf: async () => self, getSettingsUrl };

  it("is content with what the manifest asks for", async () => {
    assert.deepEqual(summary(await checkApp(deps)), ["good: GitHub knows it as ployst"]);
  });

  it("names what is missing, with the page to grant it", async () => {
    const { checks: _, ...permissions } = self.permissions;
    const events = self.events.filter((name) => name !== "push" && name !== "status");

    const findings = await checkApp({ ...deps, getSelf: async () => ({ ...self, permissions, events }) });

    assert.deepEqual(summary(findings).slice(1), [
      "bad: lacks the permission Checks: read (checks): check results on pull request cards",
      "bad: lacks the event push: comes with the permission Contents",
      "off: without the event status: comes with the permission Commit statuses",
    ]);
    assert.ok(findings.slice(1).every(({ next }) => next?.includes(`${SETTINGS}/permissions`)));
  });

  it("says when the id or the key is wrong", async () => {
    const getSelf = async (): Promise<GitHubSelf> => Promise.reject(faults.GITHUB_APP_REFUSED());

    const [finding] = await checkApp({ ...deps, getSelf });

    assert.equal(finding?.mark, "bad");
    assert.match(finding.next ?? "", /https:\/\/github\.test\/settings\/apps/);
  });

  it("says when the slug is another", async () => {
    const [finding] = await checkApp({ ...deps, slug: "other" });

    assert.equal(finding?.mark, "bad");
    assert.match(finding.next ?? "", /GITHUB_APP_SLUG=ployst/);
  });
});

describe("checking the webhook", () => {
  const cases: readonly (readonly [string, string | undefined, RegExp])[] = [
    ["ours", "https://ployst.example.com/github/webhooks", /^good: goes to/],
    ["none", undefined, /^bad: is not configured/],
    ["empty", "", /^bad: is not configured/],
    ["another", "https://smee.example/abc?secret=hush", /^bad: goes to https:\/\/smee\.example\/abc$/],
    ["no address", "hush", /^bad: goes to an address that is none$/],
  ];
  for (const [name, url, expected] of cases) {
    it(`judges ${name}`, async () => {
      const deps = { publicUrl: "https://ployst.example.com", getSettingsUrl };

      const findings = await checkWebhook({ ...deps, findWebhookUrl: async () => url });

      assert.match(summary(findings).join(), expected);
    });
  }
});

describe("checking installations", () => {
  const contoso: GitHubInstallation = {
    id: "1",
    accountId: "2",
    accountLogin: "contoso",
    accountType: "Organization",
    repositorySelection: "all",
    permissions: self.permissions,
    events: self.events,
    htmlUrl: "https://github.test/organizations/contoso/settings/installations/1",
  };
  const deps = { installUrl: () => "https://github.test/apps/ployst/installations/new" };

  async function check(installations: readonly GitHubInstallation[]): Promise<readonly Finding[]> {
    const listInstallations = async (): Promise<readonly GitHubInstallation[]> => installations;
    return checkInstallations({ ...deps, getSelf: async () => self, listInstallations });
  }

  it("tells where to install when there is none", async () => {
    const [finding] = await check([]);

    assert.equal(finding?.mark, "off");
    assert.match(finding.next ?? "", /installations\/new$/);
  });

  it("counts them, and names those that need an owner", async () => {
    const suspended = { ...contoso, accountLogin: "fabrikam", suspendedAt: NOW };
    const outdated = { ...contoso, accountLogin: "northwind", permissions: { metadata: "read" } };

    assert.deepEqual(summary(await check([contoso, suspended, outdated])), [
      "good: 3, of which 1 suspended",
      "off: fabrikam suspended the App",
      "off: northwind hasn't approved the App's newer permissions",
    ]);
  });

  it("expects no organization permission from a person", async () => {
    const { members: _, ...permissions } = self.permissions;

    const findings = await check([{ ...contoso, accountType: "User", permissions }]);

    assert.deepEqual(summary(findings), ["good: 1, of which 0 suspended"]);
  });

  it("leaves a refusal to the App's own line", async () => {
    const listInstallations = async (): Promise<never> => Promise.reject(faults.GITHUB_APP_REFUSED());

    const findings = await checkInstallations({ ...deps, getSelf: async () => self, listInstallations });

    assert.deepEqual(summary(findings), ["off: not checked: GitHub doesn't accept the App"]);
  });
});

describe("checking the clock", () => {
  const cases: readonly (readonly [number, RegExp])[] = [
    [0, /^good/],
    [30 * SECOND, /^good/],
    [31 * SECOND, /^bad: 31 s behind/],
    [-10 * MINUTE, /^bad: 600 s ahead of/],
  ];
  for (const [difference, expected] of cases) {
    it(`judges GitHub's being ${String(difference / SECOND)} s ahead`, async () => {
      const readServerTime = async (): Promise<Date> => addMilliseconds(NOW, difference);

      const findings = await checkClock({ readServerTime, apiUrl: "https://api.github.test", clock });

      assert.match(summary(findings).join(), expected);
    });
  }

  it("names the address that doesn't answer", async () => {
    const readServerTime = async (): Promise<Date> => Promise.reject(faults.GITHUB_UNREACHABLE());

    const [finding] = await checkClock({ readServerTime, apiUrl: "https://api.github.test", clock });

    assert.equal(finding?.mark, "bad");
    assert.match(finding.next ?? "", /https:\/\/api\.github\.test/);
  });
});

describe("checking our own parts", () => {
  const waitingFor = (minutes: number): Finding =>
    checkOutbox({ waiting: 3, oldestCreatedAt: addMilliseconds(NOW, -minutes * MINUTE) }, clock);

  const cases: readonly (readonly [string, () => Finding, Finding["mark"], RegExp])[] = [
    ["an empty outbox", () => checkOutbox({ waiting: 0 }, clock), "good", /none is waiting/],
    ["a young backlog", () => waitingFor(14), "good", /3 waiting, the oldest for 14 min/],
    ["an old backlog", () => waitingFor(16), "bad", /oldest for 16 min/],
    ["jobs that go on", () => checkJobs({ queued: 2, running: 1, succeeded: 9 }), "good", /^3 open/],
    ["dead jobs", () => checkJobs({ queued: 2, dead: 4 }), "bad", /4 given up/],
    ["an https address", () => checkPublicUrl("https://a.example", false), "good", /https:\/\/a\.example/],
    ["a loopback address", () => checkPublicUrl("http://localhost:1", true), "off", /this machine alone/],
    ["a plain address", () => checkPublicUrl("http://a.example", false), "bad", /not https/],
    ["keys", () => checkSecretsKeys(["k2", "k1"]), "good", /seals with k2, still opens with k1/],
    ["no key", () => checkSecretsKeys([]), "bad", /no key/],
  ];
  for (const [name, check, mark, says] of cases) {
    it(`judges ${name}`, () => {
      const finding = check();

      assert.equal(finding.mark, mark);
      assert.match(finding.says, says);
      assert.equal(finding.mark === "bad" && finding.next === undefined, false);
    });
  }

  it("judges the schema", async () => {
    const one = await checkDatabase("sqlite", async () => ({ executed: ["1-a"], pending: [] }));
    const old = await checkDatabase("sqlite", async () => ({ executed: ["1-a"], pending: ["2-b", "3-c"] }));
    const none = await checkDatabase("sqlite", async () => undefined);

    assert.deepEqual(summary([...one, ...old, ...none]), [
      "good: sqlite answers, schema 1-a",
      "bad: lacks the migration 2-b",
      "off: not there yet",
    ]);
  });

  it("judges the bot's credentials", async () => {
    const refused = new ConnectorFailure("unauthorized", { status: 401, code: "token_invalid_client" });
    const silent = new ConnectorFailure("throttled", { status: 0, code: "token_unavailable" });
    const tokens: readonly (() => Promise<string>)[] = [
      async () => "a-token",
      async () => Promise.reject(refused),
      async () => Promise.reject(silent),
    ];

    const findings = (await Promise.all([undefined, ...tokens].map(checkBot))).flat();

    assert.deepEqual(
      findings.map(({ mark }) => mark),
      ["off", "good", "bad", "bad"],
    );
    assert.match(findings[2]?.says ?? "", /token_invalid_client/);
    assert.ok(!toReport(findings).includes("a-token"));
  });
});

describe("examining", () => {
  it("keeps the order, and goes on when a check fails or never answers", async () => {
    const time = new ManualTime();
    const { promise: never } = Promise.withResolvers<readonly Finding[]>();
    const checks = [
      { subject: "a", run: async () => never },
      { subject: "b", run: async () => [good("b", "fine")] },
      { subject: "c", run: async () => Promise.reject(faults.STORE_UNREACHABLE()) },
      {
        subject: "d",
        run: async () =>
          Promise.reject(Object.assign(new Error("postgres://user:hush@host"), { code: "ECONNREFUSED" })),
      },
    ];

    const examined = examine(checks, { timers: time, timeoutMs: 20_000 });
    await time.advance(20_000);
    const findings = await examined;

    assert.deepEqual(
      findings.map(({ subject, mark }) => `${subject} ${mark}`),
      ["a bad", "b good", "c bad", "d bad"],
    );
    assert.equal(findings[0]?.says, "no answer within 20 s");
    assert.equal(findings[3]?.says, "could not be checked (Error, ECONNREFUSED)");
    assert.ok(!toReport(findings).includes("hush"));
  });

  it("is reported line by line, with the next step under what is bad", () => {
    const report = toReport([
      { mark: "good", subject: "clock", says: "right" },
      { mark: "bad", subject: "database", says: "away", next: "Start it." },
      { mark: "off", subject: "bot", says: "local mode" },
    ]);

    assert.equal(
      report,
      [
        "✔ clock     right",
        "✖ database  away",
        "            → Start it.",
        "– bot       local mode",
        "",
        "1 problem found.",
        "",
      ].join("\n"),
    );
  });
});

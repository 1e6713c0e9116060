import assert from "node:assert/strict";
import { z } from "zod";
import { addMilliseconds, DAY } from "../../../src/core/clock.ts";
import { toStatusPage } from "../../../src/features/subscriptions/status/card.ts";
import type { Standing } from "../../../src/features/subscriptions/status/read.ts";
import {
  listTroubles,
  type Known,
  type Visible,
} from "../../../src/features/subscriptions/status/trouble.ts";
import { templateCards } from "../../support/template-cards.ts";
import { INSTALLATION } from "./world.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const FINE: Known = { health: undefined, creator: undefined, deadAt: undefined, asks: undefined };
const QUIET = { stopped: [], unreached: 0, backlog: { waiting: 0, lastError: "" } };

function seen(name: string, change: Partial<Visible["row"]> = {}): Visible {
  const row: Visible["row"] = {
    id: "0197c0de-0000-7000-8000-000000000001",
    clientAppId: "app",
    tenantId: "t",
    channelId: "c",
    teamId: "team",
    chatOpsUsersId: "mira",
    chatOpsInstallationsId: "i",
    ghArtifactId: "1",
    ghArtifactName: name,
    ghArtifactType: "Repo",
    settings: { features: ["issues"] },
    state: "active",
    stateReason: "",
    ghInstallationId: "5",
    installationSuspended: false,
    installationDeleted: false,
    ...change,
  };
  return { kind: "shown", row, name, htmlUrl: `https://github.com/${name}`, installation: INSTALLATION };
}

const expired: Known = {
  ...FINE,
  creator: { id: "mira", ghLogin: "mira", state: "expired", since: NOW },
};
const Data = z.object({
  summary: z.string(),
  general: z.array(z.object({ text: z.string() })),
  rows: z.array(z.object({ text: z.string(), troubles: z.array(z.unknown()) })),
  page: z.string(),
  next: z.string(),
});
const pageOf = (standing: Standing, page: number): z.infer<typeof Data> =>
  Data.parse(toStatusPage(standing, page, NOW, "https://github.com/apps/x").data);
const many = (count: number, known: (index: number) => Known): Standing => ({
  ...QUIET,
  visible: Array.from({ length: count }, (_, index) => ({
    seen: seen(`${"o".repeat(39)}/${"n".repeat(95)}${String(index).padStart(4, "0")}`),
    known: known(index),
  })),
});

describe("the status card", () => {
  it("shows every subscription on exactly one page, what is wrong first, each page within what Teams takes", () => {
    const bad = { ...expired, health: { subscriptionId: "s", lastError: "", refusedAt: NOW } };
    const standing = many(200, (index) => (index % 4 === 0 ? bad : FINE));
    const { pages } = toStatusPage(standing, 1, NOW, "");

    const all = Array.from({ length: pages }, (_, index) => pageOf(standing, index + 1));

    assert.equal(new Set(all.flatMap(({ rows }) => rows.map(({ text }) => text))).size, 200);
    const needs = all.flatMap(({ rows }) => rows.map(({ troubles }) => troubles.length > 0));
    assert.equal(needs.lastIndexOf(true), 49);
    for (let page = 1; page <= pages; page += 1) {
      const { data } = toStatusPage(standing, page, NOW, "");
      const card = templateCards.render({ card: "status/status", data, summary: "" });
      assert.ok(JSON.stringify(card).length < 18_000, `page ${String(page)}`);
    }
  });

  it("takes the last page for one beyond it, and says how to turn", () => {
    const standing = many(60, () => FINE);

    const [first, last] = [pageOf(standing, 1), pageOf(standing, 99)];

    assert.match(`${first.page} ${first.next}`, /Page 1 of 3\. For more say: status 2/);
    assert.match(`${last.page} ${last.next}`, /^Page 3 of 3\. $/);
  });

  it("shows what concerns all once, on the first page, with the rest of many reasons counted", () => {
    const stopped = Array.from({ length: 7 }, (_, index) => ({
      creatorId: String(index),
      login: `user-${String(index)}`,
      reason: "signed out",
      count: 2,
    }));
    const standing = { ...many(60, () => FINE), stopped, unreached: 3 };

    const { general } = pageOf(standing, 1);

    assert.equal(general.length, 6);
    assert.match(general[4]?.text ?? "", /6 subscriptions more stopped/);
    assert.deepEqual(pageOf(standing, 2).general, []);
  });

  it("lets no name, login or reason become Markdown or a time", () => {
    const evil = "[x](https://evil.example) {{DATE(1)}}";
    const standing: Standing = {
      ...QUIET,
      stopped: [{ creatorId: "1", login: evil, reason: evil, count: 1 }],
      visible: [{ seen: { ...seen("octo/hello"), name: evil }, known: expired }],
    };

    const text = JSON.stringify(pageOf(standing, 1));

    assert.doesNotMatch(text, /\[x\]\(https/);
    assert.doesNotMatch(text, /\{\{DATE\(1/);
  });
});

describe("what is wrong with a subscription", () => {
  const texts = (known: Known, visible = seen("octo/hello")): string =>
    listTroubles(visible, known)
      .map(
        ({ text, remedy }) => `${text} [${remedy?.kind === "press" ? remedy.verb : (remedy?.title ?? "")}]`,
      )
      .join("\n");
  const earlier = addMilliseconds(NOW, -DAY);
  const health = { subscriptionId: "s", lastErrorAt: NOW, lastError: "GITHUB_UNREACHABLE" };

  it("is nothing where all is as it should be", () => {
    assert.equal(texts(FINE), "");
  });

  it("is the last error, until something has come since", () => {
    assert.match(
      texts({ ...FINE, health: { ...health, lastDeliveryAt: earlier } }),
      /Last error.*GitHub doesn't answer/,
    );
    assert.equal(texts({ ...FINE, health: { ...health, lastDeliveryAt: NOW } }), "");
    assert.match(
      texts({ ...FINE, health: { ...health, lastError: "secret words" } }),
      /something broke on our side/,
    );
  });

  it("is an event that failed for good, until something has come since", () => {
    assert.match(texts({ ...FINE, deadAt: NOW }), /could not be told/);
    const later = { subscriptionId: "s", lastError: "", lastDeliveryAt: addMilliseconds(NOW, 1) };
    assert.equal(texts({ ...FINE, deadAt: NOW, health: later }), "");
  });

  it("is a pause, with or without an end", () => {
    const settings = { features: ["issues"], pausedUntil: "2026-03-02T00:00:00.000Z" };
    assert.match(
      texts(FINE, seen("octo/hello", { state: "paused", settings })),
      /Paused until \{\{DATE\(2026-03-02T00:00:00Z,SHORT\)\}\}.*\[subscriptions\.resume\]/,
    );
    assert.match(texts(FINE, seen("octo/hello", { state: "paused" })), /Paused\. \[subscriptions\.resume\]/);
  });

  it("is a permission: to be granted, or first to be asked for", () => {
    const visible = seen("octo/hello", { settings: { features: ["issues", "discussions", "workflows"] } });

    const text = texts({ ...FINE, asks: { issues: "write", actions: "read" } }, visible);

    assert.match(text, /Nothing comes of workflows: .*lacks the permission "Actions".*\[Grant permission\]/);
    assert.match(text, /Nothing comes of discussions: .*doesn't ask for the permission "Discussions".*\[\]/);
  });

  it("is a week's end that an expired sign-in brings", () => {
    assert.match(texts(expired), /2026-03-08T12:00:00Z.*\[signin\.again\]/);
  });
});

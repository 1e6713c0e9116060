import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import MarkdownIt from "markdown-it";
import { z } from "zod";
import { toCompactNote, toLooseNote } from "../../../src/features/notifications/cards/compact-note.ts";
import { toSubjectCard } from "../../../src/features/notifications/subjects.ts";
import { renderCard } from "../../support/template-cards.ts";
import type { Payload } from "../../support/webhooks.ts";
import { happeningOf } from "./happenings.ts";

const FOLDER = new URL("../../../cards/notifications/", import.meta.url);
const Sample = z.record(z.string(), z.json());
const LARGEST_ACTIVITY = 20_000;

/** A commit's comments say when; the commit's own time is not known. */
const TIMELESS: readonly string[] = ["commit", "compact"];

/** Titles and bodies as somebody would write them who means no good. */
const HOSTILE: readonly { what: string; text: string; absent: readonly string[] }[] = [
  {
    what: "Markdown",
    text: "[click](https://evil.example) **bold** `x` ~~y~~",
    absent: ["[click](", "**bold**"],
  },
  { what: "HTML", text: '<img src=x onerror="alert(1)"> <b>bold</b>', absent: ["<img", "<b>"] },
  { what: "a mention", text: "<at>everyone</at> look", absent: ["<at>"] },
  { what: "a link's end", text: "](https://evil.example) [x", absent: [] },
  { what: "a right-to-left override", text: "exe.\u202Egnp.txt \u2066x\u2069", absent: ["\u202e", "\u2066"] },
  { what: "template expressions", text: "${string(createObject())} ${url}", absent: [] },
  {
    what: "functions of the card",
    text: "{{DATE(1999-01-01T00:00:00Z,SHORT)}} {{time(x)}}",
    absent: ["{{DATE(1999", "{{time("],
  },
  { what: "three hundred emoji", text: "👩‍💻".repeat(300), absent: ["\ufffd"] },
  { what: "Chinese without end", text: "漢字".repeat(4_000), absent: [] },
  { what: "line breaks", text: "one\r\n\r\n# two\n- three", absent: ["\\n# two"] },
  { what: "nothing to see", text: "\u200b\u200b", absent: ["\u200b"] },
];

describe("the notification cards", () => {
  const names = readdirSync(FOLDER)
    .filter((file) => !file.endsWith(".sample.json"))
    .map((file) => file.replace(/\.json$/, ""));

  it("are these", () => {
    assert.deepEqual(names.toSorted(), [
      "alert",
      "commit",
      "compact",
      "deployment",
      "discussion",
      "issue",
      "note",
      "pull-request",
      "push",
      "ref",
      "release",
      "repository",
      "workflow-run",
    ]);
  });

  for (const name of names) {
    const data = Sample.parse(JSON.parse(readFileSync(new URL(`${name}.sample.json`, FOLDER), "utf8")));

    it(`${name} renders with its sample, whole, for every client`, () => {
      const card = renderCard({ card: `notifications/${name}`, data });
      const text = JSON.stringify(card);

      assert.equal(card["version"], "1.5");
      assert.deepEqual(card["msteams"], { width: "Full" });
      assert.ok(card["fallbackText"]);
      assert.ok(!text.includes("${") && !text.includes("undefined"), text);
      assert.match(text, /"Action\.OpenUrl"/);
      if (!TIMELESS.includes(name))
        assert.match(text, /\{\{DATE\(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,SHORT\)\}\}/);
      for (const image of text.match(/\{"type":"Image"[^}]*\}/g) ?? [])
        assert.match(image, /"altText":"[^"]+"/);
    });

    it(`${name} does without everything optional`, () => {
      const bare = Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, isOptional(key) ? "" : value]),
      );
      const text = JSON.stringify(renderCard({ card: `notifications/${name}`, data: bare }));

      assert.ok(!text.includes("${"), text);
      assert.ok(!text.includes('"value":""') && !text.includes('"text":""'), text);
      assert.ok(!text.includes('"Image"'), text);
    });
  }

  for (const { what, text, absent } of HOSTILE) {
    it(`hold ${what} in a title, a body and names without harm`, () => {
      for (const shown of renderHostile(text)) {
        assert.ok(shown.length <= LARGEST_ACTIVITY, String(shown.length));
        const inText = textsOf(shown).filter((one) => !one.startsWith("https://"));
        for (const harm of absent)
          assert.ok(!inText.some((one) => one.includes(harm)), `${harm} in ${shown}`);
        assert.deepEqual(foreignMarkup(inText), []);
      }
    });
  }

  it("say the state in words and with a sign", () => {
    const card = happeningOf("issues.closed", { issue: { state: "closed", state_reason: "not_planned" } });
    assert.equal(toSubjectCard(card.subjectKey, card.facts)?.data["state"], "⚪ Closed as not planned");
  });

  it("are one calm line where a note has no words: the button is on the root", () => {
    const { note } = happeningOf("issues.closed");
    assert.ok(note && !JSON.stringify(renderCard(note)).includes("Action.OpenUrl"));
  });

  it("say that a push was forced", () => {
    const commit = {
      id: "f".repeat(40),
      url: "https://github.com/octo/hello/commit/f",
      message: "Say hello",
      timestamp: "2026-03-02T10:00:00Z",
      author: { name: "Mona" },
    };
    const commits = Array.from({ length: 12 }, () => commit);
    const change = {
      ref: "refs/heads/main",
      created: false,
      forced: true,
      repository: { default_branch: "main" },
    };
    const push = happeningOf("push", { ...change, commits });
    const card = toSubjectCard(push.subjectKey, push.facts);

    assert.ok(card);
    assert.match(JSON.stringify(renderCard(card)), /⚠️ Force push/);
    assert.match(JSON.stringify(renderCard(card)), /12 commits to main.*and 4 earlier/);
    assert.match(card.summary, /force-pushed 12 commits/);
  });

  it("show a picture over https only", () => {
    const user = { login: "mona", avatar_url: "http://insecure.example/mona.png" };
    const { subjectKey, facts } = happeningOf("issues.opened", { issue: { user } });
    const card = toSubjectCard(subjectKey, facts);
    assert.ok(card && !JSON.stringify(renderCard(card)).includes('"Image"'));
  });

  it("name a fork's owner, and nobody's own", () => {
    const branches = (head: Payload): unknown => {
      const { subjectKey, facts } = happeningOf("pull_request.opened", { pull_request: { head } });
      return toSubjectCard(subjectKey, facts)?.data["branches"];
    };
    assert.equal(branches({ label: "Codertocat:fix", ref: "fix" }), "fix → master");
    assert.equal(branches({ label: "mona:fix", ref: "fix" }), "mona:fix → master");
    assert.equal(branches({ label: null, ref: "fix" }), "fix → master");
  });
});

/** Fields that payloads may not have; the others every payload brings. */
function isOptional(key: string): boolean {
  return [
    "avatarUrl",
    "excerpt",
    "labels",
    "assignees",
    "branches",
    "changes",
    "reviewers",
    "comments",
    "detail",
    "line",
    "checks",
    "earlier",
    "about",
    "advisory",
    "duration",
    "environmentUrl",
    "failed",
    "files",
    "finder",
    "fixedIn",
    "jobs",
    "logUrl",
    "message",
    "notes",
    "place",
    "pull",
    "queue",
    "severity",
    "tag",
  ].includes(key);
}

function renderHostile(text: string): readonly string[] {
  const people = { login: text };
  const fields = { title: text, body: text, user: people, assignees: [people], labels: [{ name: text }] };
  const pull = happeningOf("pull_request.opened", {
    pull_request: { ...fields, head: { ref: text, label: null }, requested_reviewers: [people] },
  });
  const comment = happeningOf("issue_comment.created", {
    issue: fields,
    comment: { body: text, user: people },
  });
  const others = Object.entries(toHostileChanges(text)).map(([name, change]) => happeningOf(name, change));
  const cards = [pull, comment, ...others].flatMap(({ subjectKey, facts, note }) => {
    const compact = toSubjectCard(subjectKey, facts, { style: "compact", threads: false });
    const notes = note === undefined ? [] : [note, toCompactNote(note), toLooseNote(note, compact)];
    return [toSubjectCard(subjectKey, facts), compact, ...notes];
  });
  return cards.flatMap((card) => (card === undefined ? [] : JSON.stringify(renderCard(card))));
}

/** Everything that people or their tools can write into the other payloads. */
function toHostileChanges(text: string): Readonly<Record<string, Payload>> {
  const people = { login: text };
  return {
    "release.published": { release: { name: text, tag_name: text, body: text, author: people } },
    "deployment_status.created": {
      deployment: { environment: text, ref: text, description: text, creator: people },
      deployment_status: { state: "failure", description: text, creator: people },
    },
    "discussion.answered": {
      discussion: {
        title: text,
        body: text,
        user: people,
        category: { name: text },
        labels: [{ name: text }],
      },
      answer: { body: text, user: people },
      sender: people,
    },
    "workflow_run.completed": {
      workflow: { name: text },
      workflow_run: {
        name: text,
        display_title: text,
        head_branch: text,
        event: text,
        conclusion: "failure",
        actor: people,
      },
    },
    "deployment_review.approved": {
      environment: text,
      comment: text,
      approver: people,
      workflow_run: { name: text },
    },
    "dependabot_alert.dismissed": {
      alert: {
        dismissed_comment: text,
        dismissed_reason: text,
        state: "dismissed",
        dependency: { package: { name: text, ecosystem: text }, manifest_path: text },
        security_advisory: { summary: text, ghsa_id: text, cve_id: text },
      },
      sender: people,
    },
    "code_scanning_alert.reopened": {
      alert: { rule: { id: text, description: text }, tool: { name: text } },
      sender: people,
    },
    create: { ref: text, ref_type: "branch", sender: people },
    "commit_comment.created": { comment: { body: text, path: text, user: people } },
    "repository.publicized": { sender: people },
  };
}

/** What a reader of Markdown makes of the texts beyond our own bold names and links to GitHub. */
function foreignMarkup(texts: readonly string[]): readonly string[] {
  const markdown = new MarkdownIt({ html: true });
  return texts
    .flatMap((text) => markdown.render(text).match(/<[^>]+>/g) ?? [])
    .filter(
      (tag) =>
        !/^<\/?(?:p|a|strong|a href="https:\/\/github\.com\/(?:Codertocat|octo-org|octocat|terraform-test-github)\/[^"]*")>$/.test(
          tag,
        ),
    );
}

/** The texts that a client reads as Markdown. */
function textsOf(card: string): readonly string[] {
  const texts: string[] = [];
  JSON.parse(card, (key: string, value: unknown) => {
    if ((key === "text" || key === "value") && typeof value === "string") texts.push(value);
    return value;
  });
  return texts;
}

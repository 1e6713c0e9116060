import assert from "node:assert/strict";

import fc from "fast-check";

import { ADAPTIVE_CARD, type OutboundActivity } from "../../../src/adapters/msteams/activity.ts";
import { fitActivity, MAX_ACTIVITY_LENGTH } from "../../../src/adapters/msteams/fit.ts";
import { truncate } from "../../../src/adapters/msteams/truncate.ts";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { cpuMs } from "../../support/cpu-ms.ts";

const FAMILY = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";

function cardActivity(...body: readonly Json[]): OutboundActivity {
  const content = { type: "AdaptiveCard", version: "1.5", fallbackText: "short", body, actions: [] };
  return { type: "message", summary: "The summary", attachments: [{ contentType: ADAPTIVE_CARD, content }] };
}

function contentOf(activity: OutboundActivity): JsonObject {
  return activity.attachments?.[0]?.content ?? {};
}

function length(activity: OutboundActivity): number {
  return JSON.stringify(activity).length;
}

describe("truncating text", () => {
  const table: [string, string, number, string][] = [
    ["what fits", "hello", 5, "hello"],
    ["a word", "hello world", 8, "hello w…"],
    ["before a blank", "hello world", 7, "hello…"],
    ["a surrogate pair", "ab\u{1f680}cd", 4, "ab…"],
    ["an emoji of several characters", `ab${FAMILY}cd`, 8, "ab…"],
    ["a letter with a mark", "abe\u0301cd", 4, "ab…"],
    ["a flag", "a\u{1f1e9}\u{1f1ea}b", 4, "a…"],
    ["Chinese", "部署到生产环境", 4, "部署到…"],
    ["a Markdown escape", "ab\\_cd", 4, "ab…"],
    ["an entity", "ab&amp;cd", 6, "ab…"],
    ["a link", "ab [label](https://x.io/y) cd", 12, "ab…"],
    ["a date macro", "ab {{DATE(2026-01-01T00:00:00Z)}} cd", 15, "ab…"],
    ["a mention", "ab <at>Ann</at> cd", 9, "ab…"],
    ["to nothing", "hello", 0, ""],
    ["to the ellipsis", "hello", 1, "…"],
  ];
  for (const [what, text, maxLength, expected] of table) {
    it(`cuts ${what}`, () => {
      assert.equal(truncate(text, maxLength), expected);
    });
  }

  it("keeps to the length and to whole characters, whatever the text", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 300 }),
        fc.integer({ min: 0, max: 200 }),
        (text, max) => {
          const cut = truncate(text, max);
          assert.ok(cut.length <= max || cut === text);
          assert.ok(cut.isWellFormed());
          assert.ok(cut === text || cut === "" || text.startsWith(cut.slice(0, -1)));
        },
      ),
    );
  });

  it("is quick on what is made to be slow", () => {
    const nasty = [
      "[".repeat(50_000),
      "[a](".repeat(20_000),
      "<at>".repeat(20_000),
      "&#".repeat(30_000),
      "{{".repeat(30_000),
      `e${"\u0301".repeat(50_000)}`,
    ];

    const took = cpuMs(() => {
      for (const text of nasty) assert.ok(truncate(text, 10_000).length <= 10_000);
    });

    assert.ok(took < 2_000);
  });
});

describe("fitting an activity", () => {
  it("leaves what fits alone", () => {
    const activity = cardActivity({ type: "TextBlock", text: "hello" });
    assert.equal(fitActivity(activity), activity);
  });

  for (const [what, filler] of [
    ["letters", "word "],
    ["emoji", FAMILY],
    ["Chinese", "部署"],
    ["quotes, which JSON escapes", '"'],
    ["control characters", "\u0001"],
    ["lone surrogates", "\ud83d"],
  ] as const) {
    it(`shortens the longest text, made of ${what}, and no other`, () => {
      const fitted = fitActivity(
        cardActivity(
          { type: "TextBlock", text: "Title" },
          { type: "TextBlock", text: filler.repeat(40_000 / filler.length) },
          { type: "FactSet", facts: [{ title: "State", value: "open" }] },
        ),
      );

      const content = JSON.stringify(contentOf(fitted));
      assert.ok(length(fitted) <= MAX_ACTIVITY_LENGTH, String(length(fitted)));
      assert.ok(length(fitted) > MAX_ACTIVITY_LENGTH * 0.9, "cuts more than it must");
      assert.match(content, /"Title".*….*"open"/su);
    });
  }

  it("shortens lists when texts are short, and says how many are missing", () => {
    const items = Array.from({ length: 600 }, (_, index) => ({
      type: "TextBlock",
      text: `Commit ${String(index)}`,
    }));

    const fitted = fitActivity(cardActivity({ type: "Container", items }));

    assert.ok(length(fitted) <= MAX_ACTIVITY_LENGTH);
    assert.match(JSON.stringify(contentOf(fitted)), /Commit 39"}.*…and 560 more/);
  });

  it("leaves a button's data alone", () => {
    const data = { type: "TextBlock", text: "x".repeat(300) };
    const action = { type: "Action.Execute", title: "Go", verb: "go", data };

    const fitted = fitActivity(
      cardActivity({ type: "TextBlock", text: "y".repeat(30_000) }, { type: "ActionSet", actions: [action] }),
    );

    assert.deepEqual(contentOf(fitted)["body"], [
      { type: "TextBlock", text: textAt(fitted, 0) },
      { type: "ActionSet", actions: [action] },
    ]);
  });

  it("falls back to the summary when a card is large in what may not be cut", () => {
    const fitted = fitActivity(cardActivity({ type: "Image", url: `https://x.io/${"x".repeat(30_000)}` }));

    assert.deepEqual(contentOf(fitted), {
      type: "AdaptiveCard",
      version: "1.5",
      fallbackText: "The summary",
      body: [{ type: "TextBlock", text: "The summary", wrap: true }],
    });
  });

  it("drops the entity of a mention that was cut off, and keeps the other", () => {
    const mention = (
      name: string,
    ): { type: "mention"; text: string; mentioned: { id: string; name: string } } => ({
      type: "mention",
      text: `<at>${name}</at>`,
      mentioned: { id: name, name },
    });
    const text = `<at>Ann</at> ${"x ".repeat(20_000)} <at>Bob</at>`;

    const fitted = fitActivity({
      type: "message",
      textFormat: "markdown",
      text,
      entities: [mention("Ann"), mention("Bob")],
    });

    assert.ok(length(fitted) <= MAX_ACTIVITY_LENGTH);
    assert.deepEqual(fitted.entities, [mention("Ann")]);
  });

  it("fits every card, however odd", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "binary", maxLength: 9_000 }), { maxLength: 8 }),
        fc.nat(900),
        (texts, count) => {
          const body: Json[] = texts.map((text) => ({ type: "TextBlock", text }));
          body.push({
            type: "FactSet",
            facts: Array.from({ length: count }, () => ({ title: "t", value: texts[0] ?? "" })),
          });
          assert.ok(length(fitActivity(cardActivity(...body))) <= MAX_ACTIVITY_LENGTH);
        },
      ),
      { numRuns: 30 },
    );
  });
});

function textAt(activity: OutboundActivity, index: number): string {
  const body = contentOf(activity)["body"];
  const element: unknown = Array.isArray(body) ? body[index] : undefined;
  const text: unknown =
    typeof element === "object" && element !== null ? Reflect.get(element, "text") : undefined;
  assert.equal(typeof text, "string");
  return String(text);
}

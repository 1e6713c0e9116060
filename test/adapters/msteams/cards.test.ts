import assert from "node:assert/strict";

import { checkRendered, loadCards } from "../../../src/adapters/msteams/cards.ts";
import { card, cardsFolder } from "./support/cards.ts";

const TEXT = { type: "TextBlock", text: "${title}", wrap: true };

describe("loading cards", () => {
  it("names cards by their path and leaves samples and partials out", () => {
    const folder = cardsFolder({
      "notifications/issue.json": card(TEXT),
      "notifications/issue.sample.json": { title: "x" },
      "help.json": card(TEXT),
      "shared/header.json": TEXT,
      "readme.txt": "no card",
    });

    assert.deepEqual(loadCards(folder).names, ["help", "notifications/issue"]);
  });

  it("takes in partials: a thing in place, a list piece by piece, and partials of partials", () => {
    const folder = cardsFolder({
      "a.json": card(
        { $include: "shared/head" },
        { $include: "shared/list" },
        { type: "Container", items: { $include: "shared/list" } },
      ),
      "shared/head.json": TEXT,
      "shared/list.json": [{ $include: "shared/head" }, { type: "TextBlock", text: "two" }],
    });

    const rendered = loadCards(folder).render({ card: "a", data: { title: "T" }, summary: "s" });

    const head = { type: "TextBlock", text: "T", wrap: true };
    const two = { type: "TextBlock", text: "two" };
    assert.deepEqual(rendered["body"], [head, head, two, { type: "Container", items: [head, two] }]);
  });

  const bad: [string, Record<string, unknown>, RegExp][] = [
    ["what is not JSON", { "a.json": "{" }, /a: is not JSON/],
    ["another version", { "a.json": { ...card(TEXT), version: "1.6" } }, /a: version/],
    [
      "a card without fallbackText",
      { "a.json": { ...card(TEXT), fallbackText: undefined } },
      /a: fallbackText/,
    ],
    ["an empty body", { "a.json": card() }, /a: body/],
    ["what is no card", { "a.json": [1] }, /a: /],
    [
      "a partial that is not there",
      { "a.json": card({ $include: "shared/none" }) },
      /a: includes shared\/none/,
    ],
    [
      "a card taken in as partial",
      { "a.json": card({ $include: "b" }), "b.json": card(TEXT) },
      /a: includes b/,
    ],
    [
      "partials in a circle",
      { "a.json": card({ $include: "shared/x" }), "shared/x.json": { $include: "shared/x" } },
      /a: includes shared\/x too deep/,
    ],
  ];
  for (const [what, files, message] of bad) {
    it(`refuses ${what}`, () => {
      assert.throws(() => loadCards(cardsFolder(files)), message);
    });
  }

  it("names every bad card at once", () => {
    const folder = cardsFolder({ "a.json": "{", "b.json": "[" });
    assert.throws(() => loadCards(folder), /a: is not JSON\nb: is not JSON|b: is not JSON\na: is not JSON/);
  });
});

describe("rendering cards", () => {
  const cards = loadCards(
    cardsFolder({
      "issue.json": card(
        TEXT,
        { type: "TextBlock", text: "${name}", $data: "${labels}" },
        { type: "TextBlock", text: "draft", $when: "${isDraft}" },
      ),
    }),
  );
  const render = (data: Record<string, never> | Record<string, string | boolean | { name: string }[]>) =>
    cards.render({ card: "issue", data, summary: "s" });

  it("fills in data, repeats lists and drops what does not apply", () => {
    const rendered = render({ title: "T", labels: [{ name: "a" }, { name: "b" }], isDraft: false });

    assert.deepEqual(rendered["body"], [
      { type: "TextBlock", text: "T", wrap: true },
      { type: "TextBlock", text: "a" },
      { type: "TextBlock", text: "b" },
    ]);
    assert.deepEqual(checkRendered(rendered), []);
  });

  it("gives the same for the same data, in whatever order it is asked", () => {
    const first = render({ title: "one", labels: [], isDraft: true });
    render({ title: "two", labels: [{ name: "x" }], isDraft: false });

    assert.deepEqual(render({ title: "one", labels: [], isDraft: true }), first);
  });

  it("does not evaluate what people wrote", () => {
    const rendered = render({ title: "${concat('a','b')}", labels: [], isDraft: false });
    assert.match(JSON.stringify(rendered), /concat\('a','b'\)/);
  });

  it("throws for an unknown card and for a missing summary", () => {
    assert.throws(() => cards.render({ card: "none", data: {}, summary: "s" }), /no card none/);
    assert.throws(() => cards.render({ card: "issue", data: {}, summary: " " }), /no summary/);
  });

  it("throws for what no JSON can say", () => {
    const data = { title: Number.NaN, labels: [], isDraft: false };
    assert.throws(() => cards.render({ card: "issue", data, summary: "s" }), /issue has become no JSON/);
  });

  it("gives a card of its own each time", () => {
    const data = { title: "T", labels: [], isDraft: true };
    const first = render(data);
    const again = structuredClone(first);
    Object.assign(first, { body: [] });

    assert.deepEqual(render(data), again);
  });

  it("reports what a test of cards must not let pass", () => {
    const leftOver = render({ labels: [], isDraft: false });
    assert.deepEqual(checkRendered(leftOver), ["left-over expression ${title}"]);
    assert.deepEqual(
      checkRendered({
        type: "AdaptiveCard",
        version: "1.4",
        body: [{ type: "Image", url: "x" }, { $when: "x" }],
      }),
      ["left-over $when", "version is not 1.5", "no fallbackText", "Image without altText"],
    );
  });
});

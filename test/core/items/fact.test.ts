import assert from "node:assert/strict";
import { mergeFacts, type Facts } from "../../../src/core/facts.ts";
import {
  ItemPart,
  MOST_ITEMS,
  ShownItems,
  toItemFact,
  toShownFact,
  type ToldItem,
} from "../../../src/core/items/fact.ts";
import type { ItemKey } from "../../../src/core/items/keys.ts";

const EARLY = new Date("2026-11-21T09:00:00.000Z");
const LATE = new Date("2026-11-21T09:05:00.000Z");
const item = (stateText: string, updatedAt: Date | undefined): ToldItem => ({
  ...{
    key: "PROJ-1",
    title: "Stove",
    url: "https://jira.example.test/browse/PROJ-1",
    stateText,
    state: "doing",
  },
  updatedAt: updatedAt?.toISOString() ?? "",
});
const key = (n: number): ItemKey => ({ service: "jira", key: `P-${String(n)}`, label: `P-${String(n)}` });
const both = (a: Facts, b: Facts): readonly Facts[] => [mergeFacts(a, b), mergeFacts(b, a)];

describe("what a card knows of an item", () => {
  const stateAfter = (a: Facts, b: Facts): readonly string[] =>
    both(a, b).map((known) => ItemPart.parse(known["item"]?.value).stateText);

  it("is the later change, in whatever order it is heard", () => {
    const seen = { at: LATE, by: "lookup" } as const;
    const [first, second] = [item("Doing", EARLY), item("Review", LATE)].map((one) => ({
      item: toItemFact(one, seen),
    }));

    assert.ok(first && second);
    assert.deepEqual(stateAfter(first, second), ["Review", "Review"]);
  });

  it("is what its service told, where it was looked up at the same moment", () => {
    const told = { item: toItemFact(item("A told", EARLY), { at: LATE, by: "told" }) };
    const lookedUp = { item: toItemFact(item("Z looked up", EARLY), { at: LATE, by: "lookup" }) };

    assert.deepEqual(stateAfter(told, lookedUp), ["A told", "A told"]);
  });

  it("is what was seen last, where its service gives no times", () => {
    const [first, second] = [EARLY, LATE].map((at, index) => ({
      item: toItemFact(item(index === 0 ? "Z first" : "A second", undefined), { at, by: "lookup" }),
    }));

    assert.ok(first && second);
    assert.deepEqual(stateAfter(first, second), ["A second", "A second"]);
  });

  it("has no more of a title than a line holds", () => {
    const { value } = toItemFact({ ...item("x", EARLY), title: "🔥".repeat(500) }, { at: LATE, by: "told" });

    assert.equal(Array.from(ItemPart.parse(value).title).length, 120);
  });
});

describe("which items a card shows", () => {
  const labelsAfter = (a: Facts, b: Facts): readonly (readonly string[])[] =>
    both(a, b).map((known) => ShownItems.parse(known["items"]?.value).shown.map(({ label }) => label));
  const shown = (n: number, pullAt: Date, seenAt: Date): Facts => ({
    items: toShownFact([key(n)], { pullAt: pullAt.toISOString(), seenAt }),
  });

  it("are those of the pull request's latest version, whoever looked later", () => {
    assert.deepEqual(labelsAfter(shown(1, LATE, EARLY), shown(2, EARLY, LATE)), [["P-1"], ["P-1"]]);
  });

  it("are those that were there at the last look", () => {
    assert.deepEqual(labelsAfter(shown(1, EARLY, EARLY), shown(2, EARLY, LATE)), [["P-2"], ["P-2"]]);
  });

  it("are a few", () => {
    const { value } = toShownFact([1, 2, 3, 4, 5].map(key), { pullAt: EARLY.toISOString(), seenAt: LATE });

    assert.equal(ShownItems.parse(value).shown.length, MOST_ITEMS);
  });
});

import assert from "node:assert/strict";
import type { ItemState, ServiceItem } from "../../../src/adapters/services/contract/index.ts";
import { merge, readKept, toKept } from "../../../src/features/services/item-facts.ts";

const item = (state: ItemState, updatedAt: string): ServiceItem => ({
  ...{ key: "app #7", subjectKey: "jenkins:x#7", type: "Build", title: "app", url: "https://x/7" },
  source: "app",
  ...{ stateText: state, state, facts: [{ name: "Branch", value: "main" }], body: "", updatedAt },
});

describe("what is known of an item", () => {
  const [early, late] = ["2026-11-21T09:00:00.000Z", "2026-11-21T09:05:00.000Z"];
  const cases: readonly (readonly [string, ServiceItem | undefined, ServiceItem, "known" | "told"])[] = [
    ["is what was told first", undefined, item("running", early), "told"],
    ["is the later change", item("doing", early), item("todo", late), "told"],
    ["is the later change, though it came first", item("doing", late), item("done", early), "known"],
    [
      "is the end, though an older event comes after it",
      item("failure", late),
      item("running", early),
      "known",
    ],
    ["is what was started again after an end", item("failure", early), item("running", late), "told"],
    ["is an end at the same moment", item("success", early), item("running", early), "known"],
    ["is the last one said at the same moment", item("todo", early), item("doing", early), "told"],
    ["is an end where no time is known", item("canceled", ""), item("running", ""), "known"],
    ["is the last one said where no time is known", item("todo", ""), item("done", ""), "told"],
    ["is what has a date", item("todo", early), item("unknown", ""), "known"],
    ["is what has a date, though it came last", item("unknown", ""), item("todo", early), "told"],
  ];
  for (const [what, known, told, expected] of cases)
    it(what, () => {
      assert.equal(merge(known, told), expected === "told" ? told : known);
    });

  it("is read as it was kept, and not at all where it was kept otherwise", () => {
    const kept = item("running", early);

    assert.deepEqual(readKept(toKept(kept)), kept);
    for (const odd of [{}, { item: 7 }, { item: { ...kept, facts: [], state: "odd" } }])
      assert.equal(readKept(odd), undefined);
  });
});

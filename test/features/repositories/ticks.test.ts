import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { cardData, MOST_CHANGES, readTicks } from "../../../src/features/repositories/ticks.ts";

const read = (data: Record<string, unknown>) => readTicks(cardData.parse({ page: 0, ...data }));
const numbers = (from: number, count: number): string =>
  Array.from({ length: count }, (_, index) => String(from + index)).join(",");

describe("ticks of a page of repositories", () => {
  it("are what differs from what was shown", () => {
    const ticks = read({ shown: "1,2,3", tracked: "2,3", picked: "1,3" });

    assert.deepEqual(ticks, { added: ["1"], dropped: ["2"] });
  });

  it("of other pages stay, and those of this one can be taken back", () => {
    const ticks = read({ shown: "1,2", tracked: "2", added: "1,9", dropped: "2,8", picked: "2" });

    assert.deepEqual(ticks, { added: ["9"], dropped: ["8"] });
  });

  it("that nobody showed count for nothing", () => {
    assert.deepEqual(read({ shown: "1", picked: "1,77,<script>,-5" }), { added: ["1"], dropped: [] });
  });

  it("are as many as a card can carry, and no more", () => {
    const isTooMany = (error: unknown): boolean => isFault(error, "REPOSITORIES_SAVE_FIRST");

    assert.equal(read({ added: numbers(1, MOST_CHANGES) }).added.length, MOST_CHANGES);
    assert.throws(() => read({ added: numbers(1, MOST_CHANGES), shown: "900", picked: "900" }), isTooMany);
    assert.throws(() => cardData.parse({ page: 0, shown: "1".repeat(2_001) }));
  });
});

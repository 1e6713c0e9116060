import assert from "node:assert/strict";
import fc from "fast-check";
import { mapConcurrently } from "../../src/core/concurrency.ts";
import { rest } from "../support/manual-time.ts";

describe("mapConcurrently", () => {
  it("keeps the order of the items and never more than the limit at once", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 3 })), fc.integer({ min: 1, max: 4 }), async (turns, limit) => {
        let running = 0;
        let most = 0;
        const results = await mapConcurrently(turns, limit, async (turn) => {
          running += 1;
          most = Math.max(most, running);
          for (let left = turn; left >= 0; left -= 1) await Promise.resolve();
          running -= 1;
          return turn * 2;
        });

        assert.deepEqual(
          results,
          turns.map((turn) => turn * 2),
        );
        assert.equal(most <= limit, true);
        assert.equal(most, Math.min(limit, turns.length));
      }),
    );
  });

  it("keeps an undefined result in its place", async () => {
    assert.deepEqual(await mapConcurrently([1, 2], 1, async () => undefined), [undefined, undefined]);
  });

  it("still works one at a time where a limit makes no sense", async () => {
    assert.deepEqual(await mapConcurrently([1, 2], 0, async (item) => item), [1, 2]);
  });

  it("rejects with the first failure and begins nothing after it", async () => {
    const begun: number[] = [];
    const failed = mapConcurrently([1, 2, 3, 4, 5, 6], 2, async (item) => {
      begun.push(item);
      await Promise.resolve();
      if (item === 2) throw new Error("two");
    });

    await assert.rejects(failed, /two/);
    await rest();
    assert.deepEqual(begun.slice(0, 2), [1, 2]);
    assert.ok(begun.length <= 3, `began ${begun.join()}`);
  });
});

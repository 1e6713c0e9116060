import assert from "node:assert/strict";
import { Limiter } from "../../../../src/adapters/github/http/limiter.ts";

/** Work that ends when told, and says whether it has begun. */
function gate(): { work: () => Promise<undefined>; open: () => void; hasBegun: () => boolean } {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  let begun = false;
  const work = (): Promise<undefined> => {
    begun = true;
    return promise;
  };
  return {
    work,
    open: () => {
      resolve(undefined);
    },
    hasBegun: () => begun,
  };
}

describe("Limiter", () => {
  it("starts the third piece of work only when one of two has ended, in order", async () => {
    const limiter = new Limiter(2);
    const gates = [gate(), gate(), gate(), gate()] as const;
    const runs = gates.map(({ work }) => limiter.run(work));

    await Promise.resolve();
    assert.deepEqual(
      gates.map((g) => g.hasBegun()),
      [true, true, false, false],
    );

    gates[1].open();
    await runs[1];
    assert.deepEqual(
      gates.map((g) => g.hasBegun()),
      [true, true, true, false],
    );

    for (const g of gates) g.open();
    await Promise.all(runs);
    assert.ok(gates[3].hasBegun());
  });

  it("frees the place of work that failed", async () => {
    const limiter = new Limiter(1);

    await assert.rejects(
      limiter.run(() => Promise.reject(new Error("broken"))),
      /broken/,
    );
    assert.equal(await limiter.run(() => Promise.resolve("ran")), "ran");
  });
});

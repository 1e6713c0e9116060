import assert from "node:assert/strict";
import fc from "fast-check";
import { compareVersions, mergeFacts, type Fact, type Facts } from "../../src/core/facts.ts";

const fact = (at: string, rank: number, attempt: number, state: string): Fact => ({
  version: { at, rank, attempt },
  value: { state },
});

// Few different values, so that ties of every kind come up; two spellings of one moment.
const facts: fc.Arbitrary<Facts> = fc.dictionary(
  fc.constantFrom("pull", "review:mona", "check:1:build"),
  fc
    .record({
      at: fc.constantFrom("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z", "2026-01-01T00:00:01Z"),
      rank: fc.constantFrom(0, 1),
      attempt: fc.constantFrom(1, 2),
      value: fc.constantFrom({ state: "open" }, { state: "closed" }, { a: [1, { b: null }], state: "open" }),
    })
    .map(({ at, rank, attempt, value }) => ({ version: { at, rank, attempt }, value })),
);

describe("mergeFacts", () => {
  it("is commutative: deliveries may come in any order", () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        assert.deepEqual(mergeFacts(a, b), mergeFacts(b, a));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is associative: they may be grouped in any way", () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        assert.deepEqual(mergeFacts(mergeFacts(a, b), c), mergeFacts(a, mergeFacts(b, c)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("is idempotent: they may come again", () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const merged = mergeFacts(a, b);

        assert.deepEqual(mergeFacts(merged, b), merged);
        assert.deepEqual(mergeFacts(merged, a), merged);
      }),
    );
  });

  it("changes neither of its inputs", () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const before = JSON.stringify([a, b]);
        mergeFacts(a, b);

        assert.equal(JSON.stringify([a, b]), before);
      }),
    );
  });

  const newer: readonly (readonly [string, Fact, Fact])[] = [
    ["a later time", fact("2026-01-01T00:00:00Z", 9, 9, "old"), fact("2026-01-01T00:00:01Z", 0, 0, "new")],
    [
      "a higher state",
      fact("2026-01-01T00:00:00Z", 0, 9, "open"),
      fact("2026-01-01T00:00:00Z", 1, 0, "merged"),
    ],
    ["a later attempt", fact("2026-01-01T00:00:00Z", 1, 1, "a"), fact("2026-01-01T00:00:00Z", 1, 2, "b")],
  ];
  for (const [what, old, fresh] of newer) {
    it(`keeps ${what}, in either order`, () => {
      assert.ok(compareVersions(fresh.version, old.version) > 0);
      assert.deepEqual(mergeFacts({ pull: old }, { pull: fresh }), { pull: fresh });
      assert.deepEqual(mergeFacts({ pull: fresh }, { pull: old }), { pull: fresh });
    });
  }

  it("opens a closed subject again only by a strictly newer time", () => {
    const closed = fact("2026-01-01T00:00:05Z", 1, 1, "closed");

    const same = mergeFacts({ issue: closed }, { issue: fact("2026-01-01T00:00:05Z", 0, 1, "open") });
    const later = mergeFacts({ issue: closed }, { issue: fact("2026-01-01T00:00:06Z", 0, 1, "open") });

    assert.equal(same["issue"]?.value["state"], "closed");
    assert.equal(later["issue"]?.value["state"], "open");
  });
});

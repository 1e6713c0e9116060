import assert from "node:assert/strict";
import fc from "fast-check";
import { editDistance, nearest } from "../../src/core/suggest.ts";
import { cpuMs } from "../support/cpu-ms.ts";

const commands = [
  "subscribe",
  "unsubscribe",
  "subscribe list",
  "subscribe pause",
  "signin",
  "signout",
  "help",
  "about",
];

describe("nearest", () => {
  const meant: readonly (readonly [string, string])[] = [
    ["subscrbe octo/hello", "subscribe"],
    ["sucbscribe octo/hello", "subscribe"],
    ["unsubscibe octo", "unsubscribe"],
    ["SUBSCRIPE LIST", "subscribe list"],
    ["usubscribe octo/hello", "unsubscribe"],
    ["sign", "signin"],
    ["singin", "signin"],
    ["sing-out", "signout"],
    ["hlep", "help"],
    ["helpp me", "help"],
    ["abuot", "about"],
    ["list", "subscribe list"],
    ["Pause octo/hello 2h", "subscribe pause"],
  ];
  for (const [typed, command] of meant) {
    it(`takes "${typed}" for "${command}"`, () => {
      assert.equal(nearest(typed, commands), command);
    });
  }

  for (const typed of ["deploy shop", "hi", "thanks", "what can you do", "merge", "x", "", "🙂"]) {
    it(`has no idea what "${typed}" means`, () => {
      assert.equal(nearest(typed, commands), undefined);
    });
  }

  it("finds names in any case", () => {
    assert.equal(nearest("old blanky", ["Stats", "Old Blanchy"]), "Old Blanchy");
  });

  it("is quick with a text that is no command at all", () => {
    const took = cpuMs(() => {
      for (let count = 0; count < 1_000; count += 1) nearest("a".repeat(4_000), commands);
    });

    assert.ok(took < 1_000);
  });

  it("offers only what is there, and never what shares nothing with the words typed", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("xyzwv #9")) }), (typed) => {
        assert.equal(nearest(typed, commands), undefined);
      }),
    );
  });
});

describe("the distance of two words", () => {
  it("counts insertions, deletions, substitutions and swaps", () => {
    assert.equal(editDistance("", "abc"), 3);
    assert.equal(editDistance("abc", ""), 3);
    assert.equal(editDistance("abc", "abd"), 1);
    assert.equal(editDistance("abc", "acb"), 1);
    assert.equal(editDistance("kitten", "sitting"), 3);
  });

  it("is zero for the same, symmetric, and at most the longer word", () => {
    const text = fc.string({ unit: fc.constantFrom(...Array.from("abc")), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        assert.equal(editDistance(a, a), 0);
        assert.equal(editDistance(a, b), editDistance(b, a));
        assert.ok(editDistance(a, b) <= Math.max(a.length, b.length));
        assert.equal(editDistance(a, b) === 0, a === b);
      }),
    );
  });
});

import assert from "node:assert/strict";
import { Lru } from "../../../../src/adapters/github/http/lru.ts";

describe("Lru", () => {
  it("forgets what was used longest ago", () => {
    const lru = new Lru<number>(2);
    lru.set("a", 1);
    lru.set("b", 2);
    lru.find("a");
    lru.set("c", 3);

    assert.deepEqual([lru.find("a"), lru.find("b"), lru.find("c")], [1, undefined, 3]);
  });

  it("counts an entry once however often it is set", () => {
    const lru = new Lru<number>(2);
    lru.set("a", 1);
    lru.set("b", 2);
    lru.set("b", 3);

    assert.deepEqual([lru.find("a"), lru.find("b")], [1, 3]);
  });
});

import assert from "node:assert/strict";
import sinon from "sinon";
import { spareMemory } from "../src/spare-memory.ts";

describe("the memory that starting took", () => {
  let timers: sinon.SinonFakeTimers;
  beforeEach(() => {
    timers = sinon.useFakeTimers({ toFake: ["setTimeout"] });
  });
  afterEach(() => {
    timers.restore();
  });

  it("is given back once, and not before the first requests are answered", () => {
    const gc = sinon.spy();
    spareMemory(gc);
    assert.equal(gc.callCount, 0);
    timers.tick(60_000);
    assert.deepEqual(gc.args, [[{ type: "major", flavor: "last-resort", execution: "sync" }]]);
  });

  it("is kept where node may not be asked to", () => {
    spareMemory(undefined);
    assert.equal(timers.countTimers(), 0);
  });
});

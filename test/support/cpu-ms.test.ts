import assert from "node:assert/strict";
import { cpuMs } from "./cpu-ms.ts";

describe("processor time", () => {
  it("goes by while there is work, and not while it waits", () => {
    const waited = cpuMs(() => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300);
    });
    const worked = cpuMs(() => {
      const { user } = process.cpuUsage();
      while (process.cpuUsage().user - user < 100_000);
    });

    assert.ok(waited < 100, `${String(waited)} ms for nothing`);
    assert.ok(worked >= 100, `${String(worked)} ms for 100`);
  });
});

import assert from "node:assert/strict";
import type { FailedHookDelivery } from "../../../src/adapters/github/contract/index.ts";
import { HOUR, MINUTE } from "../../../src/core/clock.ts";
import { planSweep } from "../../../src/features/notifications/sweep-plan.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const ago = (milliseconds: number): Date => new Date(NOW.getTime() - milliseconds);

function failed(guid: string, change: Partial<FailedHookDelivery> = {}): FailedHookDelivery {
  const once = { attempts: 1, firstAt: ago(HOUR), lastAt: ago(HOUR), hasOriginal: true };
  return { id: guid, guid, event: "push", statusCode: 502, ...once, ...change };
}

describe("what the sweep asks for", () => {
  const waits: readonly (readonly [attempts: number, minutesAgo: number, isDue: boolean])[] = [
    [1, 0, true],
    [2, 14, false],
    [2, 15, true],
    [3, 29, false],
    [3, 30, true],
    [8, 15 * 64 - 1, false],
    [8, 15 * 64, true],
  ];
  for (const [attempts, minutes, isDue] of waits)
    it(`${isDue ? "comes" : "waits"} ${minutes} minutes after attempt ${attempts}`, () => {
      const delivery = failed("a", { attempts, lastAt: ago(minutes * MINUTE) });

      assert.equal(planSweep([delivery], new Map(), NOW).due.length, isDue ? 1 : 0);
    });

  it("leaves out what reached us, but not what died here", () => {
    const states = new Map([
      ["received", "received"],
      ["done", "done"],
      ["dead", "dead"],
    ] as const);
    const all = ["received", "done", "dead", "never"].map((guid) => failed(guid));

    assert.deepEqual(
      planSweep(all, states, NOW).due.map(({ guid }) => guid),
      ["dead", "never"],
    );
  });

  it("gives up what is older than GitHub's memory", () => {
    const plan = planSweep([failed("a", { hasOriginal: false })], new Map(), NOW);

    assert.deepEqual(plan, { due: [], fineUntil: NOW });
  });

  it("vouches for no time after the oldest that is missing, due or not", () => {
    const waiting = failed("a", { firstAt: ago(5 * HOUR), lastAt: ago(1), attempts: 4 });

    assert.deepEqual(planSweep([failed("b"), waiting], new Map(), NOW).fineUntil, ago(5 * HOUR));
    assert.deepEqual(planSweep([], new Map(), NOW).fineUntil, NOW);
  });
});

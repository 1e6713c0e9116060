import assert from "node:assert/strict";
import type { RealmStatus } from "../../../src/adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { judge, type Answer } from "../../../src/features/realms/health.ts";

const NOW = new Date("2026-03-01T12:00:00Z");
const UP: Answer = { isUp: true };
const DOWN: Answer = { isUp: false, why: "It doesn't answer." };

interface Case {
  readonly is: RealmStatus;
  readonly failures?: number;
  /** For how long it is so. */
  readonly forMs?: number;
  readonly answer: Answer;
  readonly becomes: RealmStatus;
  readonly againMs: number;
}

const CASES: readonly Case[] = [
  { is: "starting", answer: UP, becomes: "online", againMs: MINUTE },
  { is: "starting", failures: 30, answer: DOWN, becomes: "starting", againMs: 10 * SECOND },
  {
    is: "starting",
    failures: 59,
    forMs: 9 * MINUTE,
    answer: DOWN,
    becomes: "starting",
    againMs: 10 * SECOND,
  },
  { is: "starting", failures: 60, forMs: 10 * MINUTE, answer: DOWN, becomes: "failed", againMs: 15 * MINUTE },
  { is: "starting", failures: 60, forMs: 10 * MINUTE, answer: UP, becomes: "online", againMs: MINUTE },
  { is: "online", answer: UP, becomes: "online", againMs: MINUTE },
  { is: "online", answer: DOWN, becomes: "online", againMs: MINUTE },
  { is: "online", failures: 1, answer: DOWN, becomes: "offline", againMs: MINUTE },
  { is: "online", failures: 1, answer: UP, becomes: "online", againMs: MINUTE },
  { is: "offline", failures: 2, answer: DOWN, becomes: "offline", againMs: 2 * MINUTE },
  { is: "offline", failures: 3, answer: DOWN, becomes: "offline", againMs: 4 * MINUTE },
  { is: "offline", failures: 4, answer: DOWN, becomes: "offline", againMs: 8 * MINUTE },
  { is: "offline", failures: 5, answer: DOWN, becomes: "offline", againMs: 15 * MINUTE },
  { is: "offline", failures: 5_000, answer: DOWN, becomes: "offline", againMs: 15 * MINUTE },
  { is: "offline", failures: 9, answer: UP, becomes: "online", againMs: MINUTE },
  { is: "failed", failures: 60, answer: DOWN, becomes: "failed", againMs: 15 * MINUTE },
  { is: "failed", failures: 60, answer: UP, becomes: "online", againMs: MINUTE },
];

describe("what an answer means for a realm", () => {
  for (const { is, failures = 0, forMs = 0, answer, becomes, againMs } of CASES) {
    const age = forMs === 0 ? "" : ` for ${String(forMs / MINUTE)} min`;
    const misses = failures === 0 ? "" : ` after ${String(failures)} misses`;
    it(`that is ${is}${age}${misses} and ${answer.isUp ? "answers" : "doesn't answer"}: ${becomes}`, () => {
      const realm = { status: is, failures, statusSince: addMilliseconds(NOW, -forMs) };

      assert.deepEqual(judge(realm, answer, NOW), {
        status: becomes,
        failures: answer.isUp ? 0 : failures + 1,
        lastError: answer.isUp ? "" : answer.why,
        nextCheckAt: addMilliseconds(NOW, againMs),
      });
    });
  }
});

import assert from "node:assert/strict";
import { isFault, type faultDeclarations } from "../../../src/core/errors.ts";
import { readPauseTime } from "../../../src/features/subscriptions/pause-time.ts";

const NOW = new Date("2026-11-21T10:30:00.000Z");

describe("the time of a pause", () => {
  const good: readonly (readonly [string, string])[] = [
    ["30m", "2026-11-21T11:00:00.000Z"],
    ["2h", "2026-11-21T12:30:00.000Z"],
    ["2 hours", "2026-11-21T12:30:00.000Z"],
    ["3D", "2026-11-24T10:30:00.000Z"],
    ["1w", "2026-11-28T10:30:00.000Z"],
    ["90d", "2027-02-19T10:30:00.000Z"],
    ["until 2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["2026-12-01", "2026-12-01T00:00:00.000Z"],
    ["until 2026-12-01 09:15", "2026-12-01T09:15:00.000Z"],
    ["until 2026-12-01T09:15Z", "2026-12-01T09:15:00.000Z"],
    ["until 11:00", "2026-11-21T11:00:00.000Z"],
    ["until 09:00 UTC", "2026-11-22T09:00:00.000Z"],
    ["until 10:30", "2026-11-22T10:30:00.000Z"],
  ];
  for (const [text, until] of good) {
    it(`${text} ends ${until}`, () => {
      assert.equal(readPauseTime(text.split(" "), NOW).toISOString(), until);
    });
  }

  const bad: readonly (readonly [string, keyof typeof faultDeclarations])[] = [
    ["", "PAUSE_TIME_UNKNOWN"],
    ["soon", "PAUSE_TIME_UNKNOWN"],
    ["2", "PAUSE_TIME_UNKNOWN"],
    ["-2h", "PAUSE_TIME_UNKNOWN"],
    ["2h 30m", "PAUSE_TIME_UNKNOWN"],
    ["until", "PAUSE_TIME_UNKNOWN"],
    ["until 2026-02-30", "PAUSE_TIME_UNKNOWN"],
    ["until 2026-12-01 24:30", "PAUSE_TIME_UNKNOWN"],
    ["until 25:00", "PAUSE_TIME_UNKNOWN"],
    ["9999999h", "PAUSE_TIME_UNKNOWN"],
    ["0m", "PAUSE_TIME_PAST"],
    ["until 2026-11-21", "PAUSE_TIME_PAST"],
    ["until 2026-11-21 10:30", "PAUSE_TIME_PAST"],
    ["91d", "PAUSE_TOO_LONG"],
    ["999999w", "PAUSE_TOO_LONG"],
    ["until 9999-12-31", "PAUSE_TOO_LONG"],
  ];
  for (const [text, code] of bad) {
    it(`"${text}" is refused: ${code}`, () => {
      assert.throws(
        () => readPauseTime(text === "" ? [] : text.split(" "), NOW),
        (error) => isFault(error, code),
      );
    });
  }
});

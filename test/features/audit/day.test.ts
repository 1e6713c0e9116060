import assert from "node:assert/strict";
import { beginOf, endOf } from "../../../src/features/audit/day.ts";

describe("the days of an audit", () => {
  for (const [day, zone, begin] of [
    ["2026-11-01", "UTC", "2026-11-01T00:00:00.000Z"],
    ["2026-11-01", "Europe/Berlin", "2026-10-31T23:00:00.000Z"],
    ["2026-07-01", "Europe/Berlin", "2026-06-30T22:00:00.000Z"],
    ["2026-11-01", "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["2026-11-02", "America/New_York", "2026-11-02T05:00:00.000Z"],
    ["2026-11-01", "Asia/Kolkata", "2026-10-31T18:30:00.000Z"],
    ["2026-11-01", "Mars/Olympus", "2026-11-01T00:00:00.000Z"],
  ] as const)
    it(`${day} begins in ${zone} at ${begin}`, () => {
      assert.equal(beginOf(day, zone)?.toISOString(), begin);
    });

  it("end a day later", () => {
    assert.equal(endOf("2026-11-01", "UTC")?.toISOString(), "2026-11-02T00:00:00.000Z");
  });

  for (const day of ["2026-02-30", "2026-13-01", "1.11.2026", "", "2026-11-1", "99999-01-01"])
    it(`"${day}" is none`, () => {
      assert.equal(beginOf(day, "UTC"), undefined);
    });
});

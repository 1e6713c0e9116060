import assert from "node:assert/strict";
import { findQuietEnd, findZone, type QuietHours } from "../../../src/features/alerts/quiet-hours.ts";
import { readQuiet } from "../../../src/features/alerts/read-quiet.ts";
import { isFault } from "../../../src/core/errors.ts";

const BERLIN: QuietHours = {
  quietFrom: "19:00",
  quietUntil: "08:00",
  quietWeekends: false,
  zone: "Europe/Berlin",
};

const end = (quiet: QuietHours, now: string): string | undefined =>
  findQuietEnd(quiet, new Date(now))?.toISOString();

describe("quiet hours", () => {
  it("pass midnight, their start included and their end not", () => {
    assert.equal(end(BERLIN, "2026-01-14T17:59:00Z"), undefined);
    assert.equal(end(BERLIN, "2026-01-14T18:00:00Z"), "2026-01-15T07:00:00.000Z");
    assert.equal(end(BERLIN, "2026-01-15T06:59:59Z"), "2026-01-15T07:00:00.000Z");
    assert.equal(end(BERLIN, "2026-01-15T07:00:00Z"), undefined);
  });

  it("can lie within a day", () => {
    const lunch = { ...BERLIN, quietFrom: "12:00", quietUntil: "13:30", zone: "" };

    assert.equal(end(lunch, "2026-01-14T12:10:00Z"), "2026-01-14T13:30:00.000Z");
    assert.equal(end(lunch, "2026-01-14T13:30:00Z"), undefined);
  });

  it("run through a weekend, from Friday's evening to Monday's morning", () => {
    const quiet = { ...BERLIN, quietWeekends: true };

    assert.equal(end(quiet, "2026-01-16T20:00:00Z"), "2026-01-19T07:00:00.000Z");
    assert.equal(end(quiet, "2026-01-17T12:00:00Z"), "2026-01-19T07:00:00.000Z");
    assert.equal(
      end({ ...quiet, quietFrom: "", quietUntil: "" }, "2026-01-17T12:00:00Z"),
      "2026-01-18T23:00:00.000Z",
    );
  });

  it("follow the clocks to summer time and back", () => {
    assert.equal(end(BERLIN, "2026-03-28T20:00:00Z"), "2026-03-29T06:00:00.000Z");
    assert.equal(end(BERLIN, "2026-10-24T20:00:00Z"), "2026-10-25T07:00:00.000Z");
  });

  it("end when the clocks go on, at a time that the day doesn't have", () => {
    const quiet = { ...BERLIN, quietUntil: "02:30" };
    const lordHowe = { ...BERLIN, quietUntil: "02:10", zone: "Australia/Lord_Howe" };

    assert.equal(end(quiet, "2026-03-28T23:00:00Z"), "2026-03-29T01:00:00.000Z");
    assert.equal(end(quiet, "2026-03-29T01:00:00Z"), undefined);
    assert.equal(end(lordHowe, "2026-10-03T12:00:00Z"), "2026-10-03T15:30:00.000Z");
  });

  it("end within the hour when a time comes twice", () => {
    const quiet = { ...BERLIN, quietUntil: "02:30" };

    assert.equal(end(quiet, "2026-10-25T00:10:00Z"), "2026-10-25T00:30:00.000Z");
    assert.equal(end(quiet, "2026-10-25T01:10:00Z"), "2026-10-25T01:30:00.000Z");
  });

  it("are none without any", () => {
    const none = { quietFrom: "", quietUntil: "", quietWeekends: false, zone: "" };

    assert.equal(end(none, "2026-01-17T12:00:00Z"), undefined);
  });

  it("know timezones by IANA's names, however they are written", () => {
    assert.equal(findZone("europe/berlin"), "Europe/Berlin");
    assert.equal(findZone("UTC"), "UTC");
    assert.equal(findZone("Europe/Berln"), undefined);
    assert.equal(findZone("x".repeat(100)), undefined);
  });
});

describe("what is said of quiet hours", () => {
  it("is read in any order", () => {
    const wish = { kind: "on", from: "19:00", until: "08:00", weekends: true, zone: "Europe/Berlin" };

    assert.deepEqual(readQuiet(["19:00-8:00", "weekends", "Europe/Berlin"]), wish);
    assert.deepEqual(readQuiet(["europe/berlin", "Weekend", "19:00–08:00"]), wish);
    assert.deepEqual(readQuiet(["weekends"]), { kind: "on", from: "", until: "", weekends: true });
    assert.deepEqual(readQuiet(["OFF"]), { kind: "off" });
  });

  const refused: readonly (readonly [
    string,
    "ALERT_QUIET_MISSING" | "ALERT_HOURS_UNKNOWN" | "ALERT_ZONE_UNKNOWN",
  ])[] = [
    ["", "ALERT_QUIET_MISSING"],
    ["Europe/Berlin", "ALERT_QUIET_MISSING"],
    ["19:00", "ALERT_HOURS_UNKNOWN"],
    ["25:00-08:00", "ALERT_HOURS_UNKNOWN"],
    ["19:60-08:00", "ALERT_HOURS_UNKNOWN"],
    ["19:00-19:00", "ALERT_HOURS_UNKNOWN"],
    ["7pm-8am", "ALERT_HOURS_UNKNOWN"],
    ["19:00-08:00 Mars/Olympus", "ALERT_ZONE_UNKNOWN"],
  ];
  for (const [words, code] of refused)
    it(`is refused with an example: "${words}"`, () => {
      const read = () => readQuiet(words.split(" ").filter((word) => word !== ""));

      assert.throws(
        read,
        (error) => isFault(error, code) && error.sentence.includes("`alerts quiet 19:00-08:00"),
      );
    });
});

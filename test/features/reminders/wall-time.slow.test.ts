import assert from "node:assert/strict";
import {
  isZone,
  lastRun,
  nextRun,
  printDays,
  printMoment,
} from "../../../src/features/reminders/wall-time.ts";

const DAILY = [1, 2, 3, 4, 5, 6, 7];
const WEEKDAYS = [1, 2, 3, 4, 5];

const RUNS: readonly [name: string, zone: string, time: string, after: string, runs: readonly string[]][] = [
  [
    "before summer time in Berlin",
    "Europe/Berlin",
    "09:30",
    "2026-03-28T09:00:00Z",
    ["2026-03-29T07:30:00Z", "2026-03-30T07:30:00Z"],
  ],
  [
    "the last winter morning in Berlin",
    "Europe/Berlin",
    "09:30",
    "2026-03-27T09:00:00Z",
    ["2026-03-28T08:30:00Z"],
  ],
  [
    "a time that is skipped in Berlin",
    "Europe/Berlin",
    "02:30",
    "2026-03-28T02:00:00Z",
    ["2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z"],
  ],
  [
    "the first minute that is skipped",
    "Europe/Berlin",
    "02:00",
    "2026-03-28T02:00:00Z",
    ["2026-03-29T01:00:00Z", "2026-03-30T00:00:00Z"],
  ],
  [
    "a time that comes twice in Berlin, once",
    "Europe/Berlin",
    "02:30",
    "2026-10-24T01:00:00Z",
    ["2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z"],
  ],
  ["between the two in Berlin", "Europe/Berlin", "02:30", "2026-10-25T00:45:00Z", ["2026-10-26T01:30:00Z"]],
  [
    "a time that is skipped in New York",
    "America/New_York",
    "02:15",
    "2026-03-07T08:00:00Z",
    ["2026-03-08T07:00:00Z", "2026-03-09T06:15:00Z"],
  ],
  [
    "a time that comes twice in New York",
    "America/New_York",
    "01:30",
    "2026-10-31T06:00:00Z",
    ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"],
  ],
  [
    "half an hour skipped at Lord Howe",
    "Australia/Lord_Howe",
    "02:15",
    "2026-10-02T17:00:00Z",
    ["2026-10-03T15:30:00Z", "2026-10-04T15:15:00Z"],
  ],
  [
    "half an hour twice at Lord Howe",
    "Australia/Lord_Howe",
    "01:45",
    "2026-04-03T16:00:00Z",
    ["2026-04-04T14:45:00Z", "2026-04-05T15:15:00Z"],
  ],
  [
    "the day that Samoa left out",
    "Pacific/Apia",
    "09:30",
    "2011-12-29T19:00:00Z",
    ["2011-12-29T19:30:00Z", "2011-12-30T19:30:00Z"],
  ],
  [
    "summer time in Samoa",
    "Pacific/Apia",
    "03:30",
    "2020-09-25T15:00:00Z",
    ["2020-09-26T14:00:00Z", "2020-09-27T13:30:00Z"],
  ],
  [
    "a gap that ends at midnight in Nuuk",
    "America/Nuuk",
    "23:30",
    "2026-03-27T12:00:00Z",
    ["2026-03-28T01:30:00Z", "2026-03-29T01:00:00Z"],
  ],
];

describe("times of day in a timezone", () => {
  for (const [name, zone, timeOfDay, after, runs] of RUNS)
    it(`run at the right moment: ${name}`, () => {
      const rule = { days: DAILY, timeOfDay, zone };
      const found: Date[] = [];
      while (found.length < runs.length) found.push(nextRun(rule, found.at(-1) ?? new Date(after)));

      assert.deepEqual(
        found.map((run) => run.toISOString()),
        runs.map((run) => run.replace("Z", ".000Z")),
      );
      for (const run of found) assert.deepEqual(lastRun(rule, run), run);
    });

  it("don't run on the Friday that Samoa left out", () => {
    const rule = { days: [5], timeOfDay: "09:30", zone: "Pacific/Apia" };

    assert.equal(nextRun(rule, new Date("2011-12-24T00:00:00Z")).toISOString(), "2012-01-05T19:30:00.000Z");
  });

  it("run on the days that are named in the zone, not in UTC", () => {
    const rule = { days: WEEKDAYS, timeOfDay: "08:00", zone: "Pacific/Auckland" };

    const run = nextRun(rule, new Date("2026-11-20T12:00:00Z"));

    assert.equal(run.toISOString(), "2026-11-22T19:00:00.000Z");
    assert.equal(printMoment(run, rule.zone), "Mon 23 Nov, 08:00");
  });

  it("meet every day once in a year of every kind of zone", () => {
    for (const zone of ["Europe/Berlin", "Australia/Lord_Howe"])
      for (const timeOfDay of ["01:30", "02:30"]) {
        const rule = { days: DAILY, timeOfDay, zone };
        let at = nextRun(rule, new Date("2026-01-01T12:00:00Z"));
        for (let day = 0; day < 365; day += 1) {
          const next = nextRun(rule, at);
          const hours = (next.getTime() - at.getTime()) / 3_600_000;
          assert.ok(hours >= 22.5 && hours <= 25.5, `${zone} ${timeOfDay} ${next.toISOString()}`);
          at = next;
        }
      }
  });

  it("refuse a rule that never runs", () => {
    assert.throws(() => nextRun({ days: [], timeOfDay: "09:30", zone: "UTC" }, new Date()), RangeError);
    assert.throws(
      () => nextRun({ days: DAILY, timeOfDay: "09:30", zone: "Not/There" }, new Date()),
      RangeError,
    );
  });

  it("are told shortly", () => {
    assert.equal(printDays([7, 6, 5, 4, 3, 2, 1]), "daily");
    assert.equal(printDays(WEEKDAYS), "weekdays");
    assert.equal(printDays([5, 1]), "Mon, Fri");
  });

  it("know zones by continent and city only", () => {
    assert.deepEqual(["Europe/Berlin", "America/Argentina/Salta", "Asia/Kolkata"].map(isZone), [
      true,
      true,
      true,
    ]);
    assert.deepEqual(["EST", "+02:00", "Europe/Berln", "a/b", ""].map(isZone), [
      false,
      false,
      false,
      false,
      false,
    ]);
  });
});

import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { toWords } from "../../../src/core/grammar.ts";
import {
  fromStored,
  NO_FILTERS,
  printFilters,
  readFilters,
  toStored,
} from "../../../src/features/reminders/filters.ts";
import { isMeant, toReviewSearch } from "../../../src/features/reminders/look.ts";
import { readReminder, readTime } from "../../../src/features/reminders/words.ts";
import { nearestZones, readZone } from "../../../src/features/reminders/zones.ts";
import { aPull } from "./world.ts";

type Code = Parameters<typeof isFault>[1];

const SAID: readonly [said: string, days: readonly number[], time: string, zone: string | undefined][] = [
  ["weekdays 09:30 Europe/Berlin", [1, 2, 3, 4, 5], "09:30", "Europe/Berlin"],
  ["daily 9am", [1, 2, 3, 4, 5, 6, 7], "09:00", undefined],
  ["every monday and thursdays at 5:30 pm in america/new_york", [1, 4], "17:30", "America/New_York"],
  ["mon,wed,fri 12am utc", [1, 3, 5], "00:00", "UTC"],
  ["Fri, MON 12:00pm", [1, 5], "12:00", undefined],
  ["sat-mon 23:59 Asia/Kolkata", [1, 6, 7], "23:59", "Asia/Kolkata"],
  ["tues,thurs 7.05 -label:wip", [2, 4], "07:05", undefined],
  ["09:30 on mon and tue-wed Europe/Berlin -label:x", [1, 2, 3], "09:30", "Europe/Berlin"],
  ["9 am weekdays", [1, 2, 3, 4, 5], "09:00", undefined],
  ["weekends 00:00 +label:x", [6, 7], "00:00", undefined],
];

const MISTAKES: readonly [said: string, code: Code][] = [
  ["fryday 09:30", "REMINDER_DAY_UNKNOWN"],
  ["mon-wed-fri 09:30", "REMINDER_DAY_UNKNOWN"],
  ["mon- 09:30", "REMINDER_DAY_UNKNOWN"],
  ["09:30", "REMINDER_TIME_MISSING"],
  ["09:30 Europe/Berlin", "REMINDER_TIME_MISSING"],
  ["constructor 09:30", "REMINDER_DAY_UNKNOWN"],
  ["weekdays", "REMINDER_TIME_MISSING"],
  ["weekdays 24:00", "REMINDER_TIME_UNKNOWN"],
  ["weekdays 09:60", "REMINDER_TIME_UNKNOWN"],
  ["weekdays 9", "REMINDER_TIME_UNKNOWN"],
  ["weekdays 13pm", "REMINDER_TIME_UNKNOWN"],
  ["weekdays 0am", "REMINDER_TIME_UNKNOWN"],
  ["weekdays 09:30 Mars/Olympus", "REMINDER_ZONE_UNKNOWN"],
  ["weekdays 09:30 +02:00", "REMINDER_FILTER_UNKNOWN"],
  ["weekdays 09:30 UTC UTC", "REMINDER_FILTER_UNKNOWN"],
  ["weekdays 09:30 UTC -label:", "REMINDER_FILTER_INVALID"],
  ['weekdays 09:30 UTC -label:"a`b"', "REMINDER_FILTER_INVALID"],
  ["weekdays 09:30 UTC -author:two--hyphens", "REMINDER_FILTER_INVALID"],
  ["weekdays 09:30 UTC for:a/b/c", "REMINDER_FILTER_INVALID"],
  ["weekdays 09:30 UTC older:0d", "REMINDER_FILTER_INVALID"],
  ["weekdays 09:30 UTC drafts:maybe", "REMINDER_FILTER_INVALID"],
  ["weekdays 09:30 UTC -label:a,b,c,d,e,f,g,h,i,j,k", "REMINDER_FILTERS_MANY"],
];

describe("what is said of a reminder", () => {
  for (const [said, days, timeOfDay, zone] of SAID)
    it(`is understood: ${said}`, () => {
      const { filters: _filters, ...read } = readReminder(toWords(said)) ?? {};

      assert.deepEqual(read, { days, timeOfDay, ...(zone !== undefined && { zone }) });
    });

  for (const [said, code] of MISTAKES)
    it(`is refused: ${said}`, () => {
      assert.throws(
        () => readReminder(toWords(said)),
        (error) => isFault(error, code),
      );
    });

  it("is nothing without words", () => {
    assert.equal(readReminder([]), undefined);
  });

  it("narrows and widens, is kept, and printed as it would be said", () => {
    const said =
      '+label:bug,"good first issue" -label:wip -author:dependabot -title:"do not merge" for:octo/backend older:2d stale:90m drafts:on approved:on changes:off requested:on';

    const filters = readFilters(toWords(said));

    assert.equal(printFilters(filters), said);
    assert.deepEqual(fromStored(toStored(filters)), filters);
    assert.equal(printFilters(NO_FILTERS), "");
    assert.deepEqual(fromStored({}), NO_FILTERS);
  });

  it("adds names to those said before, each once", () => {
    const filters = readFilters(["-label:wip", "-label:wip,later", "-author:@jon"]);

    assert.deepEqual(filters.notLabels, ["wip", "later"]);
    assert.deepEqual(filters.notAuthors, ["jon"]);
  });

  it("asks GitHub for what was opened and touched long enough ago", () => {
    const artifact = { type: "Repo", id: "1", name: "octo/hello" } as const;
    const now = new Date("2026-03-10T12:00:00Z");

    const search = toReviewSearch(artifact, readFilters(["older:2d", "stale:3h"]), now);

    assert.deepEqual(search.createdBefore, new Date("2026-03-08T12:00:00Z"));
    assert.deepEqual(search.updatedBefore, new Date("2026-03-10T09:00:00Z"));
  });

  it("leaves out what a search can't be asked for", () => {
    const left = (said: string, pull: Parameters<typeof aPull>[0]): boolean =>
      !isMeant(aPull(pull), readFilters(toWords(said)));

    assert.ok(left("-author:Dependabot[bot]", { authorLogin: "dependabot" }));
    assert.ok(left('-title:"do not"', { title: "[DO NOT merge] Warm the stove" }));
    assert.ok(left("requested:on", { reviewers: [] }));
    assert.ok(left("", { review: "approved" }));
    assert.ok(!left("approved:on", { review: "approved" }));
    assert.ok(left("changes:off", { review: "changes-requested" }));
    assert.ok(!left("requested:on -author:jo -title:cold", { reviewers: ["mira"] }));
  });

  it("knows times of day as people write them", () => {
    assert.deepEqual(["7:15", "07:15", "7.15am", "7:15 a.m."].map(readTime), Array(4).fill("07:15"));
  });

  it("names zones that may be meant", () => {
    assert.deepEqual(nearestZones("Berlin"), ["Europe/Berlin"]);
    assert.deepEqual(nearestZones("Europe/Belrin"), ["Europe/Berlin"]);
    assert.deepEqual(nearestZones("New York"), ["America/New_York"]);
    assert.deepEqual(nearestZones("PST"), ["America/Los_Angeles"]);
    assert.deepEqual(nearestZones("constructor"), []);
    assert.deepEqual(nearestZones("x".repeat(5_000)), []);
    assert.equal(readZone("EUROPE/BERLIN"), "Europe/Berlin");
    assert.equal(readZone("gmt"), "UTC");
    assert.equal(readZone("Etc/Nowhere"), undefined);
  });
});

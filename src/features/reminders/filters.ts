import { z } from "zod";
import { DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";

/** Which pull requests a reminder lists; as kept with the schedule. */
export interface ReminderFilters {
  /** One of these is enough. */
  readonly labels: readonly string[];
  readonly notLabels: readonly string[];
  readonly notAuthors: readonly string[];
  readonly notTitles: readonly string[];
  /** A login, or `org/team`: whose review is asked for. */
  readonly reviewer: string;
  readonly olderMinutes: number;
  readonly staleMinutes: number;
  readonly drafts: boolean;
  readonly approved: boolean;
  /** Those whose author is to change something. */
  readonly changes: boolean;
  /** Only those where a review is asked of somebody by name. */
  readonly requested: boolean;
}

export const NO_FILTERS: ReminderFilters = {
  labels: [],
  notLabels: [],
  notAuthors: [],
  notTitles: [],
  reviewer: "",
  olderMinutes: 0,
  staleMinutes: 0,
  drafts: false,
  approved: false,
  changes: true,
  requested: false,
};

const words = z.array(z.string().max(100)).max(20);
const schema: z.ZodType<ReminderFilters> = z.object({
  labels: words,
  notLabels: words,
  notAuthors: words,
  notTitles: words,
  reviewer: z.string(),
  olderMinutes: z.int(),
  staleMinutes: z.int(),
  drafts: z.boolean(),
  approved: z.boolean(),
  changes: z.boolean(),
  requested: z.boolean(),
});

/** As the store keeps them. */
export function toStored(filters: ReminderFilters): JsonObject {
  const { labels, notLabels, notAuthors, notTitles } = filters;
  const lists = { labels: [...labels], notLabels: [...notLabels], notAuthors: [...notAuthors] };
  return { ...filters, ...lists, notTitles: [...notTitles] };
}

export function fromStored(stored: JsonObject): ReminderFilters {
  return schema.parse({ ...NO_FILTERS, ...stored });
}

const MOST_NAMES = 10;
const LONGEST_NAME = 50;
const LOGIN = /^[A-Za-z\d](?:[A-Za-z\d]|[-_](?=[A-Za-z\d])){0,38}(?:\[bot\])?$/;
const TEAM = /^[A-Za-z\d][\w-]{0,38}\/[\w.-]{1,100}$/;
// What would end a quoted name in a search of GitHub, or mean something when it is shown again.
// eslint-disable-next-line no-control-regex
const UNSEARCHABLE = /["`<>{}\\\u0000-\u001f]/;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

type Lists = "labels" | "notLabels" | "notAuthors" | "notTitles";
const LISTS: Readonly<Record<string, Lists>> = {
  "+label": "labels",
  label: "labels",
  "-label": "notLabels",
  "-author": "notAuthors",
  "-title": "notTitles",
};
type Switches = "drafts" | "approved" | "changes" | "requested";
const SWITCHES: readonly Switches[] = ["drafts", "approved", "changes", "requested"];

/** Reads `-label:wip older:2d drafts:on`. Throws REMINDER_FILTER_UNKNOWN, REMINDER_FILTER_INVALID, REMINDER_FILTERS_MANY. */
export function readFilters(given: readonly string[]): ReminderFilters {
  return given.reduce(readFilter, NO_FILTERS);
}

function readFilter(filters: ReminderFilters, given: string): ReminderFilters {
  const at = given.indexOf(":");
  const key = given.slice(0, Math.max(0, at)).toLowerCase();
  const value = given.slice(at + 1);
  const list = Object.entries(LISTS).find(([name]) => name === key)?.[1];
  if (list !== undefined) return { ...filters, [list]: addNames(filters[list], value, key) };
  const flag = SWITCHES.find((name) => name === key);
  if (flag !== undefined) return { ...filters, [flag]: readSwitch(value, key) };
  if (key === "older") return { ...filters, olderMinutes: readMinutes(value, key) };
  if (key === "stale") return { ...filters, staleMinutes: readMinutes(value, key) };
  if (key === "for") return { ...filters, reviewer: readReviewer(value) };
  throw faults.REMINDER_FILTER_UNKNOWN({ given: shown(given) });
}

function addNames(before: readonly string[], value: string, key: string): readonly string[] {
  const names = splitNames(value);
  const example = key === "-author" ? "-author:dependabot" : `${key}:wip`;
  const isBad = (name: string): boolean =>
    UNSEARCHABLE.test(name) || name.length > LONGEST_NAME || (key === "-author" && !LOGIN.test(name));
  const bad = names.find(isBad);
  if (names.length === 0 || bad !== undefined) throw invalid(key, bad ?? value, example);
  const all = [...new Set([...before, ...names])];
  if (all.length > MOST_NAMES) throw faults.REMINDER_FILTERS_MANY({ most: MOST_NAMES });
  return all;
}

/** `a,"b, c"`: quotes hold blanks and commas together. */
function splitNames(value: string): readonly string[] {
  const names = [...value.matchAll(/"([^"]*)"|([^,]+)/g)].map(([, inQuotes, bare]) =>
    (inQuotes ?? bare ?? "").trim(),
  );
  return names.filter((name) => name !== "").map((name) => name.replace(/^@/, ""));
}

function readSwitch(value: string, key: string): boolean {
  const said = value.toLowerCase();
  if (said !== "on" && said !== "off")
    throw invalid(key, value, `${key}:${key === "changes" ? "off" : "on"}`);
  return said === "on";
}

function readMinutes(value: string, key: string): number {
  const parts = /^(\d{1,3})([mhdw])$/i.exec(value);
  const unit = UNITS[parts?.[2]?.toLowerCase() ?? ""];
  const count = Number(parts?.[1] ?? "0");
  if (unit === undefined || count === 0) throw invalid(key, value, `${key}:2d`);
  return (count * unit) / MINUTE;
}

function readReviewer(value: string): string {
  const name = value.replace(/^@/, "");
  if (!LOGIN.test(name) && !TEAM.test(name)) throw invalid("for", value, "for:octo/backend");
  return name;
}

function invalid(key: string, given: string, example: string): Error {
  return faults.REMINDER_FILTER_INVALID({ filter: `${key}:`, given: shown(given), example });
}

function shown(given: string): string {
  return escapeMarkdown((given.length > 60 ? `${given.slice(0, 59)}…` : given).toWellFormed());
}

/** As they would be typed, without those that are so anyhow; `''` for none. */
export function printFilters(filters: ReminderFilters): string {
  const names = (key: string, list: readonly string[]): readonly string[] =>
    list.length === 0 ? [] : [`${key}:${list.map(quoted).join(",")}`];
  const switches = SWITCHES.filter((name) => filters[name] !== NO_FILTERS[name]);
  return [
    ...names("+label", filters.labels),
    ...names("-label", filters.notLabels),
    ...names("-author", filters.notAuthors),
    ...names("-title", filters.notTitles),
    ...(filters.reviewer === "" ? [] : [`for:${filters.reviewer}`]),
    ...(filters.olderMinutes === 0 ? [] : [`older:${printMinutes(filters.olderMinutes)}`]),
    ...(filters.staleMinutes === 0 ? [] : [`stale:${printMinutes(filters.staleMinutes)}`]),
    ...switches.map((name) => `${name}:${filters[name] ? "on" : "off"}`),
  ].join(" ");
}

function quoted(name: string): string {
  return /[\s,]/.test(name) ? `"${name}"` : name;
}

function printMinutes(minutes: number): string {
  if (minutes % (DAY / MINUTE) === 0) return `${String((minutes * MINUTE) / DAY)}d`;
  return minutes % 60 === 0 ? `${String(minutes / 60)}h` : `${String(minutes)}m`;
}

import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { findZone } from "./quiet-hours.ts";

/** What `alerts quiet …` asks for. */
export type QuietWish =
  | { readonly kind: "off" }
  | {
      readonly kind: "on";
      /** `''` when only weekends are meant. */
      readonly from: string;
      readonly until: string;
      readonly weekends: boolean;
      readonly zone?: string;
    };

const HOURS = /^(\d{1,2}):(\d{2})[-\u2013\u2014](\d{1,2}):(\d{2})$/;

/** Reads `19:00-08:00 weekends Europe/Berlin`, in any order; throws a fault with an example. */
export function readQuiet(words: readonly string[]): QuietWish {
  if (words.length === 1 && words[0]?.toLowerCase() === "off") return { kind: "off" };
  let hours: { readonly from: string; readonly until: string } | undefined;
  let weekends = false;
  let zone: string | undefined;
  for (const word of words) {
    if (/^weekends?$/i.test(word)) weekends = true;
    else if (/^\d/.test(word)) hours = readHours(word);
    else zone = findZone(word) ?? refuseZone(word);
  }
  if (hours === undefined && !weekends) throw faults.ALERT_QUIET_MISSING();
  const zoned = zone === undefined ? {} : { zone };
  return { kind: "on", from: hours?.from ?? "", until: hours?.until ?? "", weekends, ...zoned };
}

function readHours(word: string): { readonly from: string; readonly until: string } {
  const [, fromHour = "", fromMinute = "", untilHour = "", untilMinute = ""] = HOURS.exec(word) ?? [];
  const from = toTime(fromHour, fromMinute);
  const until = toTime(untilHour, untilMinute);
  if (from === undefined || until === undefined || from === until)
    throw faults.ALERT_HOURS_UNKNOWN({ given: toGiven(word) });
  return { from, until };
}

function toTime(hour: string, minute: string): string | undefined {
  if (hour === "" || Number(hour) > 23 || Number(minute) > 59) return undefined;
  return `${hour.padStart(2, "0")}:${minute}`;
}

function refuseZone(word: string): never {
  throw faults.ALERT_ZONE_UNKNOWN({ given: toGiven(word) });
}

function toGiven(word: string): string {
  return escapeMarkdown(word.slice(0, 80).toWellFormed());
}

import { z } from "zod";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { beginOf, endOf } from "./day.ts";
import { KIND_WORDS, typesOf } from "./kinds.ts";

/** Which events are wanted; goes with the card's buttons, so it is read as untrusted. */
export const auditFilter = z.object({
  actorId: z.string().max(100).optional(),
  types: z.array(z.string().max(40)).max(40).optional(),
  /** Of the thing: `octo/hello`. */
  name: z.string().max(200).optional(),
  since: z.iso.datetime().optional(),
  until: z.iso.datetime().optional(),
  /** How the person said it. */
  said: z.string().max(300),
});

export type AuditFilter = z.infer<typeof auditFilter>;

const NAME = /^[\w.-]+\/[\w.-]+$/;
const AGE = /^(\d{1,4})(m|h|d|w)$/i;
const UNITS: Readonly<Record<string, number>> = { m: MINUTE, h: HOUR, d: DAY, w: 7 * DAY };

/** Reads the words of a filter, without mentions. Throws AUDIT_WORD_UNKNOWN, AUDIT_DATE_UNKNOWN. */
export function readFilter(words: readonly string[], now: Date, zone: string): Omit<AuditFilter, "said"> {
  const filter: { types?: string[]; name?: string; since?: string; until?: string } = {};
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const lower = word.toLowerCase();
    const [, count, unit] = AGE.exec(word) ?? [];
    if (lower === "since" || lower === "until") {
      filter[lower] = readDay(lower, rest.shift() ?? "", zone);
    } else if (count !== undefined && unit !== undefined) {
      const age = Number(count) * (UNITS[unit.toLowerCase()] ?? DAY);
      filter.since = addMilliseconds(now, -age).toISOString();
    } else if (NAME.test(word)) {
      filter.name = lower;
    } else {
      filter.types = [...(filter.types ?? []), ...readKind(word)];
    }
  }
  return filter;
}

function readDay(word: "since" | "until", day: string, zone: string): string {
  const at = word === "since" ? beginOf(day, zone) : endOf(day, zone);
  if (at === undefined) throw faults.AUDIT_DATE_UNKNOWN({ given: said(day), word });
  return at.toISOString();
}

function readKind(word: string): readonly string[] {
  const types = typesOf(word);
  if (types.length === 0) throw faults.AUDIT_WORD_UNKNOWN({ given: said(word), kinds: KIND_WORDS });
  return types;
}

function said(text: string): string {
  return escapeMarkdown(text.slice(0, 40).toWellFormed());
}

import { z } from "zod";
import { compareVersions, mergeFacts, type Fact, type Facts } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json.ts";
import { Reason, Subject, SUBJECT_STATES } from "./news.ts";

/** Reasons that a card's row keeps. */
const REASONS_KEPT = 20;
const PREFIX = "reason:";

const Kept = z.record(
  z.string(),
  z.object({
    version: z.object({ at: z.string(), rank: z.number(), attempt: z.number() }),
    value: z.record(z.string(), z.json()),
  }),
);

/** The row of a person's own card: apart from what the same chat may be subscribed to. */
export function toAlertKey(subjectKey: string): string {
  return `alerts/${subjectKey}`;
}

/** What is kept in a card's row; nothing of what isn't in today's form. */
export function readFacts(kept: JsonObject): Facts {
  return Kept.safeParse(kept).data ?? {};
}

export function hasReason(facts: Facts, reason: Pick<Reason, "kind" | "mark">): boolean {
  return facts[toPart(reason)] !== undefined;
}

/** What is known of a subject and of why its person should know, laid over what was known. */
export function addNews(known: Facts, subject: Subject, reasons: readonly Reason[]): Facts {
  const rank = SUBJECT_STATES.indexOf(subject.state);
  const added: Record<string, Fact> = {
    subject: { version: { at: subject.at, rank, attempt: 0 }, value: { ...subject } },
  };
  for (const { kind, mark, by, text, url, at } of reasons)
    added[toPart({ kind, mark })] = {
      version: { at, rank: 0, attempt: 0 },
      value: { kind, mark, by, text, url, at },
    };
  return withoutOldest(mergeFacts(known, added));
}

/** The newest first. */
export function listReasons(facts: Facts): readonly Reason[] {
  return reasonParts(facts).flatMap(([, fact]) => Reason.safeParse(fact.value).data ?? []);
}

export function findSubject(facts: Facts): Subject | undefined {
  return Subject.safeParse(facts["subject"]?.value).data;
}

export function fromFacts(facts: Facts): JsonObject {
  return Object.fromEntries(
    Object.entries(facts).map(([part, { version, value }]) => [part, { version: { ...version }, value }]),
  );
}

function toPart({ kind, mark }: Pick<Reason, "kind" | "mark">): string {
  return `${PREFIX}${kind}:${mark}`;
}

function withoutOldest(facts: Facts): Facts {
  const dropped = new Set(
    reasonParts(facts)
      .slice(REASONS_KEPT)
      .map(([part]) => part),
  );
  if (dropped.size === 0) return facts;
  return Object.fromEntries(Object.entries(facts).filter(([part]) => !dropped.has(part)));
}

function reasonParts(facts: Facts): readonly (readonly [string, Fact])[] {
  return Object.entries(facts)
    .filter(([part]) => part.startsWith(PREFIX))
    .sort((a, b) => compareVersions(b[1].version, a[1].version) || (a[0] < b[0] ? -1 : 1));
}

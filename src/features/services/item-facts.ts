import { createHash } from "node:crypto";
import { z } from "zod";
import type { ServiceItem } from "../../adapters/services/contract/index.ts";
import { ITEM_STATES } from "../../core/items/state.ts";
import type { JsonObject } from "../../core/json.ts";

const text = z.string();

/** An item as a card's row keeps it. */
const Kept = z.object({
  item: z.object({
    ...{ key: text, subjectKey: text, type: text, title: text, url: text, stateText: text, body: text },
    // Rows of earlier versions have none.
    source: text.catch(""),
    state: z.enum(ITEM_STATES),
    facts: z.array(z.object({ name: text, value: text })),
    updatedAt: text,
  }),
});

const LONGEST_SUBJECT = 300;

/** Names the item among a conversation's cards: addresses of services can be long, a subject's key can't. */
export function toSubjectKey(subjectKey: string, provider: string): string {
  if (subjectKey.length <= LONGEST_SUBJECT && /^[\x20-\x7e]+$/.test(subjectKey)) return subjectKey;
  return `${provider}:${createHash("sha256").update(subjectKey).digest("hex")}`;
}

/** Builds end in one of these; nothing comes after it but a build that was started again. */
const OVER: ReadonlySet<string> = new Set(["success", "failure", "unstable", "canceled"]);

/** Undefined for what isn't there, or was written by another version. */
export function readKept(facts: JsonObject): ServiceItem | undefined {
  return Kept.safeParse(facts).data?.item;
}

export function toKept(item: ServiceItem): JsonObject {
  return { item: { ...item, facts: item.facts.map((fact) => ({ ...fact })) } };
}

/** What is known afterwards: webhooks come in any order, so the later change counts, not the later message. */
export function merge(known: ServiceItem | undefined, told: ServiceItem): ServiceItem {
  if (known === undefined) return told;
  const [before, now] = [Date.parse(known.updatedAt), Date.parse(told.updatedAt)];
  // What has no date came along with something else (a comment) and says less than the whole.
  if (Number.isNaN(before) !== Number.isNaN(now)) return Number.isNaN(now) ? known : told;
  if (before !== now && !Number.isNaN(now)) return now > before ? told : known;
  return OVER.has(known.state) && !OVER.has(told.state) ? known : told;
}

import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { findOnlyMention } from "../../core/mentioned-person.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import type { Actor, TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { auditFilter, readFilter, type AuditFilter } from "./filter.ts";
import { findEvents, type AuditScope } from "./find.ts";
import { peopleOf, toRow } from "./row.ts";

/** Whose events the command is about, from who asks. */
export interface AuditKind {
  /** Behind `audit`, and at the end of its buttons' verbs. */
  readonly name: "mine" | "team" | "all";
  readonly toScope: (actor: Actor) => AuditScope;
  readonly toTitle: (actor: Actor) => string;
}

/** Reads what was typed behind `audit`: words and one mention. Throws the AUDIT_ faults. */
export async function toFilter(
  turn: TurnContext,
  words: readonly string[],
  deps: Deps,
): Promise<AuditFilter> {
  const { person } = turn.actor;
  const mention = findOnlyMention(turn.mentions);
  const left = mention === undefined ? words : withoutMention(words, mention.name);
  const filter = readFilter(left, deps.clock.now(), person.timezone ?? "UTC");
  const said = toLine(words.join(" "), 200);
  if (mention === undefined) return { ...filter, said };
  const user = await deps.store.read((reads) => reads.users.findByTeamsUser(person.tenantId, mention.id));
  if (user === undefined) throw faults.AUDIT_PERSON_UNKNOWN({ person: escapeMarkdown(mention.name) });
  return { ...filter, actorId: user.id, said };
}

/** One page of events as a card. `from` is the last event of the page before. */
export async function toAuditCard(
  turn: TurnContext,
  kind: AuditKind,
  filter: AuditFilter,
  from: string | undefined,
  deps: Deps,
): Promise<CardContent> {
  const { actor } = turn;
  const { page, people } = await deps.store.read(async (reads) => {
    const found = await findEvents(kind.toScope(actor), filter, from, reads);
    return { page: found, people: await reads.users.listByIds(peopleOf(found.events)) };
  });
  const byId = new Map(people.map((person) => [person.id, person]));
  const title = kind.toTitle(actor);
  const more: JsonObject = { by: actor.userId, filter: toJson(filter), before: page.before ?? "" };
  return {
    card: "audit/audit",
    summary: `${title}: ${String(page.events.length)} events`,
    data: {
      title,
      said: filter.said === "" ? "" : `Filter: ${toCardText(filter.said, 200)}`,
      rows: page.events.map((event) => toRow(event, byId)),
      note: toNote(page, from),
      verb: `audit.more.${kind.name}`,
      isPaged: from !== undefined,
      hasMore: page.before !== undefined,
      more,
    },
  };
}

function toNote(
  {
    events,
    before,
    isCutShort,
  }: { readonly events: readonly unknown[]; readonly before?: string; readonly isCutShort: boolean },
  from: string | undefined,
): string {
  if (isCutShort && before !== undefined) return "That is what I found so far. More looks further back.";
  if (events.length > 0) return "";
  return from === undefined ? "Nothing is on record." : "Nothing older is on record.";
}

function toJson(filter: AuditFilter): JsonObject {
  return JSON.parse(JSON.stringify(auditFilter.parse(filter))) as JsonObject;
}

/** The mention stands in the text as `@Name`, in as many words as the name has. */
function withoutMention(words: readonly string[], name: string): readonly string[] {
  const at = words.findIndex((word) => word.startsWith("@"));
  if (at === -1) return words;
  return words.toSpliced(at, name.split(/\s+/).filter((word) => word !== "").length);
}

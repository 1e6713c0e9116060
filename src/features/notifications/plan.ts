import type { CardRecord, OutboxBody, OutboxMessage } from "../../adapters/store/contract/index.ts";
import type { ConversationSettings } from "../../core/conversation-settings.ts";
import { compareVersions, mergeFacts, type Facts, type FactVersion } from "../../core/facts.ts";
import { ALWAYS_ON, type Happening } from "../../core/happening.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent, MentionText } from "../../core/message.ts";
import { boundFacts } from "./bounded-facts.ts";
import { toCompactNote, toLooseNote } from "./cards/compact-note.ts";
import { withMentions } from "./cards/with-mentions.ts";
import { hear, type Audience, type Hearing } from "./match.ts";
import { fromFacts, toFact, toFacts } from "./parts.ts";
import { toSubjectCard } from "./subjects.ts";

/** A message ready for the outbox, and what tells whether it says anything new. */
export interface Rendering {
  readonly body: OutboxBody;
  readonly hash: string;
}

export type Render = (content: CardContent) => Rendering;

/** What one happening changes in one conversation. */
export interface Plan {
  readonly facts: JsonObject;
  readonly renderedHash: string;
  readonly rootState: CardRecord["rootState"];
  readonly messages: readonly OutboxMessage[];
}

export interface Occasion {
  readonly happening: Happening;
  readonly audience: Audience;
  /** The conversation's row of the subject, if any. */
  readonly card: CardRecord | undefined;
  /** The fact that says that this delivery's note was posted here. */
  readonly noteMark: string;
  /** Only a delivery that takes more than one transaction can come back to a conversation it has been to. */
  readonly leavesMark: boolean;
  /** Whom the happening's note may mention here. */
  readonly mentions?: readonly MentionText[];
}

/** An occasion as this conversation hears of it. */
interface Heard extends Occasion {
  readonly hearing: Hearing;
  readonly isRooted: boolean;
}

/** Undefined when nothing is to be written: not theirs to know, or known already. */
export function planOccasion(occasion: Occasion, render: Render): Plan | undefined {
  const { happening, audience, card, noteMark, leavesMark } = occasion;
  const isRooted = hasRoot(card);
  const hearing = hear(audience, happening, isRooted);
  if (!isRooted && !listens(hearing, [happening.feature, ...happening.keptFor])) return undefined;
  const heard = { ...occasion, hearing, isRooted };
  const known = card === undefined ? {} : toFacts(card.facts);
  const note = known[noteMark] === undefined ? noteFor(heard) : undefined;
  const marks = note === undefined || !leavesMark ? {} : toMark(noteMark, happening.facts);
  const facts = boundFacts(mergeFacts(known, { ...happening.facts, ...marks }));
  const inThread = audience.settings.threads;
  const root = planRoot(heard, facts, inThread && note !== undefined, render);
  const told = note === undefined ? undefined : planNote(heard, note, facts, root.exists, render);
  const messages = [root.message, told].filter((message) => message !== undefined);
  const kept = fromFacts(facts);
  if (messages.length === 0 && card !== undefined && JSON.stringify(kept) === JSON.stringify(card.facts))
    return undefined;
  return { facts: kept, renderedHash: root.hash, rootState: root.state, messages };
}

/** A root that Teams has forgotten counts: the mailbox turns the next update into a new one. */
function hasRoot(card: CardRecord | undefined): boolean {
  return card !== undefined && (card.rootState !== "none" || card.renderedHash !== "");
}

interface RootPlan {
  readonly exists: boolean;
  readonly state: CardRecord["rootState"];
  readonly hash: string;
  readonly message?: OutboxMessage;
}

function planRoot(
  { happening, audience, hearing, card, isRooted }: Heard,
  facts: Facts,
  hasReply: boolean,
  render: Render,
): RootPlan {
  const before = { exists: isRooted, state: card?.rootState ?? "none", hash: card?.renderedHash ?? "" };
  if (!isRooted && !hasReply && !opensRoot(happening, audience, hearing)) return before;
  const content = toSubjectCard(happening.subjectKey, facts, audience.settings);
  if (content === undefined) return before;
  const { body, hash } = render(content);
  const base = { conversationId: audience.conversationId, subjectKey: happening.subjectKey, body };
  if (!isRooted)
    return {
      exists: true,
      state: "queued",
      hash,
      message: { ...base, kind: "create", lane: "notification" },
    };
  // Teams gave no id for it: nothing can change it any more.
  if (hash === before.hash || before.state === "unaddressable") return before;
  return { ...before, hash, message: { ...base, kind: "update", lane: "state" } };
}

function opensRoot(happening: Happening, { settings }: Audience, hearing: Hearing): boolean {
  if (isUnwanted(happening, settings) || !listens(hearing, [happening.feature])) return false;
  return hearing.asks || (happening.opens && !isHeldBack(happening, settings));
}

function noteFor({ happening, audience, hearing, isRooted, mentions = [] }: Heard): CardContent | undefined {
  const { settings } = audience;
  if (happening.noteNeeds === "mention" && mentions.length === 0) return undefined;
  if (isUnwanted(happening, settings) || !listens(hearing, [happening.feature])) return undefined;
  const needsRoot = happening.noteNeeds === "root" || isHeldBack(happening, settings);
  return needsRoot && !isRooted ? undefined : happening.note;
}

/** What nobody can switch off is told whoever did it. */
function isUnwanted({ byBot, feature }: Happening, { bots }: ConversationSettings): boolean {
  return byBot === true && !bots && feature !== ALWAYS_ON;
}

function isHeldBack({ draft }: Happening, { drafts }: ConversationSettings): boolean {
  return draft === true && !drafts;
}

/**
 * In the subject's thread. Without threads the card tells for itself; where there is none, or somebody is mentioned whom
 * a changed card would not call, a small card of the note's own does.
 */
function planNote(
  { happening, audience, mentions = [] }: Heard,
  note: CardContent,
  facts: Facts,
  isPosted: boolean,
  render: Render,
): OutboxMessage | undefined {
  const { conversationId, settings } = audience;
  const base = { conversationId, lane: "notification" } as const;
  if (!settings.threads) {
    if (isPosted && mentions.length === 0) return undefined;
    const about = toSubjectCard(happening.subjectKey, facts, { style: "compact", threads: true });
    return { ...base, kind: "create", body: withMentions(render(toLooseNote(note, about)).body, mentions) };
  }
  if (!isPosted) return undefined;
  const reply = settings.style === "compact" ? toCompactNote(note) : note;
  const body = withMentions(render(reply).body, mentions);
  return { ...base, kind: "reply", subjectKey: happening.subjectKey, body };
}

function toMark(name: string, facts: Facts): Facts {
  const newest = Object.values(facts)
    .map((fact) => fact.version)
    .sort(compareVersions)
    .at(-1);
  const version: FactVersion = newest ?? { at: "1970-01-01T00:00:00Z", rank: 0, attempt: 0 };
  return { [name]: toFact(version, {}) };
}

function listens({ features, hears }: Hearing, any: readonly Happening["feature"][]): boolean {
  return hears && any.some((feature) => feature === ALWAYS_ON || features.has(feature));
}

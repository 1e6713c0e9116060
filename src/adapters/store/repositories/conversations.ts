import type { ConversationReference } from "../../../core/conversation.ts";
import { newId } from "../../../core/ids.ts";
import { anyOf, inParts } from "../batches.ts";
import type {
  ConversationReader,
  ConversationRecord,
  ConversationRepository,
  NewEvent,
} from "../contract/index.ts";
import { readObject, writeJson } from "../json-text.ts";
import { conversations } from "../models/conversations.ts";
import type { Session } from "../session.ts";
import type { NewRow } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { pruneAway } from "./ended-conversations.ts";
import { createEventRepository } from "./events.ts";
import { refuseWaiting } from "./waiting-messages.ts";

type Row = RowIn<typeof conversations>;

export function createConversationReader(session: Session): ConversationReader {
  const table = session.table(conversations);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toConversationRecord(row);
    },
    findByChannel: async (channelId) => {
      const row = await table.findOne({ channelId });
      return row && toConversationRecord(row);
    },
    listByPloystTeam: async (ploystTeamId) => {
      if (ploystTeamId === "") return [];
      const rows = await table.listAll({ ploystTeamId });
      return rows.map(toConversationRecord);
    },
    listByIds: async (ids) => {
      const found: ConversationRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toConversationRecord));
      return found;
    },
  };
}

export function createConversationRepository(session: Session): ConversationRepository {
  const table = session.table(conversations);
  const reader = createConversationReader(session);
  const create = async (reference: ConversationReference): Promise<ConversationRecord> => {
    const row = newConversation(reference);
    await table.insert(row);
    const record = toConversationRecord(row);
    await recordTransition(session, record, { verb: "created", toState: "active" });
    return record;
  };
  /** Compare-and-swap, so that of two that change it at once one does. Nobody hears weeks later what waited meanwhile. */
  const moveTo = async (
    known: ConversationRecord,
    state: ConversationRecord["state"],
    transition: Pick<Transition, "verb" | "reason">,
  ): Promise<boolean> => {
    const pausedAt = state === "active" ? null : session.clock.now();
    if ((await table.update({ id: known.id, state: known.state }, { state, pausedAt })) === 0) return false;
    await refuseWaiting(session, known.id, "the bot was away");
    await recordTransition(session, known, { ...transition, fromState: known.state, toState: state });
    return true;
  };
  return {
    ...reader,
    ensure: async (reference) => {
      const known = await reader.findByChannel(reference.channelId);
      if (known === undefined) return create(reference);
      const seen = seenAgain(known, reference);
      if (sameAs(known, seen)) return known;
      const { serviceUrl, name, teamId } = seen;
      await table.update({ id: known.id }, { serviceUrl, name, teamId });
      if (known.state !== "active") await moveTo(known, "active", { verb: "resumed" });
      return seen;
    },
    setState: async (id, state, reason) => {
      const known = await reader.find(id);
      if (known === undefined || known.state === state) return false;
      return moveTo(known, state, { verb: "state_changed", reason });
    },
    pruneAway: (before, limit) => pruneAway(session, before, limit),
    rename: async (channelId, name) => {
      const known = await reader.findByChannel(channelId);
      if (known === undefined || known.name === name) return;
      await table.update({ id: known.id }, { name });
      await createEventRepository(session).record({
        ...toEvent(known),
        verb: "renamed",
        data: { from: known.name, to: name },
      });
    },
    linkTeam: async (id, from, to) =>
      (await table.update({ id, ploystTeamId: from }, { ploystTeamId: to })) === 1,
    changeSettings: async (id, change) => {
      // A write first, of nothing new: the row stays locked from here to the commit.
      const met = await table.update({ id }, { outboxSeq: table.plus("outboxSeq", 0) });
      const before = met === 0 ? undefined : await reader.find(id);
      if (before === undefined) return undefined;
      const threads = change.threads ?? before.threads;
      const settings = { ...before.settings, ...change.settings };
      await table.update({ id }, { threads, settings: writeJson(settings) });
      return { before, after: { ...before, threads, settings } };
    },
    listByTeam: async (teamId) => {
      if (teamId === "") return [];
      const rows = await table.listAll({ teamId });
      return rows.map(toConversationRecord);
    },
  };
}

interface Transition {
  readonly verb: string;
  readonly fromState?: string;
  readonly toState: string;
  readonly reason?: string;
}

async function recordTransition(
  session: Session,
  conversation: ConversationRecord,
  { reason, ...transition }: Transition,
): Promise<void> {
  await createEventRepository(session).record({
    ...toEvent(conversation),
    ...transition,
    ...(reason !== undefined && { data: { reason } }),
  });
}

function toEvent({ id, tenantId }: ConversationRecord): Omit<NewEvent, "verb"> {
  const entity = { entityType: "conversation", entityId: id, tenantId };
  return { actorType: "component", actorId: "conversations", ...entity };
}

/** A repeat contact tells the present service URL; a name or team that it doesn't carry is kept. */
function seenAgain(known: ConversationRecord, reference: ConversationReference): ConversationRecord {
  return {
    ...known,
    serviceUrl: reference.serviceUrl,
    name: reference.name === "" ? known.name : reference.name,
    teamId: reference.teamId === "" ? known.teamId : reference.teamId,
    state: "active",
  };
}

function sameAs(known: ConversationRecord, seen: ConversationRecord): boolean {
  return (["serviceUrl", "name", "teamId", "state"] as const).every((field) => known[field] === seen[field]);
}

function newConversation(reference: ConversationReference): NewRow<(typeof conversations)["columns"]> {
  const { tenantId, teamId, channelId, type, serviceUrl, name } = reference;
  return {
    id: newId(),
    tenantId,
    teamId,
    channelId,
    type,
    serviceUrl,
    name,
    threads: type === "channel",
    ploystTeamId: "",
    settings: "{}",
    state: "active",
    pausedAt: null,
    outboxSeq: 0,
  };
}

type Fields = Pick<Row, keyof ConversationRecord>;

function toConversationRecord(row: Fields): ConversationRecord {
  const { id, tenantId, teamId, channelId, type, serviceUrl, name, threads, ploystTeamId, state } = row;
  const settings = readObject(row.settings);
  return {
    ...{ id, tenantId, teamId, channelId, type, serviceUrl, name, threads, ploystTeamId, state },
    settings,
  };
}

import { Op, type WhereOptions } from "sequelize";
import { anyOf, pruneById } from "../batches.ts";
import type { Column, Columns } from "../columns.ts";
import { conversations } from "../models/conversations.ts";
import { chatopssubscription } from "../models/chatopssubscription.ts";
import { tableDefinitions } from "../models.ts";
import type { Session } from "../session.ts";
import type { Where } from "../table.ts";
import type { RowIn, TableDefinition } from "../table-definition.ts";
import { createEventRepository } from "./events.ts";
import { createSubscriptionRepository } from "./subscriptions.ts";

type Conversation = RowIn<typeof conversations>;
interface Owned extends Columns {
  readonly id: Column<string>;
  readonly conversationId: Column<string>;
}

const REASON = "nobody brought the bot back";

/**
 * Ends one conversation to which the bot has not come back since `before`: deletes at most `limit` rows that belong to it
 * and, when nothing is left, its settings, so that who adds the bot later starts anew. Answers `limit` while there may
 * be more to end.
 */
export async function pruneAway(session: Session, before: Date, limit: number): Promise<number> {
  const table = session.table(conversations);
  const away = { state: anyOf(["paused", "gone"]), pausedAt: { [Op.lt]: before } };
  const one = await table.findOne(away, [["pausedAt", "ASC"]]);
  if (one === undefined) return 0;
  // Locks the row to the commit: whoever brings the bot back waits, or was first.
  if ((await table.update({ id: one.id, ...away }, { state: "gone" })) === 0) return limit;

  let left = limit - (await endSubscriptions(session, one, limit));
  for (const definition of ownedTables()) {
    if (left <= 0) return limit;
    left -= await pruneById(session.table(definition), belongsTo(one.id), left);
  }
  if (left <= 0) return limit;
  const threads = one.type === "channel";
  await table.update({ id: one.id }, { pausedAt: null, settings: "{}", ploystTeamId: "", threads });
  await createEventRepository(session).record({ ...component(one), verb: "ended", fromState: one.state });
  return limit;
}

async function endSubscriptions(session: Session, one: Conversation, limit: number): Promise<number> {
  const { channelId } = one;
  const rows = await session
    .table(chatopssubscription)
    .listColumns(["id", "ghArtifactName", "state"], { where: { channelId }, limit });
  const subscriptions = createSubscriptionRepository(session);
  for (const { id } of rows) await subscriptions.delete(id);
  await createEventRepository(session).recordMany(
    rows.map(({ id, ghArtifactName: name, state }) => ({
      ...component(one),
      entityType: "chatopssubscription",
      entityId: id,
      verb: "deleted",
      fromState: state,
      data: { name, reason: REASON },
    })),
  );
  return rows.length;
}

function component({ id, tenantId, teamId }: Conversation): {
  readonly actorType: "component";
  readonly actorId: string;
  readonly tenantId: string;
  readonly teamId: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly data: { readonly reason: string };
} {
  return {
    actorType: "component",
    actorId: "maintenance",
    tenantId,
    teamId,
    entityType: "conversation",
    entityId: id,
    data: { reason: REASON },
  };
}

/** Tables whose rows are found by their conversation; those that aren't expire by themselves, much earlier. */
function ownedTables(): readonly TableDefinition<Owned>[] {
  return tableDefinitions.filter(isOwned);
}

function isOwned(definition: TableDefinition<Columns>): definition is TableDefinition<Owned> {
  const keys = [...definition.unique, ...definition.indexes];
  return "id" in definition.columns && keys.some(([first]) => first === "conversationId");
}

function belongsTo(conversationId: string): Where<Owned> {
  const condition: WhereOptions = { conversationId };
  return condition;
}

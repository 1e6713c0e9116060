import { Op } from "sequelize";
import type {
  SubscriptionHealthReader,
  SubscriptionHealthRecord,
  SubscriptionHealthRepository,
} from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { subscriptionHealth } from "../models/subscription-health.ts";
import type { Session } from "../session.ts";
import type { RowIn } from "../table-definition.ts";

type Row = Omit<RowIn<typeof subscriptionHealth>, "createdAt" | "updatedAt">;
type Change = Partial<Omit<Row, "id">>;

export function createSubscriptionHealthReader(session: Session): SubscriptionHealthReader {
  const table = session.table(subscriptionHealth);
  return {
    list: async (subscriptionIds) => {
      const rows: SubscriptionHealthRecord[] = [];
      for (const ids of inParts(subscriptionIds))
        rows.push(...(await table.list({ where: { id: anyOf(ids) } })).map(toRecord));
      return rows;
    },
  };
}

export function createSubscriptionHealthRepository(session: Session): SubscriptionHealthRepository {
  const table = session.table(subscriptionHealth);
  return {
    ...createSubscriptionHealthReader(session),
    recordDelivery: (subscriptionIds, at) => write(session, subscriptionIds, { lastDeliveryAt: at }),
    recordError: (subscriptionIds, at, error) =>
      write(session, subscriptionIds, { lastErrorAt: at, lastError: error }),
    markRefused: async (subscriptionId, at) => {
      const known = await table.findOne({ id: subscriptionId });
      if (known === undefined) await table.insert({ ...UNKNOWN, id: subscriptionId, refusedAt: at });
      else await table.update({ id: subscriptionId, refusedAt: { [Op.is]: null } }, { refusedAt: at });
    },
    markProven: (subscriptionId, at) => write(session, [subscriptionId], { provenAt: at }),
    clearRefused: async (subscriptionId) => {
      const marked = { id: subscriptionId, refusedAt: { [Op.ne]: null } };
      return (await table.update(marked, { refusedAt: null })) === 1;
    },
  };
}

const UNKNOWN = {
  lastDeliveryAt: null,
  lastErrorAt: null,
  lastError: "",
  refusedAt: null,
  provenAt: null,
} as const;

/** Sorted, so that two that write the same rows wait for each other instead of dying of it. */
async function write(session: Session, subscriptionIds: readonly string[], change: Change): Promise<void> {
  const table = session.table(subscriptionHealth);
  for (const ids of inParts(subscriptionIds.toSorted())) {
    const known = new Set(await table.listColumn("id", { where: { id: anyOf(ids) } }));
    if (known.size > 0) await table.update({ id: anyOf([...known].sort()) }, change);
    const missing = ids.filter((id) => !known.has(id));
    if (missing.length > 0) await table.insertMany(missing.map((id) => ({ id, ...UNKNOWN, ...change })));
  }
}

function toRecord(row: Row): SubscriptionHealthRecord {
  const { id, lastDeliveryAt, lastErrorAt, lastError, refusedAt, provenAt } = row;
  return {
    subscriptionId: id,
    lastError,
    ...(lastDeliveryAt !== null && { lastDeliveryAt }),
    ...(lastErrorAt !== null && { lastErrorAt }),
    ...(refusedAt !== null && { refusedAt }),
    ...(provenAt !== null && { provenAt }),
  };
}

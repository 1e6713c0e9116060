import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { RealmReader, RealmRecord, RealmRepository } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { realms } from "../models/realms.ts";
import { cutName, nameKey } from "../name-key.ts";
import type { Session } from "../session.ts";
import { idAfter } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type Columns = (typeof realms)["columns"];
type Row = Omit<RowIn<typeof realms>, "nameKey" | "updatedAt">;

export function createRealmReader(session: Session): RealmReader {
  const table = session.table(realms);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toRealmRecord(row);
    },
    listByName: async (teamId, name) =>
      (await table.listAll({ teamId, nameKey: nameKey(name) })).map(toRealmRecord),
    listByTeam: async (teamId, { after = "", limit }) => {
      const where = idAfter<Columns>({ teamId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toRealmRecord);
    },
    listByServer: async (serverId, { after = "", limit }) => {
      const where = idAfter<Columns>({ serverId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toRealmRecord);
    },
    listDueForCheck: async (now, limit) => {
      const where = { nextCheckAt: { [Op.lte]: now } };
      return (await table.list({ where, order: [["nextCheckAt", "ASC"]], limit })).map(toRealmRecord);
    },
  };
}

export function createRealmRepository(session: Session): RealmRepository {
  const table = session.table(realms);
  return {
    ...createRealmReader(session),
    save: (realm) => save(session, realm),
    recordCheck: async ({ id, version }, found) => {
      const row = await table.findOne({ id, version });
      if (row === undefined) return undefined;
      const { status, failures, lastError, nextCheckAt } = found;
      const now = session.clock.now();
      const change = {
        ...{ status, failures, lastError, nextCheckAt, checkedAt: now },
        ...(status !== row.status && { statusSince: now }),
      };
      const met = await table.update({ id, version }, { ...change, version: version + 1 });
      return met === 1 && status !== row.status ? { fromState: row.status, toState: status } : undefined;
    },
    postponeCheck: async ({ id, version }, nextCheckAt, statusSince) => {
      const change = { nextCheckAt, ...(statusSince !== undefined && { statusSince }) };
      return (await table.update({ id, version }, change)) === 1;
    },
    leaveOut: async (id, deploymentId) =>
      (await table.update({ id, leftOutBy: null }, { leftOutBy: deploymentId })) === 1,
    remove: async (id) => (await table.delete({ id })) === 1,
    removeByServer: async (serverId) => {
      // A write of nothing new: of two who remove them at once only one finds them.
      await table.update({ serverId }, {});
      const rows = await table.listAll({ serverId });
      for (const ids of inParts(rows.map(({ id }) => id))) await table.delete({ id: anyOf(ids) });
      return rows.map(toRealmRecord);
    },
  };
}

async function save(
  session: Session,
  realm: Parameters<RealmRepository["save"]>[0],
): ReturnType<RealmRepository["save"]> {
  const table = session.table(realms);
  const { teamId, serverId, deploymentId, name, url, meta } = realm;
  const said = { deploymentId, name: cutName(name), url, meta: writeJson(meta) };
  const place = { serverId, nameKey: nameKey(name) };
  const nextCheckAt = realm.nextCheckAt ?? null;
  const anew = {
    ...said,
    status: "starting",
    ...{ statusSince: session.clock.now(), leftOutBy: null },
    ...{ failures: 0, lastError: "", checkedAt: null, nextCheckAt },
  } as const;
  // A write of nothing new: it stays as it is read to the commit.
  const known = (await table.update(place, {})) === 1 ? await table.findOne(place) : undefined;
  if (known === undefined) {
    const row = { id: newId(), teamId, ...place, ...anew, version: 1 };
    // Two first ones at once break the unique key; the loser's transaction is run again.
    await table.insert(row);
    return { after: toRealmRecord({ ...row, createdAt: session.clock.now() }) };
  }
  const before = toRealmRecord(known);
  if (known.leftOutBy === null && isSame(known, said)) return { before, after: before };
  const change = { ...anew, version: known.version + 1 };
  await table.update({ id: known.id }, change);
  return { before, after: toRealmRecord({ ...known, ...change }) };
}

type Said = Pick<Row, "deploymentId" | "name" | "url" | "meta">;

function isSame(known: Said, { deploymentId, name, url, meta }: Said): boolean {
  const isSameName = known.name === name && known.deploymentId === deploymentId;
  return isSameName && known.url === url && known.meta === meta;
}

function toRealmRecord(row: Row): RealmRecord {
  const { id, teamId, serverId, deploymentId, name, url, status, meta, failures, lastError } = row;
  const { statusSince, checkedAt, nextCheckAt, leftOutBy, version, createdAt } = row;
  return {
    ...{ id, teamId, serverId, deploymentId, name, url, status, meta: readObject(meta) },
    ...{ failures, lastError, statusSince: statusSince ?? createdAt, leftOutBy: leftOutBy ?? "" },
    ...(checkedAt !== null && { checkedAt }),
    ...(nextCheckAt !== null && { nextCheckAt }),
    ...{ version, createdAt },
  };
}

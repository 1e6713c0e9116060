import { newId } from "../../../core/ids.ts";
import type { ServerKeyPairReader, ServerKeyPairRecord, ServerKeyPairRepository } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { serverKeyPairs } from "../models/server-key-pairs.ts";
import { servers } from "../models/servers.ts";
import type { Session } from "../session.ts";
import { idAfter } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type Columns = (typeof serverKeyPairs)["columns"];

export function createServerKeyPairReader(session: Session): ServerKeyPairReader {
  const table = session.table(serverKeyPairs);
  return {
    listByServer: async (serverId) => (await table.listAll({ serverId })).map(toServerKeyPairRecord),
    listByServers: async (serverIds) => {
      const found: ServerKeyPairRecord[] = [];
      for (const part of inParts(serverIds))
        found.push(...(await table.listAll({ serverId: anyOf(part) })).map(toServerKeyPairRecord));
      return found;
    },
    listByKeyPairs: async (keyPairIds) => {
      const found: ServerKeyPairRecord[] = [];
      for (const part of inParts(keyPairIds))
        found.push(...(await table.listAll({ keyPairId: anyOf(part) })).map(toServerKeyPairRecord));
      return found;
    },
    listByKeyPair: async (keyPairId, { after = "", limit }) => {
      const where = idAfter<Columns>({ keyPairId }, after);
      const rows = await table.listJoined(
        { where, order: [["id", "ASC"]], limit },
        { server: { definition: servers, columns: ["id"], where: { deletedAt: null } } },
      );
      return rows.map(({ row }) => toServerKeyPairRecord(row));
    },
  };
}

export function createServerKeyPairRepository(session: Session): ServerKeyPairRepository {
  const table = session.table(serverKeyPairs);
  return {
    ...createServerKeyPairReader(session),
    want: async (serverId, keyPairIds) => {
      for (const part of inParts(keyPairIds)) {
        const these = { serverId, keyPairId: anyOf(part) };
        const wanted = { state: "wanted", lastError: "" } as const;
        // First, so that what was unwanted stays locked: nobody removes a row that is counted as there.
        await table.update({ ...these, state: "unwanted" }, wanted);
        const known = new Set(await table.listColumn("keyPairId", { where: these }));
        const missing = part.filter((keyPairId) => !known.has(keyPairId));
        // Two who want the same pair at once break the unique key; the loser's transaction is run again.
        await table.insertMany(missing.map((keyPairId) => ({ id: newId(), serverId, keyPairId, ...wanted })));
      }
    },
    markAttached: async (serverId, keyPairId) => {
      const attached = { state: "attached", lastError: "" } as const;
      return (await table.update({ serverId, keyPairId, state: "wanted" }, attached)) === 1;
    },
    unwant: async (serverId, keyPairId) => {
      const state = anyOf(["wanted", "attached"]);
      const unwanted = { state: "unwanted", lastError: "" } as const;
      return (await table.update({ serverId, keyPairId, state }, unwanted)) === 1;
    },
    remove: async (serverId, keyPairId) =>
      (await table.delete({ serverId, keyPairId, state: "unwanted" })) === 1,
    removeAll: async (serverId) => {
      await table.delete({ serverId });
    },
    recordError: async (serverId, keyPairId, lastError) => {
      await table.update({ serverId, keyPairId }, { lastError });
    },
  };
}

type Row = Omit<RowIn<typeof serverKeyPairs>, "createdAt" | "updatedAt">;

function toServerKeyPairRecord({ id, serverId, keyPairId, state, lastError }: Row): ServerKeyPairRecord {
  return { id, serverId, keyPairId, state, lastError };
}

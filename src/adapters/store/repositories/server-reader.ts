import { Op } from "sequelize";
import type { ServerReader, ServerRecord } from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { teamNameKey } from "../live-names.ts";
import { servers } from "../models/servers.ts";
import type { Session } from "../session.ts";
import { idAfter } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type Columns = (typeof servers)["columns"];
type Row = Omit<RowIn<typeof servers>, "liveKey" | "updatedAt">;

export function createServerReader(session: Session): ServerReader {
  const table = session.table(servers);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toServerRecord(row);
    },
    listByIds: async (ids) => {
      const found: ServerRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toServerRecord));
      return found;
    },
    findByName: async (teamId, name) => {
      const row = await table.findOne({ liveKey: teamNameKey(teamId, name) });
      return row && toServerRecord(row);
    },
    listByTeam: async (teamId, { after = "", limit }) => {
      const where = idAfter<Columns>({ teamId, deletedAt: null }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toServerRecord);
    },
    listByCloud: async (cloudId, { after = "", limit }) => {
      const where = idAfter<Columns>({ cloudId, deletedAt: null }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toServerRecord);
    },
    countByCloud: (cloudId) => table.count({ cloudId, deletedAt: null }),
    countByClouds: async (cloudIds) => {
      const counts = new Map<string, number>();
      for (const part of inParts(cloudIds)) {
        const where = { cloudId: anyOf(part), deletedAt: null };
        for (const [cloudId, count] of Object.entries(await table.countBy("cloudId", where)))
          counts.set(cloudId, count);
      }
      return counts;
    },
    listDueForCheck: async (before, limit) => {
      const status = anyOf(["online", "offline"]);
      // Apart, because databases differ in whether NULL comes first.
      const unseen = await table.list({ where: { status, checkedAt: null }, order: [["id", "ASC"]], limit });
      const seen = await table.list({
        where: { status, checkedAt: { [Op.lt]: before } },
        order: [["checkedAt", "ASC"]],
        limit,
      });
      return [...unseen, ...seen].slice(0, limit).map(toServerRecord);
    },
  };
}

export function toServerRecord(row: Row): ServerRecord {
  const { id, teamId, cloudId, environmentId, name, os, status, image, size, region } = row;
  const { privateAddress, publicAddress, sshUser, sshPort, providerId, clientToken } = row;
  const { hostKeyFingerprint, requestedBy, conversationId, threadRootId, lastError, version } = row;
  const { checkedAt, deleteAfter, createdAt, deletedAt } = row;
  return {
    ...{ id, teamId, cloudId, environmentId, name, os, status, image, size, region },
    ...{ privateAddress, publicAddress, sshUser, sshPort, providerId, clientToken },
    ...{ hostKeyFingerprint, requestedBy, conversationId, threadRootId, lastError },
    ...(checkedAt !== null && { checkedAt }),
    ...(deleteAfter !== null && { deleteAfter }),
    ...{ version, createdAt },
    ...(deletedAt !== null && { deletedAt }),
  };
}

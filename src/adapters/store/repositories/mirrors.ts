import { newId } from "../../../core/ids.ts";
import type { MirrorReader, MirrorRecord, MirrorRepository } from "../contract/index.ts";
import { mirrors } from "../models/mirrors.ts";
import type { Session } from "../session.ts";
import { idAfter, listByCursor } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { moveState } from "../transitions.ts";

type Columns = (typeof mirrors)["columns"];
type Row = Omit<RowIn<typeof mirrors>, "createdAt" | "updatedAt">;

export function createMirrorReader(session: Session): MirrorReader {
  const table = session.table(mirrors);
  return {
    find: async (workerId, repositoryUrl) => {
      const row = await table.findOne({ workerId, repositoryUrl });
      return row && toMirrorRecord(row);
    },
    listByWorker: async (workerId, { after = "", limit }) => {
      const where = idAfter<Columns>({ workerId }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toMirrorRecord);
    },
    listLeastUsed: async (workerId, limit) => {
      const where = { workerId, state: "ready" };
      return (await table.list({ where, order: [["lastUsedAt", "ASC"]], limit })).map(toMirrorRecord);
    },
    totalBytes: async (workerId) => {
      const rows = await listByCursor((after) =>
        table.listColumns(["id", "bytes"], {
          where: idAfter<Columns>({ workerId }, after),
          order: [["id", "ASC"]],
        }),
      );
      return rows.reduce((total, { bytes }) => total + bytes, 0);
    },
  };
}

export function createMirrorRepository(session: Session): MirrorRepository {
  const table = session.table(mirrors);
  return {
    ...createMirrorReader(session),
    ensure: async ({ workerId, repositoryUrl, path }) => {
      const lastUsedAt = session.clock.now();
      const known = await table.findOne({ workerId, repositoryUrl });
      if (known !== undefined) {
        await table.update({ id: known.id }, { path, lastUsedAt });
        return toMirrorRecord({ ...known, path, lastUsedAt });
      }
      const row = {
        ...{ id: newId(), workerId, repositoryUrl, path, lastUsedAt },
        state: "queued",
        ...{ headAt: null, bytes: 0, lastError: "" },
      } as const;
      // Two first ones at once break the unique key; the loser's transaction is run again.
      await table.insert(row);
      return toMirrorRecord(row);
    },
    startCloning: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["queued", "failed", "ready"],
        to: "cloning",
        write: (state) =>
          table.update({ id, state }, { state: "cloning", headAt: null, bytes: 0, lastError: "" }),
      }),
    markReady: (id, bytes) => {
      const headAt = session.clock.now();
      return moveState({
        find: () => table.findOne({ id }),
        from: ["cloning", "failed", "ready"],
        to: "ready",
        write: (state) => table.update({ id, state }, { state: "ready", headAt, bytes, lastError: "" }),
      });
    },
    markFailed: (id, lastError) =>
      moveState({
        find: () => table.findOne({ id }),
        from: ["queued", "cloning", "ready", "failed"],
        to: "failed",
        write: (state) => table.update({ id, state }, { state: "failed", lastError }),
      }),
    touch: async (id) => {
      await table.update({ id }, { lastUsedAt: session.clock.now() });
    },
    remove: async (id) => (await table.delete({ id })) === 1,
  };
}

function toMirrorRecord(row: Row): MirrorRecord {
  const { id, repositoryUrl, workerId, path, state, headAt, bytes, lastError, lastUsedAt } = row;
  return {
    ...{ id, repositoryUrl, workerId, path, state, bytes, lastError, lastUsedAt },
    ...(headAt !== null && { headAt }),
  };
}

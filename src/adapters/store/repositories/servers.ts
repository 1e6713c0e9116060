import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { NewServer, ServerRepository, ServerStatus, Transition } from "../contract/index.ts";
import { teamNameKey } from "../live-names.ts";
import { servers } from "../models/servers.ts";
import { cutName } from "../name-key.ts";
import type { Session } from "../session.ts";
import type { Change, NewRow, Where } from "../table.ts";
import { toOutcome, unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";
import { createServerReader, toServerRecord } from "./server-reader.ts";

type Columns = (typeof servers)["columns"];

const LIVE = { deletedAt: null };
const DELETABLE: readonly ServerStatus[] = ["online", "offline", "failed", "requested", "provisioning"];

export function createServerRepository(session: Session): ServerRepository {
  const table = session.table(servers);
  const reader = createServerReader(session);
  const moved = (): { readonly version: ReturnType<typeof table.plus> } => ({
    version: table.plus("version", 1),
  });
  const change = async (where: Where<Columns>, changed: Change<Columns>): Promise<boolean> =>
    (await table.update({ [Op.and]: [where, LIVE] }, { ...changed, ...moved() })) === 1;
  return {
    ...reader,
    createMany: (added) => {
      const createdAt = session.clock.now();
      const rows = added.map(toRow);
      return unlessTaken(session, async (inner) => {
        await inner.table(servers).insertMany(rows);
        return rows.map((row) => toServerRecord({ ...row, createdAt }));
      });
    },
    move: (id, from, to, beside = {}) =>
      move(session, { id, from, to, change: { ...beside, deleteAfter: null } }),
    hold: async (id) => (await table.update({ id, ...LIVE }, {})) === 1,
    change: (id, beside) => change({ id }, beside),
    pinHostKey: async (id, hostKeyFingerprint) => {
      await change({ id, hostKeyFingerprint: "" }, { hostKeyFingerprint });
      const row = await table.findOne({ id, ...LIVE });
      return row?.hostKeyFingerprint;
    },
    forgetHostKey: async (id, hostKeyFingerprint) =>
      hostKeyFingerprint !== "" && change({ id, hostKeyFingerprint }, { hostKeyFingerprint: "" }),
    setEnvironment: (id, from, to) => change({ id, environmentId: from }, { environmentId: to }),
    requestDelete: (id, deleteAfter) =>
      move(session, { id, from: DELETABLE, to: "deleting", change: { deleteAfter } }),
    cancelDelete: (id) => {
      const inTime = { deleteAfter: { [Op.gt]: session.clock.now() } };
      const back = { deleteAfter: null };
      return move(session, { id, from: ["deleting"], to: "offline", change: back, when: inTime });
    },
    beginDelete: (id) => {
      const due = { [Op.or]: [{ deleteAfter: null }, { deleteAfter: { [Op.lte]: session.clock.now() } }] };
      return change({ id, status: "deleting", ...due }, { deleteAfter: null });
    },
    markDeleted: (id) => {
      const gone = { deleteAfter: null, deletedAt: session.clock.now(), liveKey: id };
      return move(session, { id, from: ["deleting"], to: "deleted", change: gone });
    },
    rename: async (id, name) => {
      const server = await reader.find(id);
      if (server === undefined) return "gone";
      const named = { name: cutName(name), liveKey: teamNameKey(server.teamId, name), ...moved() };
      const met = await unlessTaken(session, (inner) => inner.table(servers).update({ id, ...LIVE }, named));
      return toOutcome(met);
    },
  };
}

interface ServerMove {
  readonly id: string;
  readonly from: readonly ServerStatus[];
  readonly to: ServerStatus;
  readonly change: Change<Columns>;
  /** What else must hold. */
  readonly when?: Where<Columns>;
}

function move(
  session: Session,
  { id, from, to, change, when = {} }: ServerMove,
): Promise<Transition<ServerStatus> | undefined> {
  const table = session.table(servers);
  return moveState({
    find: async () => {
      const row = await table.findOne({ id });
      return row && { state: row.status };
    },
    from,
    to,
    write: (status) =>
      table.update(
        { [Op.and]: [{ id, status }, when] },
        { ...change, status: to, version: table.plus("version", 1) },
      ),
  });
}

function toRow({
  name,
  environmentId = "",
  ...server
}: NewServer): Omit<NewRow<Columns>, "createdAt" | "updatedAt"> {
  return {
    ...server,
    id: newId(),
    name: cutName(name),
    liveKey: teamNameKey(server.teamId, name),
    status: "requested",
    ...{ environmentId, privateAddress: "", providerId: "", hostKeyFingerprint: "", lastError: "" },
    ...{ checkedAt: null, deleteAfter: null, version: 1, deletedAt: null },
  };
}

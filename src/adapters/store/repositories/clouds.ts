import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { JsonObject } from "../../../core/json.ts";
import type {
  AskedCloud,
  CloudReader,
  CloudRecord,
  CloudRepository,
  CloudState,
  Transition,
} from "../contract/index.ts";
import { anyOf, inParts } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { deleteNamed, restoreNamed, teamNameKey } from "../live-names.ts";
import { clouds } from "../models/clouds.ts";
import { cutName, nameKey } from "../name-key.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import { idAfter, type Change } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { unlessTaken } from "../taken.ts";
import { moveState } from "../transitions.ts";

type Columns = (typeof clouds)["columns"];
type Row = Omit<RowIn<typeof clouds>, "updatedAt" | "checkedAt" | "nameKey" | "liveKey">;

const LIVE = { deletedAt: null };

export function createCloudReader(session: Session): CloudReader {
  const table = session.table(clouds);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toCloudRecord(row);
    },
    listByIds: async (ids) => {
      const found: CloudRecord[] = [];
      for (const part of inParts(ids))
        found.push(...(await table.list({ where: { id: anyOf(part) } })).map(toCloudRecord));
      return found;
    },
    findByName: async (teamId, name) => {
      const row = await table.findOne({ liveKey: teamNameKey(teamId, name) });
      return row && toCloudRecord(row);
    },
    listDeletedByName: async (teamId, name) => {
      const rows = await table.list({
        where: { teamId, nameKey: nameKey(name), deletedAt: { [Op.ne]: null } },
        order: [
          ["deletedAt", "DESC"],
          ["id", "DESC"],
        ],
      });
      return rows.map(toCloudRecord);
    },
    listByTeam: async (teamId, { after = "", limit }) => {
      const where = idAfter<Columns>({ teamId, ...LIVE }, after);
      return (await table.list({ where, order: [["id", "ASC"]], limit })).map(toCloudRecord);
    },
    findCredentials: async (id) => {
      const row = await table.findOne({ id });
      const opened = row && rowSecrets(session.vault, clouds.name, id).open("credentials", row.credentials);
      return opened === undefined ? undefined : readObject(opened);
    },
    listDueForVerify: async (before, limit) => {
      const where = { ...LIVE, checkedAt: { [Op.lt]: before }, credentials: { [Op.ne]: null } };
      return (await table.list({ where, order: [["checkedAt", "ASC"]], limit })).map(toCloudRecord);
    },
  };
}

export function createCloudRepository(session: Session): CloudRepository {
  const table = session.table(clouds);
  return {
    ...createCloudReader(session),
    create: (cloud) => create(session, cloud),
    setCredentials: async (id, credentials) => {
      const change = {
        state: "unchecked",
        credentials: seal(session, id, credentials),
        ...{ lastError: "", verifiedAt: null, checkedAt: session.clock.now() },
        version: table.plus("version", 1),
      } as const;
      return (await table.update({ id, ...LIVE }, change)) === 1;
    },
    setSettings: async (id, settings) =>
      (await table.update({ id, ...LIVE }, { settings: writeJson(settings) })) === 1,
    setEnvironment: async (id, from, to) =>
      (await table.update({ id, environmentId: from, ...LIVE }, { environmentId: to })) === 1,
    markActive: (asked) => {
      const now = session.clock.now();
      return recordAsked(session, asked, "active", { verifiedAt: now, checkedAt: now, lastError: "" });
    },
    markInactive: (asked, lastError) =>
      recordAsked(session, asked, "inactive", { checkedAt: session.clock.now(), lastError }),
    hold: async (id) => (await table.update({ id, ...LIVE }, {})) === 1,
    delete: (id) => deleteNamed(session, clouds, id),
    restore: (id) => restoreNamed(session, clouds, id),
  };
}

type NewCloud = Parameters<CloudRepository["create"]>[0];

async function create(
  session: Session,
  { teamId, name, provider, privateNetwork, address, region, settings, credentials }: NewCloud,
): Promise<CloudRecord | undefined> {
  const id = newId();
  const row = {
    ...{ id, teamId, environmentId: "", provider, privateNetwork, address, region },
    ...{ name: cutName(name), nameKey: nameKey(name), liveKey: teamNameKey(teamId, name) },
    credentials: credentials === undefined ? null : seal(session, id, credentials),
    settings: writeJson(settings),
    state: "unchecked",
    ...{ lastError: "", verifiedAt: null, checkedAt: session.clock.now(), version: 1, deletedAt: null },
  } as const;
  return unlessTaken(session, async (inner) => {
    await inner.table(clouds).insert(row);
    return toCloudRecord({ ...row, createdAt: session.clock.now() });
  });
}

function seal(session: Session, id: string, credentials: JsonObject): string | null {
  return rowSecrets(session.vault, clouds.name, id).seal("credentials", writeJson(credentials));
}

const STATES: readonly CloudState[] = ["unchecked", "active", "inactive"];

/** Notes what the provider answered; a transition only where the state is another one afterwards. */
async function recordAsked(
  session: Session,
  { id, version }: AskedCloud,
  to: "active" | "inactive",
  change: Change<Columns>,
): Promise<Transition<CloudState> | undefined> {
  const table = session.table(clouds);
  const asked = { id, version, ...LIVE };
  const moved = await moveState({
    find: () => table.findOne(asked),
    from: STATES.filter((state) => state !== to),
    to,
    write: (state) => table.update({ ...asked, state }, { ...change, state: to }),
  });
  if (moved === undefined) await table.update({ ...asked, state: to }, change);
  return moved;
}

function toCloudRecord(row: Row): CloudRecord {
  const { id, teamId, environmentId, name, provider, privateNetwork, address, region, state } = row;
  const { settings, credentials, lastError, verifiedAt, version, createdAt, deletedAt } = row;
  return {
    ...{ id, teamId, environmentId, name, provider, privateNetwork, address, region },
    settings: readObject(settings),
    hasCredentials: credentials !== null,
    ...{ state, lastError },
    ...(verifiedAt !== null && { verifiedAt }),
    ...{ version, createdAt },
    ...(deletedAt !== null && { deletedAt }),
  };
}

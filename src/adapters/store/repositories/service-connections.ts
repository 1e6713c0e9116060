import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { JsonObject } from "../../../core/json.ts";
import type {
  AskedConnection,
  ServiceConnectionReader,
  ServiceConnectionRecord,
  ServiceConnectionRepository,
  ServiceOwner,
  ServiceState,
  Transition,
} from "../contract/index.ts";
import { anyOf } from "../batches.ts";
import { readObject, writeJson } from "../json-text.ts";
import { serviceConnections } from "../models/service-connections.ts";
import { rowSecrets } from "../secrets.ts";
import type { Session } from "../session.ts";
import type { Change } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { moveState } from "../transitions.ts";

type Columns = (typeof serviceConnections)["columns"];
type Row = Omit<RowIn<typeof serviceConnections>, "updatedAt" | "checkedAt">;

const LIVING = ["unverified", "enabled", "failing"] as const;

export function createServiceConnectionReader(session: Session): ServiceConnectionReader {
  const table = session.table(serviceConnections);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toConnectionRecord(row);
    },
    findByOwner: async ({ ownerType, ownerId }, provider) => {
      const row = await table.findOne({ ownerType, ownerId, provider });
      return row && toConnectionRecord(row);
    },
    listByOwner: async ({ ownerType, ownerId }) =>
      (await table.listAll({ ownerType, ownerId })).map(toConnectionRecord),
    listByOwners: async (owners) => {
      const of = (type: ServiceOwner["ownerType"]): string[] =>
        owners.filter(({ ownerType }) => ownerType === type).map(({ ownerId }) => ownerId);
      const either = (["user", "team"] as const)
        .map((ownerType) => ({ ownerType, ids: of(ownerType) }))
        .filter(({ ids }) => ids.length > 0)
        .map(({ ownerType, ids }) => ({ ownerType, ownerId: anyOf(ids) }));
      if (either.length === 0) return [];
      return (await table.listAll({ [Op.or]: either })).map(toConnectionRecord);
    },
    findCredentials: async (id) => {
      const row = await table.findOne({ id });
      const opened =
        row && rowSecrets(session.vault, serviceConnections.name, id).open("credentials", row.credentials);
      return opened === undefined ? undefined : readObject(opened);
    },
    listDueForVerify: async (before, limit) => {
      const where = { state: anyOf(LIVING), checkedAt: { [Op.lt]: before } };
      return (await table.list({ where, order: [["checkedAt", "ASC"]], limit })).map(toConnectionRecord);
    },
  };
}

export function createServiceConnectionRepository(session: Session): ServiceConnectionRepository {
  const table = session.table(serviceConnections);
  const seal = (id: string, credentials: JsonObject): string | null =>
    rowSecrets(session.vault, serviceConnections.name, id).seal("credentials", writeJson(credentials));
  return {
    ...createServiceConnectionReader(session),
    save: ({ credentials, ...connection }) => save(session, connection, (id) => seal(id, credentials)),
    replaceCredentials: async ({ id, version }, credentials) => {
      const change = { credentials: seal(id, credentials), version: version + 1 };
      return (await table.update({ id, version, state: anyOf(LIVING) }, change)) === 1;
    },
    setSettings: async (id, settings) =>
      (await table.update({ id }, { settings: writeJson(settings) })) === 1,
    markEnabled: (asked) => {
      const now = session.clock.now();
      return recordAsked(session, asked, "enabled", { verifiedAt: now, checkedAt: now, lastError: "" });
    },
    markFailing: (asked, lastError) =>
      recordAsked(session, asked, "failing", { checkedAt: session.clock.now(), lastError }),
    disable: (id) =>
      moveState({
        find: () => table.findOne({ id }),
        from: LIVING,
        to: "disabled",
        write: (state) =>
          table.update(
            { id, state },
            {
              state: "disabled",
              ...{ credentials: null, webhookSecretHash: "", lastError: "", verifiedAt: null },
              version: table.plus("version", 1),
            },
          ),
      }),
    setWebhookSecretHash: async (id, webhookSecretHash) =>
      (await table.update({ id, state: anyOf(LIVING) }, { webhookSecretHash })) === 1,
  };
}

type Saved = Parameters<ServiceConnectionRepository["save"]>[0];

async function save(
  session: Session,
  { ownerType, ownerId, provider, baseUrl, settings }: Omit<Saved, "credentials">,
  seal: (id: string) => string | null,
): Promise<ServiceConnectionRecord> {
  const table = session.table(serviceConnections);
  const known = await table.findOne({ ownerType, ownerId, provider });
  const id = known?.id ?? newId();
  const now = session.clock.now();
  const change = {
    ...{ baseUrl, settings: writeJson(settings), credentials: seal(id) },
    state: "unverified",
    ...{ lastError: "", verifiedAt: null, checkedAt: now },
  } as const;
  if (known !== undefined) {
    await table.update({ id }, { ...change, version: table.plus("version", 1) });
    // What it holds now, as somebody may have saved it a moment ago: the row is locked to the commit.
    return toConnectionRecord({ ...known, ...(await table.findOne({ id })) });
  }
  const row = { id, ownerType, ownerId, provider, ...change, webhookSecretHash: "", version: 1 };
  // Two first ones at once break the unique key; the loser's transaction is run again.
  await table.insert(row);
  return toConnectionRecord({ ...row, createdAt: now });
}

/** Notes what the service answered; a transition only where the state is another one afterwards. */
async function recordAsked(
  session: Session,
  { id, version }: AskedConnection,
  to: "enabled" | "failing",
  change: Change<Columns>,
): Promise<Transition<ServiceState> | undefined> {
  const table = session.table(serviceConnections);
  const moved = await moveState({
    find: () => table.findOne({ id, version }),
    from: LIVING.filter((state) => state !== to),
    to,
    write: (state) => table.update({ id, version, state }, { ...change, state: to }),
  });
  if (moved === undefined) await table.update({ id, version, state: to }, change);
  return moved;
}

function toConnectionRecord(row: Omit<Row, "credentials">): ServiceConnectionRecord {
  const { id, ownerType, ownerId, provider, baseUrl, webhookSecretHash, state } = row;
  const { settings, lastError, verifiedAt, version, createdAt } = row;
  return {
    ...{ id, ownerType, ownerId, provider, baseUrl, webhookSecretHash, state },
    settings: readObject(settings),
    lastError,
    ...(verifiedAt !== null && { verifiedAt }),
    ...{ version, createdAt },
  };
}

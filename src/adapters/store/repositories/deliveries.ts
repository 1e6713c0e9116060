import { promisify } from "node:util";
import { constants, gunzip, gzip, gzipSync } from "node:zlib";
import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { DeliveryReader, DeliveryRecord, DeliveryRepository, NewDelivery } from "../contract/index.ts";
import { jobs } from "../models/jobs.ts";
import { webhookDeliveries } from "../models/webhook-deliveries.ts";
import { anyOf, inParts, pruneById } from "../batches.ts";
import type { Session } from "../session.ts";
import type { NewRow } from "../table.ts";
import type { RowIn } from "../table-definition.ts";
import { anew, newJobRow } from "./jobs.ts";

type Row = RowIn<typeof webhookDeliveries>;
type NewDeliveryRow = NewRow<(typeof webhookDeliveries)["columns"]>;
type Accepted = Awaited<ReturnType<DeliveryRepository["accept"]>>[number];

const JOB_KIND = "delivery";
/** All but the payload. */
const RECORD_COLUMNS = [
  "id",
  "guid",
  "source",
  "event",
  "action",
  "installationId",
  "repositoryId",
  "receivedAt",
  "state",
  "attempts",
  "lastError",
] as const;
/** Up to this size compressing costs less than handing it to another thread (measured: half as much for 11 KB). */
const COMPRESSED_HERE_BYTES = 64 * 1024;
const QUICKLY = { level: constants.Z_BEST_SPEED };
const compressElsewhere = promisify(gzip);
const decompress = promisify(gunzip);

export function createDeliveryReader(session: Session): DeliveryReader {
  const table = session.table(webhookDeliveries);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toDeliveryRecord(row);
    },
    findPayload: async (id) => {
      const [payload] = await table.listColumn("payload", { where: { id } });
      return payload ? decompress(payload) : undefined;
    },
    listStates: async (source, guids) => {
      const states = new Map<string, DeliveryRecord["state"]>();
      for (const part of inParts(guids)) {
        const rows = await table.listColumns(["guid", "state"], { where: { source, guid: anyOf(part) } });
        for (const { guid, state } of rows) states.set(guid, state);
      }
      return states;
    },
    listDead: async (limit) => {
      const order = [["receivedAt", "DESC"]] as const;
      const rows = await table.listColumns(RECORD_COLUMNS, { where: { state: "dead" }, order, limit });
      return rows.map(toDeliveryRecord);
    },
  };
}

export function createDeliveryRepository(session: Session): DeliveryRepository {
  const table = session.table(webhookDeliveries);
  return {
    ...createDeliveryReader(session),
    accept: (deliveries) => accept(session, deliveries),
    markDone: async (id) => {
      await table.update(
        { id },
        { state: "done", payload: null, lastError: "", attempts: table.plus("attempts", 1) },
      );
    },
    markDead: async (id, error) => {
      await table.update({ id }, { state: "dead", lastError: error, attempts: table.plus("attempts", 1) });
    },
    reviveDead: (ids) => reviveDead(session, ids),
    prune: (before, limit) =>
      pruneById(table, { state: anyOf(["done", "dead"]), receivedAt: { [Op.lt]: before } }, limit),
  };
}

async function accept(session: Session, deliveries: readonly NewDelivery[]): Promise<readonly Accepted[]> {
  const rows = await Promise.all(deliveries.map((delivery) => toNewRow(delivery, session.clock.now())));
  const known = await listKnown(session, deliveries);
  const added: { readonly delivery: NewDeliveryRow; readonly job: ReturnType<typeof newJobRow> }[] = [];
  const outcomes: Accepted[] = [];
  for (const delivery of rows) {
    const key = keyOf(delivery);
    const earlier = known.get(key);
    if (earlier?.state === "dead") outcomes.push(await revive(session, earlier.id, delivery));
    else if (earlier !== undefined) outcomes.push({ id: earlier.id, outcome: "repeat" });
    else {
      const job = newJobRow({ kind: JOB_KIND, targetId: delivery.id }, session.clock.now());
      added.push({ delivery, job });
      outcomes.push({ id: delivery.id, jobId: job.id, outcome: "accepted" });
    }
    // The same guid may come twice in one call.
    known.set(key, { id: earlier?.id ?? delivery.id, state: "received" });
  }
  await session.table(webhookDeliveries).insertMany(added.map(({ delivery }) => delivery));
  await session.table(jobs).insertMany(added.map(({ job }) => job));
  return outcomes;
}

type Known = Map<string, Pick<Row, "id" | "state">>;

async function listKnown(session: Session, deliveries: readonly NewDelivery[]): Promise<Known> {
  const known: Known = new Map();
  const table = session.table(webhookDeliveries);
  for (const source of new Set(deliveries.map((delivery) => delivery.source))) {
    const guids = deliveries.filter((delivery) => delivery.source === source).map(({ guid }) => guid);
    for (const part of inParts(guids)) {
      const where = { source, guid: anyOf(part) };
      const rows = await table.listColumns(["id", "source", "guid", "state"], { where });
      for (const row of rows) known.set(keyOf(row), row);
    }
  }
  return known;
}

/** A delivery that had failed for good is sent again: it and its job begin anew. */
async function revive(session: Session, id: string, delivery: NewDeliveryRow): Promise<Accepted> {
  const { payload } = delivery;
  const received = { state: "received", payload, attempts: 0, lastError: "" } as const;
  await session.table(webhookDeliveries).update({ id }, received);
  const table = session.table(jobs);
  const [earlier] = await table.listColumns(["id", "state"], {
    where: { kind: JOB_KIND, targetId: id },
    order: [["id", "DESC"]],
    limit: 1,
  });
  const job = newJobRow({ kind: JOB_KIND, targetId: id }, session.clock.now());
  if (earlier === undefined) {
    await table.insert(job);
    return { id, jobId: job.id, outcome: "revived" };
  }
  const { id: _fresh, ...values } = job;
  await table.update({ id: earlier.id, state: { [Op.ne]: "running" } }, values);
  return { id, jobId: earlier.id, outcome: "revived" };
}

type Revived = Awaited<ReturnType<DeliveryRepository["reviveDead"]>>;

async function reviveDead(session: Session, ids: readonly string[]): Promise<Revived> {
  const revived: Revived[number][] = [];
  for (const part of inParts(ids)) revived.push(...(await revivePart(session, part)));
  return revived;
}

async function revivePart(session: Session, part: readonly string[]): Promise<Revived> {
  const [deliveries, work, now] = [
    session.table(webhookDeliveries),
    session.table(jobs),
    session.clock.now(),
  ];
  const dead = await deliveries.listColumn("id", { where: { id: anyOf(part), state: "dead" } });
  const where = { kind: JOB_KIND, targetId: anyOf(dead) };
  const earlier = await work.listColumns(["id", "targetId", "state"], { where, order: [["id", "ASC"]] });
  const byTarget = new Map(earlier.map((job) => [job.targetId, job]));
  const added: ReturnType<typeof newJobRow>[] = [];
  const revived = dead.flatMap((id) => {
    const job = byTarget.get(id);
    // Its run would end the job that the delivery then waits for.
    if (job?.state === "running") return [];
    if (job !== undefined) return [{ id, jobId: job.id }];
    const row = newJobRow({ kind: JOB_KIND, targetId: id }, now);
    added.push(row);
    return [{ id, jobId: row.id }];
  });
  const received = { state: "received", attempts: 0, lastError: "" } as const;
  await deliveries.update({ id: anyOf(revived.map(({ id }) => id)), state: "dead" }, received);
  const again = { id: anyOf(revived.map(({ jobId }) => jobId)), state: { [Op.ne]: "running" } };
  await work.update(again, { ...anew(now), payload: "{}" });
  await work.insertMany(added);
  return revived;
}

async function toNewRow(delivery: NewDelivery, receivedAt: Date): Promise<NewDeliveryRow> {
  const { guid, source, event, action, installationId, repositoryId, payload } = delivery;
  return {
    id: newId(),
    guid,
    source,
    event,
    action,
    installationId,
    repositoryId,
    receivedAt,
    state: "received",
    attempts: 0,
    payload: await compress(payload),
    lastError: "",
  };
}

async function compress(payload: Buffer): Promise<Buffer> {
  if (payload.length <= COMPRESSED_HERE_BYTES) return gzipSync(payload, QUICKLY);
  return compressElsewhere(payload, QUICKLY);
}

function keyOf({ source, guid }: { readonly source: string; readonly guid: string }): string {
  return `${source} ${guid}`;
}

function toDeliveryRecord(row: Pick<Row, (typeof RECORD_COLUMNS)[number]>): DeliveryRecord {
  const { id, guid, source, event, action, installationId, repositoryId } = row;
  const { receivedAt, state, attempts, lastError } = row;
  return {
    id,
    guid,
    source,
    event,
    action,
    installationId,
    repositoryId,
    receivedAt,
    state,
    attempts,
    lastError,
  };
}

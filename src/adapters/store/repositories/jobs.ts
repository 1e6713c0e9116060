import { Op } from "sequelize";
import { newId } from "../../../core/ids.ts";
import type { JobReader, JobRecord, JobRepository, NewJob } from "../contract/index.ts";
import { readObject, writeJson } from "../json-text.ts";
import { jobs } from "../models/jobs.ts";
import { inParts, pruneById, anyOf } from "../batches.ts";
import type { Session } from "../session.ts";
import type { NewRow, Where } from "../table.ts";
import type { RowIn } from "../table-definition.ts";

type JobColumns = (typeof jobs)["columns"];

const FINISHED_STATES = ["succeeded", "failed", "dead", "cancelled"];
const UNLEASED = { leaseHolder: "", leaseUntil: null, claimToken: "" };

export function createJobReader(session: Session): JobReader {
  const table = session.table(jobs);
  return {
    find: async (id) => {
      const row = await table.findOne({ id });
      return row && toJobRecord(row);
    },
    listDue: async (now, limit) => {
      const queued = await table.listColumn("id", {
        where: { state: "queued", runAfter: { [Op.lte]: now } },
        order: [
          ["runAfter", "ASC"],
          ["id", "ASC"],
        ],
        limit,
      });
      const abandoned = await table.listColumn("id", {
        where: { state: "running", leaseUntil: { [Op.lt]: now } },
        order: [["leaseUntil", "ASC"]],
        limit,
      });
      // Abandoned jobs have waited longest.
      return [...abandoned, ...queued].slice(0, limit);
    },
    listKinds: async (ids) => {
      const kinds = new Map<string, string>();
      for (const part of inParts(ids)) {
        const where = { id: anyOf(part), state: anyOf(["queued", "running"]) };
        for (const row of await table.listColumns(["id", "kind"], { where })) kinds.set(row.id, row.kind);
      }
      return kinds;
    },
    nextDue: async () => {
      const runAfter = await table.least("runAfter", { state: "queued" });
      const leaseUntil = await table.least("leaseUntil", { state: "running" });
      const times = [runAfter, leaseUntil].flatMap((time) => (time ? [time.getTime()] : []));
      return times.length === 0 ? undefined : new Date(Math.min(...times));
    },
    listOpenTargets: async (kind, targetIds) => {
      const open = new Set<string>();
      for (const part of inParts(targetIds)) {
        const where = { kind, targetId: anyOf(part), state: anyOf(["queued", "running"]) };
        for (const targetId of await table.listColumn("targetId", { where })) open.add(targetId);
      }
      return open;
    },
    countByState: () => table.countBy("state"),
    listDead: async (limit) => {
      const rows = await table.listColumns(
        ["id", "kind", "targetId", "attempts", "lastError", "finishedAt", "createdAt"],
        { where: { state: "dead" }, order: [["finishedAt", "DESC"]], limit },
      );
      return rows.map(({ finishedAt, createdAt, ...row }) => ({ ...row, diedAt: finishedAt ?? createdAt }));
    },
  };
}

export function createJobRepository(session: Session): JobRepository {
  const table = session.table(jobs);
  const createMany = async (added: readonly NewJob[]): Promise<readonly JobRecord[]> => {
    const rows = added.map((job) => newJobRow(job, session.clock.now()));
    await table.insertMany(rows);
    return rows.map(toJobRecord);
  };
  const claimMany = (ids: readonly string[], ...claim: Claim): Promise<readonly JobRecord[]> =>
    claimJobs(session, ids, ...claim);
  const finished = (): { finishedAt: Date } & typeof UNLEASED => ({
    finishedAt: session.clock.now(),
    ...UNLEASED,
  });
  /** What only the holder may write. */
  const asHolder = async (
    id: string,
    leaseHolder: string,
    change: Parameters<typeof table.update>[1],
  ): Promise<boolean> => (await table.update({ id, leaseHolder, state: "running" }, change)) === 1;
  return {
    ...createJobReader(session),
    create: async (job) => {
      const row = newJobRow(job, session.clock.now());
      await table.insert(row);
      return toJobRecord(row);
    },
    createMany,
    claim: async (id, ...claim) => (await claimMany([id], ...claim))[0],
    claimMany,
    renew: (id, holder, leaseUntil) => asHolder(id, holder, { leaseUntil }),
    succeed: (id, holder) =>
      asHolder(id, holder, { state: "succeeded", lastError: "", payload: "", ...finished() }),
    retryAt: (id, holder, runAfter, lastError) =>
      asHolder(id, holder, { state: "queued", runAfter, lastError, ...UNLEASED }),
    delay: (id, holder, runAfter) =>
      asHolder(id, holder, { state: "queued", runAfter, attempts: table.plus("attempts", -1), ...UNLEASED }),
    // A dead job keeps its payload: somebody may set it going again.
    die: (id, holder, lastError) => asHolder(id, holder, { state: "dead", lastError, ...finished() }),
    reviveDead: (ids) => reviveDead(session, ids),
    prune: (before, limit) =>
      pruneById(table, { state: anyOf(FINISHED_STATES), finishedAt: { [Op.lt]: before } }, limit),
  };
}

async function reviveDead(session: Session, ids: readonly string[]): Promise<readonly string[]> {
  const table = session.table(jobs);
  const revived: string[] = [];
  for (const part of inParts(ids)) {
    const dead = await table.listColumn("id", { where: { id: anyOf(part), state: "dead" } });
    await table.update({ id: anyOf(dead), state: "dead" }, anew(session.clock.now()));
    revived.push(...dead);
  }
  return revived;
}

/** What is written to a job that begins again. */
export function anew(now: Date): Omit<NewRow<JobColumns>, "id" | "kind" | "targetId" | "payload"> {
  return { state: "queued", runAfter: now, attempts: 0, lastError: "", finishedAt: null, ...UNLEASED };
}

type Claim = [holder: string, now: Date, until: Date];

/** Compare-and-swap on many rows: the token tells this claim's rows from those that somebody else won meanwhile. */
async function claimJobs(
  session: Session,
  ids: readonly string[],
  ...[holder, now, until]: Claim
): Promise<readonly JobRecord[]> {
  const table = session.table(jobs);
  const claimToken = newId();
  const claimed: JobRecord[] = [];
  for (const part of inParts([...ids].sort())) {
    const won = await table.update(claimable(part, now), {
      state: "running",
      attempts: table.plus("attempts", 1),
      leaseHolder: holder,
      leaseUntil: until,
      claimToken,
    });
    if (won === 0) continue;
    const rows = await table.list({ where: { id: anyOf(part), claimToken }, order: [["id", "ASC"]] });
    claimed.push(...rows.map(toJobRecord));
  }
  return claimed;
}

function claimable(ids: readonly string[], now: Date): Where<JobColumns> {
  return {
    id: anyOf(ids),
    [Op.or]: [
      { state: "queued", runAfter: { [Op.lte]: now } },
      { state: "running", leaseUntil: { [Op.lt]: now } },
    ],
  };
}

export function newJobRow(job: NewJob, now: Date): NewRow<JobColumns> {
  return {
    id: newId(),
    kind: job.kind,
    targetId: job.targetId ?? "",
    payload: writeJson(job.payload ?? {}),
    runAfter: job.runAfter ?? now,
    attempts: 0,
    state: "queued",
    ...UNLEASED,
    finishedAt: null,
    lastError: "",
  };
}

function toJobRecord(row: Pick<RowIn<typeof jobs>, keyof JobRecord>): JobRecord {
  const { id, kind, targetId, payload, runAfter, attempts, state, lastError } = row;
  return { id, kind, targetId, payload: readObject(payload), runAfter, attempts, state, lastError };
}

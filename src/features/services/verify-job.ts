import { z } from "zod";
import type { Verified } from "../../adapters/services/contract/index.ts";
import type {
  NewJob,
  ServiceConnectionRecord,
  ServiceState,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { JsonObject } from "../../core/json.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { findServiceAccount } from "./connection.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { findProviderId } from "./names.ts";

const VERIFY_JOB = "service-verify";
const EVERY_MS = DAY;
const AT_ONCE = 500;
const SHORTEST_PAUSE_MS = 2 * MINUTE;
const LONGEST_PAUSE_MS = HOUR;

const Payload = z.object({ since: z.iso.datetime() });

/** Asks a service whether it lets a connection in: a day after it was asked last, and soon where it was away. */
export const verifyJob: JobSpec<ServiceDeps> = defineJob<ServiceDeps>({
  kind: VERIFY_JOB,
  attempts: 10,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [60, 300, 1_800],
  run: (run, { services }) => runVerify(run, services),
});

/** For a connection that was saved while its service was away. */
export function toSoonJob({ id }: Pick<ServiceConnectionRecord, "id">, now: Date): NewJob {
  return { ...toJob(id, now), runAfter: addMilliseconds(now, SHORTEST_PAUSE_MS) };
}

function toJob(connectionId: string, now: Date): NewJob {
  return { kind: VERIFY_JOB, targetId: connectionId, payload: { since: now.toISOString() } };
}

/** Queues the connections whose service wasn't asked for a day and that have no job yet; answers how many. */
export async function queueDue(
  tx: Pick<Transaction, "serviceConnections" | "jobs">,
  now: Date,
): Promise<number> {
  const due = await tx.serviceConnections.listDueForVerify(addMilliseconds(now, -EVERY_MS), AT_ONCE);
  if (due.length === 0) return 0;
  const ids = due.map(({ id }) => id);
  const open = await tx.jobs.listOpenTargets(VERIFY_JOB, ids);
  const missing = ids.filter((id) => !open.has(id));
  if (missing.length > 0) await tx.jobs.createMany(missing.map((id) => toJob(id, now)));
  return missing.length;
}

async function runVerify({ targetId, payload }: JobRun, deps: Deps): Promise<void> {
  const since = new Date(Payload.parse(payload).since);
  const known = await deps.store.read(async (reads) => {
    const connection = await reads.serviceConnections.find(targetId);
    return connection && { connection, account: await findServiceAccount(connection, reads) };
  });
  const id = findProviderId(known?.connection.provider ?? "");
  if (known?.account === undefined || id === undefined) return;
  const { connection, account } = known;
  // Somebody asked meanwhile.
  if (connection.verifiedAt !== undefined && connection.verifiedAt > since) return;
  try {
    await noteWorking(connection, await deps.providers[id].verify(account), deps);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // What passes by itself says nothing of the credentials, and is no news to anybody.
    if (error.retryable) throw new JobDelay(addMilliseconds(deps.clock.now(), pauseAfter(since, deps)));
    await noteFailing(connection, error, deps);
  }
}

function pauseAfter(since: Date, { clock }: Deps): number {
  const age = clock.now().getTime() - since.getTime();
  return Math.min(Math.max(age / 2, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
}

async function noteWorking(
  connection: ServiceConnectionRecord,
  { accountName }: Verified,
  deps: Deps,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const moved = await tx.serviceConnections.markEnabled(connection);
    if (moved === undefined) return;
    const now = (await tx.serviceConnections.find(connection.id)) ?? connection;
    await tx.serviceConnections.setSettings(now.id, { ...now.settings, accountName });
    await record(tx, connection, "verified", moved);
    // Who saved it while the service was away was promised to be told no more than that it is asked again.
    await tell(tx, connection, (name) => `✅ ${name} works.`, deps);
  });
}

/** The first time only: until it works again, nothing more is said of it. */
async function noteFailing(
  connection: ServiceConnectionRecord,
  { code, sentence }: Fault,
  deps: Deps,
): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const moved = await tx.serviceConnections.markFailing(connection, sentence);
    if (moved === undefined) return;
    await record(tx, connection, "failed", moved, { code });
    await tell(tx, connection, (name) => `⚠️ ${name} doesn't let me in any more. ${sentence}`, deps);
  });
}

/** In the 1:1 chat of whose it is; a team's in that of the team's owner. Nowhere, where they never wrote to the bot. */
async function tell(
  tx: Transaction,
  { ownerType, ownerId, provider }: ServiceConnectionRecord,
  toText: (name: string) => string,
  deps: Deps,
): Promise<void> {
  const id = findProviderId(provider);
  const team = ownerType === "team" ? await tx.teams.find(ownerId) : undefined;
  const [owner] = team === undefined ? [] : await tx.teamMembers.listAdministrators(team.id, 1);
  const user = await tx.users.find(ownerType === "user" ? ownerId : (owner?.userId ?? ""));
  const conversationId = user?.personalConversationId ?? "";
  if (id === undefined || user?.state !== "active" || conversationId === "") return;
  const of = team === undefined ? "of yours" : `of team ${escapeMarkdown(team.name)}`;
  const text = toText(`${deps.providers[id].description.name} ${of}`);
  await deps.announce(tx, conversationId, { text });
}

function record(
  tx: Transaction,
  { id, ownerType, ownerId, provider }: ServiceConnectionRecord,
  verb: "verified" | "failed",
  moved: Transition<ServiceState>,
  data: JsonObject = {},
): Promise<void> {
  return tx.events.record({
    actorType: "component",
    actorId: "services",
    teamId: ownerType === "team" ? ownerId : "",
    entityType: "service_connection",
    entityId: id,
    verb,
    ...moved,
    data: { provider, ...data },
  });
}

import type { ServerPlace } from "../../../adapters/clouds/contract/index.ts";
import type { ServerRecord } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../../core/job.ts";
import type { CloudInUse, Deps, ServerDeps } from "../deps.ts";
import { getCloud } from "../find.ts";
import { byPloyst, tellServer } from "../history.ts";
import { retireUnused } from "../keys/retire.ts";
import { noteStuck } from "../stuck.ts";
import { DELETE_JOB, Wish } from "./kind.ts";
import { showEnd } from "./end-card.ts";

const LOOK_AGAIN_MS = 10 * SECOND;
const LONGEST_PAUSE_MS = 10 * MINUTE;

/**
 * The document's DeleteServerInCloud: from its first step nobody takes the deletion back, and the row is only closed when the
 * provider says that there is no such server, late enough to be believed.
 */
export const deleteJob: JobSpec<ServerDeps> = defineJob<ServerDeps>({
  kind: DELETE_JOB,
  attempts: 50,
  leaseSeconds: 120,
  concurrency: 8,
  backoffSeconds: [10, 60, 600],
  run: (run, { servers }) => endServer(run, servers),
  onDead: (run, _error, { servers }) => noteStuck(run, servers),
});

async function endServer(run: JobRun, deps: Deps): Promise<void> {
  const server = await begin(run, deps);
  if (server === undefined) return;
  const cloud = await deps.store.read((reads) => getCloud(server, reads));
  try {
    const inUse = await deps.useCloud(cloud);
    if (!(await isGone(run, server, inUse, deps))) throw new JobDelay(soon(deps));
  } catch (error) {
    if (!(error instanceof Fault) || run.signal.aborted) throw error;
    await note(run, server, error, deps);
  }
  await close(run, server, deps);
}

/** Undefined where it isn't to be deleted: it was taken back, or is gone. */
async function begin(run: JobRun, deps: Deps): Promise<ServerRecord | undefined> {
  const { server, isBegun } = await deps.store.transaction(async (tx) => ({
    isBegun: await tx.servers.beginDelete(run.targetId),
    server: await tx.servers.find(run.targetId),
  }));
  if (isBegun) return server;
  const { status, deleteAfter } = server ?? {};
  // Taken back, and wanted gone again: that wish has a job of its own, which may be this one.
  if (status === "deleting" && deleteAfter !== undefined) throw new JobDelay(deleteAfter);
  return undefined;
}

/** Is it really gone? Asks for it as long as it is there. */
async function isGone(run: JobRun, server: ServerRecord, inUse: CloudInUse, deps: Deps): Promise<boolean> {
  const { driver, account } = inUse;
  const place = await findPlace(server, inUse);
  if (place !== undefined && (await driver.deleteServer(account, place)) === "deleting") {
    const seen = await driver.describeServer(account, place);
    if (seen !== undefined && seen.state !== "gone") return false;
  }
  return deps.clock.now() >= believedFrom(run, server, inUse);
}

/** Where it is: one whose id nobody kept, because the process died just then, is found by its token. */
async function findPlace(
  { providerId, region, clientToken }: ServerRecord,
  { driver, account }: CloudInUse,
): Promise<ServerPlace | undefined> {
  if (providerId !== "") return { providerId, region };
  const found = await driver.findByToken(account, { clientToken, region });
  return found?.state === "gone" ? undefined : found;
}

/** Soon after the last request for it, that a provider shows none proves nothing. */
function believedFrom(run: JobRun, { createdAt }: ServerRecord, { driver }: CloudInUse): Date {
  const { since } = Wish.parse(run.payload);
  const last = Math.max(createdAt.getTime(), new Date(since).getTime());
  return addMilliseconds(new Date(last), driver.description.settleSeconds * SECOND);
}

function soon({ clock }: Deps): Date {
  return addMilliseconds(clock.now(), LOOK_AGAIN_MS);
}

/** What keeps it from going is shown, and tried again for as long as it takes: it costs money. */
async function note(run: JobRun, server: ServerRecord, fault: Fault, deps: Deps): Promise<never> {
  const { since, conversationId } = Wish.parse(run.payload);
  const now = deps.clock.now();
  const age = now.getTime() - new Date(since).getTime() - deps.graceMs;
  const lastError = `${fault.sentence} I keep trying.`;
  if (!fault.retryable || age > 2 * MINUTE)
    await deps.store.transaction(async (tx) => {
      if (server.lastError !== lastError) await tx.servers.change(server.id, { lastError });
      await showEnd(tx, { ...server, lastError }, conversationId, deps);
    });
  throw new JobDelay(addMilliseconds(now, Math.min(Math.max(age / 4, LOOK_AGAIN_MS), LONGEST_PAUSE_MS)));
}

/** It is gone there: here, too, with all that was on it. */
async function close(run: JobRun, server: ServerRecord, deps: Deps): Promise<void> {
  const by = byPloyst(run.id);
  await deps.store.transaction(async (tx) => {
    const transition = await tx.servers.markDeleted(server.id);
    if (transition === undefined) return;
    await deps.removeRealmsOf(tx, server, by);
    const projects = await tx.projects.removeServer(server.id);
    const rows = await tx.serverKeyPairs.listByServer(server.id);
    await tx.serverKeyPairs.removeAll(server.id);
    for (const { keyPairId } of rows) await retireUnused(tx, keyPairId, by);
    const data = projects.length === 0 ? {} : { projects };
    const gone = await tellServer(tx, server.id, by, { verb: "deleted", transition, data }, deps);
    await showEnd(tx, gone ?? server, Wish.parse(run.payload).conversationId, deps);
  });
}

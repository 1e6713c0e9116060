import type { RemoteHost } from "../../../adapters/remote/contract/index.ts";
import type {
  KeyPairRecord,
  Reads,
  ServerKeyPairRecord,
  ServerRecord,
  Transaction,
} from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, DAY, HOUR, SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../../core/job.ts";
import type { Deps, ServerDeps } from "../deps.ts";
import { byPloyst, recordServer } from "../history.ts";
import { KEYS_JOB, Payload } from "./kind.ts";
import { publicLine } from "./pairs.ts";
import { showPair } from "./pair-card.ts";
import { retireUnused } from "./retire.ts";

const WORK_MS = 60 * SECOND;
const FIRST_PAUSE_MS = 15 * SECOND;
const LONGEST_PAUSE_MS = HOUR;
const GIVE_UP_MS = 7 * DAY;

/** Makes a server let in the key pairs that it should, and no longer those that it shouldn't: the new before the old. */
export const keysJob: JobSpec<ServerDeps> = defineJob<ServerDeps>({
  kind: KEYS_JOB,
  attempts: 20,
  leaseSeconds: 120,
  concurrency: 8,
  backoffSeconds: [10, 60, 600],
  run: (run, { servers }) => settleKeys(run, servers),
});

interface Placed {
  readonly row: ServerKeyPairRecord;
  readonly pair: KeyPairRecord;
}

async function settleKeys(run: JobRun, deps: Deps): Promise<void> {
  const server = await deps.store.read((reads) => reads.servers.find(run.targetId));
  // One that is being made gets them when it is met; one that goes takes them along.
  if (server !== undefined && ["online", "offline", "deploying"].includes(server.status)) {
    const failures = [...(await install(run, server, deps)), ...(await removeUnwanted(run, server, deps))];
    await show(run, deps);
    if (failures.length > 0) again(run, deps);
  } else await show(run, deps);
}

/** Tries later, ever more rarely; after a week what is left shows in `server keys` alone. */
function again(run: JobRun, { clock }: Deps): void {
  const { since } = Payload.parse(run.payload);
  const now = clock.now();
  const age = now.getTime() - new Date(since).getTime();
  if (age > GIVE_UP_MS) return;
  throw new JobDelay(addMilliseconds(now, Math.min(Math.max(age / 4, FIRST_PAUSE_MS), LONGEST_PAUSE_MS)));
}

async function list(server: ServerRecord, reads: Pick<Reads, "serverKeyPairs" | "keyPairs">) {
  const rows = await reads.serverKeyPairs.listByServer(server.id);
  const placed = await Promise.all(
    rows.map(async (row) => ({ row, pair: await reads.keyPairs.find(row.keyPairId) })),
  );
  return placed.filter((one): one is Placed => one.pair !== undefined);
}

/** All that are wanted, in one go; answers the faults, at most one. */
async function install(run: JobRun, server: ServerRecord, deps: Deps): Promise<readonly Fault[]> {
  const placed = await deps.store.read((reads) => list(server, reads));
  const wanted = placed.filter(({ row, pair }) => row.state === "wanted" && pair.state !== "revoked");
  if (wanted.length === 0) return [];
  return attempt(run, server, wanted, deps, {
    work: (host) => host.authorizeKeys(wanted.map(({ pair }) => publicLine(pair))),
    keep: async (tx) => {
      for (const { pair } of wanted) await markAttached(tx, run, server, pair);
    },
  });
}

/** The pair that this one took over from goes from here on: there is no need of it any more on this server. */
async function markAttached(
  tx: Transaction,
  run: JobRun,
  server: ServerRecord,
  { id, name, fingerprint, replacesId }: KeyPairRecord,
): Promise<void> {
  if (!(await tx.serverKeyPairs.markAttached(server.id, id))) return;
  const data = { pair: name, fingerprint };
  await recordServer(tx, server, byPloyst(run.id), { verb: "key_attached", data });
  if (replacesId !== "") await tx.serverKeyPairs.unwant(server.id, replacesId);
}

/** One by one, so that one that must stay keeps no other one. */
async function removeUnwanted(run: JobRun, server: ServerRecord, deps: Deps): Promise<readonly Fault[]> {
  const placed = await deps.store.read((reads) => list(server, reads));
  const staying = placed.filter(({ row, pair }) => row.state === "attached" && pair.state !== "revoked");
  const keep = staying.map(({ pair }) => pair.publicKey);
  const failures: Fault[] = [];
  for (const one of placed.filter(({ row }) => row.state === "unwanted")) {
    const found = await attempt(run, server, [one], deps, {
      work: (host) => host.removeKeys([one.pair.publicKey], keep),
      keep: (tx) => forget(tx, run, server, one.pair),
    });
    failures.push(...found);
  }
  return failures;
}

async function forget(
  tx: Transaction,
  run: JobRun,
  server: ServerRecord,
  { id, name, fingerprint }: KeyPairRecord,
): Promise<void> {
  if (!(await tx.serverKeyPairs.remove(server.id, id))) return;
  const by = byPloyst(run.id);
  await recordServer(tx, server, by, { verb: "key_detached", data: { pair: name, fingerprint } });
  await retireUnused(tx, id, by);
}

interface Step {
  readonly work: (host: RemoteHost) => Promise<void>;
  readonly keep: (tx: Transaction) => Promise<void>;
}

/** Does it on the server, then keeps that it was done; or keeps why it wasn't. */
async function attempt(
  run: JobRun,
  server: ServerRecord,
  placed: readonly Placed[],
  deps: Deps,
  { work, keep }: Step,
): Promise<readonly Fault[]> {
  try {
    await deps.useServer(server, work, { signal: run.signal, timeoutMs: WORK_MS });
  } catch (error) {
    if (!(error instanceof Fault) || run.signal.aborted) throw error;
    await deps.store.transaction(async (tx) => {
      for (const { row } of placed)
        await tx.serverKeyPairs.recordError(server.id, row.keyPairId, error.sentence);
    });
    return [error];
  }
  await deps.store.transaction(keep);
  return [];
}

async function show(run: JobRun, deps: Deps): Promise<void> {
  const { told } = Payload.parse(run.payload);
  if (told !== undefined) await deps.store.transaction((tx) => showPair(tx, told, deps));
}

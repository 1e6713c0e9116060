import type { RemoteHost, RemoteUse } from "../../../adapters/remote/contract/index.ts";
import type { Reads, ServerRecord, Transaction, Variables } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../../core/job.ts";
import { isRunning } from "../../../core/realm-status.ts";
import { isOfWindows } from "../../../core/variable-name.ts";
import type { Deps } from "../deps.ts";
import { byPloyst, recordServer } from "../history.ts";
import { PUSH_JOB } from "./kind.ts";
import { noteRefused, WRITTEN } from "./refused.ts";

const WRITE_MS = 60 * SECOND;
const MOST_ROUNDS = 10;

/** The least that it takes. */
export interface PushDeps {
  readonly servers: Pick<Deps, "store" | "clock" | "readVariables"> & {
    readonly useServer: <T>(
      server: ServerRecord,
      work: (host: Pick<RemoteHost, "writeEnvironment">) => Promise<T>,
      use: RemoteUse,
    ) => Promise<T>;
  };
}
type Parts = PushDeps["servers"];

/** What a server is to have. */
interface Wanted {
  readonly server: ServerRecord | undefined;
  readonly variables: Variables;
  /** Names that its system keeps to itself: one of them keeps no other from being written. */
  readonly leftOut: readonly string[];
}

/** Writes a server's variables there, so that logins and services find them; whatever they are at its end. */
export const pushJob: JobSpec<PushDeps> = defineJob<PushDeps>({
  kind: PUSH_JOB,
  attempts: 8,
  leaseSeconds: 120,
  concurrency: 8,
  backoffSeconds: [10, 60, 300],
  run: (run, { servers }) => push(run, servers),
  onDead: (run, error, { servers }) => noteDead(run, error, servers),
});

async function push(run: JobRun, deps: Parts): Promise<void> {
  const { store } = deps;
  let written: Variables | undefined;
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const { server, variables } = await store.read((reads) => read(run.targetId, reads, deps));
    // One that isn't there gets them as soon as it is back.
    if (server === undefined || !isRunning(server)) return;
    await write(run, server, variables, deps);
    written = variables;
    if (await end(run, written, deps)) return;
  }
  throw new JobDelay(addMilliseconds(deps.clock.now(), MINUTE));
}

async function read(serverId: string, reads: Reads, { readVariables }: Parts): Promise<Wanted> {
  const server = await reads.servers.find(serverId);
  if (server === undefined) return { server, variables: {}, leftOut: [] };
  const { teamId, cloudId, os } = server;
  const all = Object.entries(await readVariables(reads, { teamId, cloudId, serverId }));
  const isLeftOut = (name: string): boolean => os === "windows" && isOfWindows(name);
  return {
    server,
    variables: Object.fromEntries(all.filter(([name]) => !isLeftOut(name))),
    leftOut: all.map(([name]) => name).filter(isLeftOut),
  };
}

async function write(run: JobRun, server: ServerRecord, variables: Variables, deps: Parts): Promise<void> {
  try {
    const use = { signal: run.signal, timeoutMs: WRITE_MS };
    await deps.useServer(server, (host) => host.writeEnvironment(variables), use);
  } catch (error) {
    // A variable that can't be set there, or a server that keeps us out.
    if (isFinal(error) && !run.signal.aborted)
      await deps.store.transaction((tx) => noteRefused(tx, server, run, error));
    throw error;
  }
}

/** Trying again would bring the same. */
function isFinal(error: unknown): error is Fault {
  return error instanceof Fault && !error.retryable;
}

/** What was waited for in vain, or nobody foresaw. */
async function noteDead(
  run: { readonly id: string; readonly targetId: string },
  error: unknown,
  { store }: Parts,
): Promise<void> {
  if (isFinal(error)) return;
  await store.transaction(async (tx) => {
    const server = await tx.servers.find(run.targetId);
    if (server === undefined || server.deletedAt !== undefined) return;
    await noteRefused(tx, server, run, error instanceof Fault ? error : undefined);
  });
}

/** The job ends with the variables as they were written; false where somebody changed them meanwhile. */
function end(run: JobRun, written: Variables, deps: Parts): Promise<boolean> {
  return deps.store.transaction(async (tx: Transaction) => {
    // Who changes variables holds the row, too: either we see the change, or they see that this job is over.
    await tx.servers.change(run.targetId, {});
    const { server, variables, leftOut } = await read(run.targetId, tx, deps);
    if (server === undefined) return true;
    if (!isSame(variables, written)) return false;
    await recordServer(tx, server, byPloyst(run.id), {
      verb: WRITTEN,
      data: { names: Object.keys(variables).length, ...(leftOut.length > 0 && { leftOut }) },
    });
    if (!(await tx.jobs.succeed(run.id, run.holder))) throw new Error("the job's lease was lost");
    return true;
  });
}

function isSame(one: Variables, other: Variables): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

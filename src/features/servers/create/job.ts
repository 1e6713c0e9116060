import type { CloudServer } from "../../../adapters/clouds/contract/index.ts";
import type { ServerChange, ServerRecord } from "../../../adapters/store/contract/index.ts";
import { addMilliseconds, SECOND } from "../../../core/clock.ts";
import { Fault } from "../../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../../core/job.ts";
import type { CloudInUse, Deps, ServerDeps } from "../deps.ts";
import { getCloud } from "../find.ts";
import { byPloyst, recordServer } from "../history.ts";
import { publicLine } from "../keys/pairs.ts";
import { isFinal, isWorthTelling, pauseAfter } from "./faults.ts";
import { finish } from "./finish.ts";
import { noteStuck } from "../stuck.ts";
import { CREATE_JOB, Told } from "./kind.ts";
import { meet } from "./meet.ts";
import { showOrder } from "./progress.ts";

const WHILE_BEING_MADE_MS = 5 * SECOND;
const MOST_KEYS = 20;

/**
 * The document's CreateServerInCloud: one server, however often it runs and wherever it dies. The row says how far it is:
 * requested, nothing was asked; provisioning, the provider may have been asked; with a provider's id, it was made; online.
 */
export const createJob: JobSpec<ServerDeps> = defineJob<ServerDeps>({
  kind: CREATE_JOB,
  attempts: 50,
  leaseSeconds: 120,
  concurrency: 8,
  backoffSeconds: [5, 30, 120, 600],
  run: (run, { servers }) => makeServer(run, servers),
  onDead: (run, _error, { servers }) => noteStuck(run, servers),
});

async function makeServer(run: JobRun, deps: Deps): Promise<void> {
  const { server, isFirst } = await begin(run, deps);
  if (server?.status !== "provisioning") return;
  const cloud = await deps.store.read((reads) => getCloud(server, reads));
  try {
    const inUse = await deps.useCloud(cloud);
    const made = server.providerId === "" ? await order(run, server, isFirst, inUse, deps) : server;
    const ready = await waitUntilUp(run, made, inUse, deps);
    if (ready !== undefined) await meet(run, ready, deps);
  } catch (error) {
    if (!(error instanceof Fault) || run.signal.aborted) throw error;
    await note(run, server, error, isFirst, deps);
  }
}

interface Begun {
  readonly server: ServerRecord | undefined;
  /** Nobody has asked the provider for it before. */
  readonly isFirst: boolean;
}

/** Writes down that the provider is going to be asked, before it is: only who writes it asks for the first time. */
function begin(run: JobRun, deps: Deps): Promise<Begun> {
  return deps.store.transaction(async (tx) => {
    const transition = await tx.servers.move(run.targetId, ["requested"], "provisioning");
    const server = await tx.servers.find(run.targetId);
    if (server === undefined || transition === undefined) return { server, isFirst: false };
    await recordServer(tx, server, byPloyst(run.id), { verb: "status_changed", transition });
    await deps.onServerChanged(tx, server, { what: "asked for", transition });
    await showOrder(tx, Told.parse(run.payload), deps);
    return { server, isFirst: true };
  });
}

async function order(
  run: JobRun,
  server: ServerRecord,
  isFirst: boolean,
  { driver, account }: CloudInUse,
  deps: Deps,
): Promise<ServerRecord> {
  const { clientToken, name, region, size, image, publicAddress } = server;
  const made = await driver.createServer(
    account,
    {
      ...{ clientToken, isRepeat: !isFirst, name, region, size, image },
      publicKeys: await listPublicKeys(server, deps),
      tags: [`team:${server.teamId}`],
      ...(publicAddress !== "" && { address: publicAddress }),
    },
    run.signal,
  );
  return keep(run, server, made, deps);
}

async function listPublicKeys({ id }: ServerRecord, { store }: Deps): Promise<readonly string[]> {
  return store.read(async (reads) => {
    const rows = (await reads.serverKeyPairs.listByServer(id)).slice(0, MOST_KEYS);
    const pairs = await Promise.all(rows.map(({ keyPairId }) => reads.keyPairs.find(keyPairId)));
    return pairs.flatMap((pair) =>
      pair === undefined || pair.state === "revoked" ? [] : [publicLine(pair)],
    );
  });
}

/** Keeps what the provider told, first of all its id: whatever the server's status is by now. */
async function keep(
  run: JobRun,
  server: ServerRecord,
  { providerId, publicAddress, privateAddress, region }: CloudServer,
  deps: Deps,
): Promise<ServerRecord> {
  const told: ServerChange = {
    providerId,
    ...(publicAddress !== "" && { publicAddress }),
    ...(privateAddress !== "" && { privateAddress }),
    ...(region !== "" && { region }),
    ...(server.providerId === "" && { lastError: "" }),
  };
  if (isSamePlace({ ...server, ...told }, server)) return server;
  return deps.store.transaction(async (tx) => {
    await tx.servers.change(server.id, told);
    const kept = (await tx.servers.find(server.id)) ?? server;
    if (server.providerId === "")
      await recordServer(tx, kept, byPloyst(run.id), { verb: "provisioned", data: { providerId } });
    await showOrder(tx, Told.parse(run.payload), deps);
    return kept;
  });
}

function isSamePlace(one: ServerRecord, other: ServerRecord): boolean {
  return (
    one.providerId === other.providerId &&
    one.publicAddress === other.publicAddress &&
    one.privateAddress === other.privateAddress &&
    one.region === other.region
  );
}

/** The server with its address, as soon as it runs; else looks again in a moment, undefined where there is none any more. */
async function waitUntilUp(
  run: JobRun,
  server: ServerRecord,
  { driver, account }: CloudInUse,
  deps: Deps,
): Promise<ServerRecord | undefined> {
  const seen = await driver.describeServer(account, server);
  if (seen?.state === "running" && (seen.publicAddress !== "" || seen.privateAddress !== ""))
    return keep(run, server, seen, deps);
  const settledAt = addMilliseconds(server.createdAt, driver.description.settleSeconds * SECOND);
  const isGone = seen === undefined ? deps.clock.now() > settledAt : seen.state === "gone";
  if (isGone) {
    const lastError = `${driver.description.name} has no such server any more. Say \`server delete ${server.name}\`, and \`server create\` for another one.`;
    await finish(run, server, "failed", { lastError }, deps);
    return undefined;
  }
  if (seen !== undefined) await keep(run, server, seen, deps);
  throw new JobDelay(addMilliseconds(deps.clock.now(), WHILE_BEING_MADE_MS));
}

/** What went wrong, in the card: for good, or with the promise to try again. */
async function note(
  run: JobRun,
  server: ServerRecord,
  fault: Fault,
  isFirst: boolean,
  deps: Deps,
): Promise<void> {
  const known = (await deps.store.read((reads) => reads.servers.find(server.id))) ?? server;
  if (known.providerId === "" && isFinal(fault, isFirst)) {
    await finish(run, known, "failed", { lastError: fault.sentence }, deps);
    return;
  }
  const now = deps.clock.now();
  const age = now.getTime() - known.createdAt.getTime();
  if (isWorthTelling(fault, age))
    await deps.store.transaction(async (tx) => {
      const lastError = `${fault.sentence} I keep trying.`;
      if (known.lastError !== lastError) await tx.servers.change(known.id, { lastError });
      await showOrder(tx, Told.parse(run.payload), deps);
    });
  throw new JobDelay(addMilliseconds(now, pauseAfter(age)));
}

import type { ServiceAccount } from "../../adapters/services/contract/index.ts";
import type { CardRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, HOUR, SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import { findServiceAccount } from "./connection.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { addConsole, Asked, Progress, runCard, toRunState } from "./jenkins-run.ts";

export const FOLLOW_JOB = "jenkins-follow";

const FOLLOWED_MS = 2 * HOUR;
const SHORTEST_PAUSE_MS = 2 * SECOND;
const LONGEST_PAUSE_MS = 30 * SECOND;
/** How much longer a pause is for how long it has taken so far. */
const PATIENCE = 0.1;

/**
 * Follows a build from the queue to its result in the card that was posted for it. All that it knows is in the card's
 * row, so that it goes on after a restart; it ends after two hours, or when the connection does.
 */
export const followJob: JobSpec<ServiceDeps> = defineJob<ServiceDeps>({
  kind: FOLLOW_JOB,
  attempts: 10,
  leaseSeconds: 120,
  concurrency: 8,
  backoffSeconds: [5, 15, 30, 60],
  run: (run, { services }) => runFollow(run, services),
  onDead: async ({ payload }, _error, { services }) => {
    const asked = Asked.parse(payload);
    const card = await findCard(asked, services);
    if (card === undefined) return;
    await show(asked, card, leave(Progress.parse(card.facts), "Something broke on our side."), services);
  },
});

async function runFollow({ payload }: JobRun, deps: Deps): Promise<void> {
  const asked = Asked.parse(payload);
  const card = await findCard(asked, deps);
  // Its conversation is gone.
  if (card === undefined) return;
  const known = Progress.parse(card.facts);
  if (known.phase === "ended") return;
  const age = deps.clock.now().getTime() - Date.parse(asked.since);
  const found =
    age > FOLLOWED_MS ? leave(known, "It takes longer than two hours.") : await look(asked, known, deps);
  await show(asked, card, found, deps);
  if (found.phase === "ended") return;
  const pause = Math.min(Math.max(age * PATIENCE, SHORTEST_PAUSE_MS), LONGEST_PAUSE_MS);
  throw new JobDelay(addMilliseconds(deps.clock.now(), pause));
}

function findCard({ conversationId, subjectKey }: Asked, deps: Deps): Promise<CardRecord | undefined> {
  return deps.store.read((reads) => reads.cards.find(conversationId, subjectKey));
}

function leave(known: Progress, why: string): Progress {
  return { ...known, phase: "ended", note: `${why} It is followed no more; open it in Jenkins.` };
}

async function look(asked: Asked, known: Progress, deps: Deps): Promise<Progress> {
  const account = await deps.store.read(async (reads) => {
    const connection = await reads.serviceConnections.find(asked.connectionId);
    if (connection?.baseUrl !== asked.baseUrl) return undefined;
    return findServiceAccount(connection, reads);
  });
  if (account === undefined) return leave(known, "The connection to Jenkins was disabled.");
  try {
    return known.number === 0
      ? await lookInQueue(asked, known, account, deps)
      : await lookAtBuild(asked, known, account, deps);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // What passes by itself is asked again.
    return error.retryable ? { ...known, note: error.sentence } : leave(known, error.sentence);
  }
}

async function lookInQueue(
  asked: Asked,
  known: Progress,
  account: ServiceAccount,
  deps: Deps,
): Promise<Progress> {
  const queued = await deps.providers.jenkins.findQueued(account, asked.queueId);
  if (queued === undefined) return leave(known, "Jenkins has forgotten what was asked for.");
  if (queued.kind === "cancelled")
    return { ...known, phase: "ended", state: "canceled", words: "Canceled in the queue", note: "" };
  if (queued.kind === "waiting") return { ...known, note: queued.why };
  const started = { ...known, number: queued.number, note: "" };
  return lookAtBuild(asked, started, account, deps);
}

async function lookAtBuild(
  { job }: Asked,
  known: Progress,
  account: ServiceAccount,
  deps: Deps,
): Promise<Progress> {
  const item = await deps.providers.jenkins.findBuild(account, job, known.number);
  // It has a number a moment before it can be seen.
  if (item === undefined && known.url !== "") return leave(known, "Jenkins has it no more.");
  if (item === undefined) return { ...known, phase: "running", state: "running", words: "Starting" };
  const console = await readConsole(job, known, account, deps);
  return {
    ...known,
    ...console,
    phase: item.state === "running" ? "running" : "ended",
    state: toRunState(item.state),
    words: item.stateText,
    url: item.url,
    note: "",
  };
}

/** The console is an extra: a build whose console can't be read is followed all the same. */
async function readConsole(
  job: string,
  known: Progress,
  account: ServiceAccount,
  deps: Deps,
): Promise<Pick<Progress, "console" | "next">> {
  try {
    const part = await deps.providers.jenkins.readConsole(account, job, known.number, known.next);
    const secrets = Object.values(account.credentials);
    return { console: addConsole(known.console, part.text, secrets), next: part.next };
  } catch (error) {
    if (error instanceof Fault) return { console: known.console, next: known.next };
    throw error;
  }
}

/** Writes what is known and, where that reads differently, the card. */
async function show(asked: Asked, card: CardRecord, found: Progress, deps: Deps): Promise<void> {
  const { conversationId, subjectKey } = asked;
  const content = runCard(asked, found);
  const before = runCard(asked, Progress.parse(card.facts));
  const isSame = JSON.stringify(content.data) === JSON.stringify(before.data);
  await deps.store.transaction(async (tx) => {
    // Only this job writes what is known; the mailbox may have told meanwhile what Teams calls the card.
    const current = await tx.cards.find(conversationId, subjectKey);
    if (current === undefined) return;
    if (!(await tx.cards.update(current, { facts: { ...found } }))) throw faults.STORE_BUSY();
    if (found.phase === "ended") await recordEnd(tx, asked, found);
    if (isSame) return;
    const body = { adaptiveCard: deps.cards.render(content), summary: content.summary };
    await tx.outbox.append([{ conversationId, kind: "update", lane: "state", subjectKey, body }]);
    tx.afterCommit(() => {
      deps.notifyMailbox([conversationId]);
    });
  });
}

function recordEnd(
  tx: Parameters<Parameters<Deps["store"]["transaction"]>[0]>[0],
  asked: Asked,
  { words, number }: Progress,
): Promise<void> {
  return tx.events.record({
    actorType: "component",
    actorId: "jenkins",
    entityType: "service_connection",
    entityId: asked.connectionId,
    verb: "build ended",
    data: { provider: "jenkins", name: asked.job.slice(0, 200), number, result: words.slice(0, 60) },
  });
}

import type { RemoteHost, RunReading } from "../../adapters/remote/contract/index.ts";
import type { DeploymentState } from "../../adapters/store/contract/index.ts";
import { SECOND } from "../../core/clock.ts";
import { JobDelay } from "../../core/job.ts";
import { createMask, type Mask } from "../../core/mask.ts";
import { toProjectSettings } from "../../core/project-settings.ts";
import type { RunDeps } from "./deps.ts";
import { endServer, type ServerEnd } from "./end-server.ts";
import { readEnvironment, type Site } from "./environment.ts";
import { forget } from "./forget.ts";
import { addOutput } from "./output.ts";
import { pause } from "./pause.ts";
import { showDeployment, tellDeployment } from "./tell.ts";
import { saySpan } from "./words.ts";

const MOST_BYTES = 64 * 1024;
/** A stop of the process waits for no longer than this. */
const WATCH_MS = 5 * SECOND;
const SHORTEST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = SECOND;
/** Teams takes no more changes of a card than that. */
const CARD_MS = 2 * SECOND;

/** Reads what the script writes until it has ended, or for some seconds; then the job comes back and reads on. */
export async function watchRun(
  site: Site,
  host: RemoteHost,
  signal: AbortSignal,
  deps: RunDeps,
): Promise<void> {
  const { deployment } = site;
  const { secrets } = await readEnvironment(site, deps);
  const tail = { mask: createMask(secrets), offset: deployment.logOffset, shownAt: 0 };
  const until = deps.clock.now().getTime() + WATCH_MS;
  let wait = SHORTEST_PAUSE_MS;
  for (;;) {
    const state = await readState(site, deps);
    if (state === "cancelling") await host.cancelRun(deployment.id);
    const reading = await host.readRun(deployment.id, tail.offset, MOST_BYTES);
    const isAll = reading.state !== "running" && reading.nextOffset >= reading.logBytes;
    const end = isAll ? judge(reading, state, site) : undefined;
    await save(site, reading, tail, end, deps);
    if (end !== undefined) {
      if (end.to === "success") return;
      await endServer(site.group, deployment, end, deps);
      await forget(deployment.id, host, deps);
      return;
    }
    if (deps.clock.now().getTime() >= until) throw new JobDelay(deps.clock.now());
    if (reading.nextOffset < reading.logBytes) continue;
    await pause(wait, signal, deps.timers);
    wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
  }
}

interface Tail {
  readonly mask: Mask;
  offset: number;
  shownAt: number;
}

async function readState({ deployment }: Site, { store }: RunDeps): Promise<DeploymentState | undefined> {
  return (await store.read((reads) => reads.deployments.find(deployment.id)))?.state;
}

/** What was read and how far, in one transaction: whoever goes on after a crash neither loses nor repeats a byte. */
async function save(
  { group, deployment }: Site,
  reading: RunReading,
  tail: Tail,
  end: ServerEnd | undefined,
  deps: RunDeps,
): Promise<void> {
  const text = tail.mask.push(reading.chunk) + (end === undefined ? "" : tail.mask.flush());
  tail.offset = reading.nextOffset;
  const now = deps.clock.now().getTime();
  const isShown = text !== "" && now - tail.shownAt >= CARD_MS;
  const isWell = end?.to === "success";
  if (text === "" && !isWell) return;
  await deps.store.transaction(async (tx) => {
    await addOutput(tx, deployment, text);
    await tx.deployments.change(deployment.id, {
      logOffset: reading.nextOffset - tail.mask.heldBytes,
      ...(isWell && { step: "switch", exitcode: 0 }),
    });
    if (isWell) await tellDeployment(tx, group.id, deps);
    else if (isShown) await showDeployment(tx, group.id, deps);
  });
  if (isShown) tail.shownAt = now;
}

/** What became of the script, as the files on the server tell. */
function judge(reading: RunReading, state: DeploymentState | undefined, { project }: Site): ServerEnd {
  const { exitCode, signal, timedOut, isCancelled } = reading;
  const change = exitCode === undefined ? {} : { exitcode: exitCode };
  if (reading.state === "vanished")
    return unknown(
      "Its script neither runs nor told its end: the server was restarted, or somebody killed it.",
    );
  if (reading.state === "absent") return unknown("What its script left on the server is gone.");
  const { timeoutSeconds, inactivitySeconds } = toProjectSettings(project.settings);
  if (timedOut !== undefined) {
    const lastError =
      timedOut === "time"
        ? `Its script took longer than ${saySpan(timeoutSeconds * SECOND)} and was ended.`
        : `Its script wrote nothing for ${saySpan(inactivitySeconds * SECOND)} and was ended.`;
    return { to: "timed_out", change: { ...change, lastError } };
  }
  if (isCancelled || state === "cancelling") return { to: "cancelled", change };
  if (exitCode === 0) return { to: "success" };
  const lastError = signal === undefined ? "" : `${signal} ended its script.`;
  return { to: "failed", change: { ...change, lastError } };
}

function unknown(lastError: string): ServerEnd {
  return { to: "unknown", change: { lastError } };
}

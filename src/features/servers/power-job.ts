import { z } from "zod";
import type { NewJob } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, SECOND } from "../../core/clock.ts";
import { Fault } from "../../core/fault.ts";
import { defineJob, JobDelay, type JobRun, type JobSpec } from "../../core/job.ts";
import type { Deps, ServerDeps } from "./deps.ts";
import { getCloud } from "./find.ts";

const POWER_JOB = "server-power";
const Wanted = z.object({ action: z.enum(["stop", "start"]) });
type Action = z.infer<typeof Wanted>["action"];

export function toPowerJob(serverId: string, action: Action): NewJob {
  return { kind: POWER_JOB, targetId: serverId, payload: { action } };
}

/** Switches a server off that is to be deleted, and on again when it stays; both can be repeated. */
export const powerJob: JobSpec<ServerDeps> = defineJob<ServerDeps>({
  kind: POWER_JOB,
  attempts: 30,
  leaseSeconds: 60,
  concurrency: 4,
  backoffSeconds: [10, 30, 60],
  run: (run, { servers }) => switchPower(run, servers),
});

async function switchPower(run: JobRun, deps: Deps): Promise<void> {
  const { action } = Wanted.parse(run.payload);
  const found = await deps.store.read(async (reads) => {
    const server = await reads.servers.find(run.targetId);
    return server && { server, cloud: await getCloud(server, reads) };
  });
  if (found === undefined) return;
  const { server, cloud } = found;
  // Wanted otherwise by now: another job does that.
  const isWanted = (server.status === "deleting") === (action === "stop") && server.deletedAt === undefined;
  if (!isWanted || server.providerId === "") return;
  const { driver, account } = await deps.useCloud(cloud);
  if (!driver.description.canPower) return;
  try {
    await driver.power(account, server, action);
    deps.wakeChecks();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // It is deleted even where it can't be switched off, and shows as offline where it can't be switched on.
    if (!error.retryable) return;
    const age = deps.clock.now().getTime() - server.createdAt.getTime();
    throw new JobDelay(addMilliseconds(deps.clock.now(), Math.min(Math.max(age / 10, 10 * SECOND), MINUTE)));
  }
}

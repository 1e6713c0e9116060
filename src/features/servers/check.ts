import type { ServerRecord } from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { CREATE_JOB, toCreateJob } from "./create/kind.ts";
import type { Deps } from "./deps.ts";
import { getServer } from "./find.ts";
import { byActor } from "./history.ts";
import { checkServer } from "./health/check.ts";
import { toServerCard } from "./show.ts";

/** `server check <name>`: looks at it now, and shows it. */
export async function checkNow(turn: Turn<{ readonly name: string }>, deps: Deps): Promise<Reply> {
  const server = await deps.store.read((reads) => getServer(turn.args.name, turn.actor, reads));
  if (server.status === "requested" || server.status === "provisioning") return goOn(turn, server, deps);
  if (server.status === "deleting") throw faults.SERVER_DELETING({ name: escapeMarkdown(server.name) });
  if (server.status !== "failed") await checkServer(server, deps, turn.signal, byActor(turn));
  const content = await deps.store.read(async (reads) => {
    const now = (await reads.servers.find(server.id)) ?? server;
    return toServerCard(now, turn.actor, reads);
  });
  return reply.toAsker(content);
}

/** One that is being made has a job; where that died of something that nobody foresaw, it gets another. */
async function goOn(turn: Turn<unknown>, server: ServerRecord, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const open = await tx.jobs.listOpenTargets(CREATE_JOB, [server.id]);
    if (!open.has(server.id)) {
      const job = await tx.jobs.create(toCreateJob(server.id, { order: turn.jobId, serverIds: [server.id] }));
      tx.afterCommit(() => {
        deps.wakeJobs([job.id]);
      });
    }
    return deps.record(tx, turn, reply.toAsker(await toServerCard(server, turn.actor, tx)));
  });
}

import type { NewJob, ServerRecord } from "../../adapters/store/contract/index.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { toCreateJob } from "./create/kind.ts";
import { toDeleteJob } from "./delete/kind.ts";
import type { Deps } from "./deps.ts";
import { getServer } from "./find.ts";
import { byActor } from "../../core/doer.ts";
import { checkServer } from "./health/check.ts";
import { pushRefused } from "./push/refused.ts";
import { toServerCard } from "./show.ts";

/** `server check <name>`: looks at it now, and shows it. */
export async function checkNow(turn: Turn<{ readonly name: string }>, deps: Deps): Promise<Reply> {
  const server = await deps.store.read((reads) => getServer(turn.args.name, turn.actor, reads));
  if (["requested", "provisioning", "deleting"].includes(server.status)) return goOn(turn, server, deps);
  if (server.status !== "failed") {
    await checkServer(server, deps, turn.signal, byActor(turn));
    await pushRefused(server, deps);
  }
  const content = await deps.store.read(async (reads) => {
    const now = (await reads.servers.find(server.id)) ?? server;
    return toServerCard(now, turn.actor, reads);
  });
  return reply.toAsker(content);
}

/** What is being made or deleted has a job; where that died of something that nobody foresaw, it gets another. */
async function goOn(turn: Turn<unknown>, server: ServerRecord, deps: Deps): Promise<Reply> {
  const again = toJob(turn, server, deps);
  return deps.store.transaction(async (tx) => {
    const open = await tx.jobs.listOpenTargets(again.kind, [server.id]);
    if (!open.has(server.id)) {
      const job = await tx.jobs.create(again);
      tx.afterCommit(() => {
        deps.wakeJobs([job.id]);
      });
    }
    return deps.record(tx, turn, reply.toAsker(await toServerCard(server, turn.actor, tx)));
  });
}

function toJob({ jobId, place }: Turn<unknown>, server: ServerRecord, { clock }: Deps): NewJob {
  if (server.status !== "deleting") return toCreateJob(server.id, { order: jobId, serverIds: [server.id] });
  const now = clock.now();
  const wish = { since: now.toISOString(), conversationId: place.conversationId };
  return toDeleteJob(server.id, wish, server.deleteAfter ?? now);
}

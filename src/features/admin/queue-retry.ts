import type { NewEvent, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { DEAD_AT_ONCE, listDead, type DeadThing } from "./queue-dead.ts";
import type { QueueDeps } from "./queue-deps.ts";

const ALL = "all";

/** `queue retry [id|all]`: what failed for good begins anew, with as many tries as at first. */
export async function retryQueue(
  turn: Turn<{ readonly which: string | undefined }>,
  { queue: deps }: QueueDeps,
): Promise<Reply> {
  const which = (turn.args.which ?? ALL).toLowerCase();
  return deps.store.transaction(async (tx) => {
    const dead = await listDead(tx);
    const chosen = which === ALL ? dead : dead.filter(({ id }) => isNamed(id, which));
    if (chosen.length === 0 && which !== ALL)
      throw faults.QUEUE_ITEM_UNKNOWN({ given: escapeMarkdown(which.slice(0, 40).toWellFormed()) });
    const jobIds = await revive(tx, turn, chosen);
    tx.afterCommit(() => {
      if (jobIds.length > 0) deps.wakeJobs(jobIds);
    });
    return deps.record(tx, turn, reply.toAsker({ text: toSentence(jobIds.length, dead.length) }));
  });
}

/** The whole id, or the end of it that the card shows. */
function isNamed(id: string, which: string): boolean {
  return id === which || (which.length >= 8 && id.endsWith(which));
}

async function revive(
  tx: Transaction,
  turn: Turn<unknown>,
  chosen: readonly DeadThing[],
): Promise<readonly string[]> {
  const idsOf = (kind: DeadThing["kind"]): string[] =>
    chosen.filter((thing) => thing.kind === kind).map(({ id }) => id);
  const deliveries = await tx.deliveries.reviveDead(idsOf("delivery"));
  const jobs = await tx.jobs.reviveDead(idsOf("job"));
  await tx.events.recordMany([
    ...deliveries.map(({ id }) => toEvent(turn, "webhook_delivery", id, "received")),
    ...jobs.map((id) => toEvent(turn, "job", id, "queued")),
  ]);
  return [...deliveries.map(({ jobId }) => jobId), ...jobs];
}

function toEvent(turn: Turn<unknown>, entityType: string, entityId: string, toState: string): NewEvent {
  return {
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: turn.place.reference.tenantId,
    entityType,
    entityId,
    verb: "retried",
    fromState: "dead",
    toState,
    correlationId: turn.jobId,
  };
}

function toSentence(retried: number, before: number): string {
  if (before === 0) return "Nothing failed for good: there is nothing to try again.";
  if (retried === 0) return "That is being tried again already. Say `queue` to see how it stands.";
  const left = before >= DEAD_AT_ONCE && retried >= DEAD_AT_ONCE ? " There may be more: say it again." : "";
  const what = retried === 1 ? "One thing is" : `${String(retried)} things are`;
  return `✅ ${what} being tried again. Say \`queue\` to see what became of it.${left}`;
}

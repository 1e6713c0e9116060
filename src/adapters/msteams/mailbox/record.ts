import type { MailboxTransaction } from "./contract.ts";
import type { Decision } from "./decide.ts";

type Writes = Pick<MailboxTransaction, "cards" | "conversations" | "outbox">;

/**
 * Writes what a request came to. Without the lease only what is certain is written, that the message was posted: all
 * else is the business of the drainer that holds it now.
 */
export async function recordDecision(tx: Writes, decision: Decision, holdsLease: boolean): Promise<void> {
  const { row } = decision.order;
  if (!holdsLease && decision.result.kind !== "posted") return;
  switch (decision.then) {
    case "finish":
      await recordFinish(tx, decision);
      return;
    case "retry":
      await recordRetry(tx, decision);
      return;
    case "repost":
      await tx.cards.forgetRoot(row.conversationId, row.subjectKey);
      await tx.outbox.becomeCreate(row.id);
      await tx.outbox.retryAt(row.id, row.dueAt, decision.error);
      return;
    case "pause-conversation":
      // The row first: pausing refuses all that still waits.
      await tx.outbox.finish(row.id, "refused", decision.error);
      await tx.conversations.setState(row.conversationId, "paused", decision.error);
  }
}

async function recordFinish(tx: Writes, decision: Extract<Decision, { then: "finish" }>): Promise<void> {
  const { order, result, outcome, error } = decision;
  const { row, target, absorbed } = order;
  await tx.outbox.finish(row.id, outcome, error);
  const isRoot = target.as === "create" && row.kind !== "reply" && row.subjectKey !== "";
  if (!isRoot) return;
  if (outcome === "refused") {
    // Not posted: what waits for it goes on without, and the next update may post a root of its own.
    await tx.cards.forgetRoot(row.conversationId, row.subjectKey);
    return;
  }
  await tx.cards.recordRoot(
    row.conversationId,
    row.subjectKey,
    result.kind === "posted" ? result.activityId : undefined,
  );
  if (result.kind === "posted" && absorbed.length > 0) await tx.outbox.supersede(absorbed);
}

async function recordRetry(tx: Writes, decision: Extract<Decision, { then: "retry" }>): Promise<void> {
  const { row } = decision.order;
  if (decision.unknownOutcome === true) await tx.outbox.markAmbiguous(row.id);
  if (decision.rootless === true && row.subjectKey !== "" && row.body.threadRootId === undefined) {
    await tx.cards.forgetRoot(row.conversationId, row.subjectKey);
  }
  await tx.outbox.retryAt(row.id, decision.at, decision.error);
}

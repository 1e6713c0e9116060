import type { MailboxTransaction, OutboxRow } from "./contract.ts";

/**
 * A row found as `sending` when no request of ours is under way: somebody died in the middle. An update is simply sent
 * again; a create or reply is sent once more as ambiguous, or, when this was that second time, ends as ambiguous (true).
 */
export async function recoverRow(
  tx: Pick<MailboxTransaction, "cards" | "outbox">,
  row: OutboxRow,
  now: Date,
): Promise<boolean> {
  if (row.kind === "update" || row.ambiguous !== true) {
    if (row.kind !== "update") await tx.outbox.markAmbiguous(row.id);
    await tx.outbox.retryAt(row.id, now, "the process ended while it was sent");
    return false;
  }
  await tx.outbox.finish(row.id, "ambiguous", "the process ended twice while it was sent");
  if (row.kind === "create" && row.subjectKey !== "") {
    await tx.cards.recordRoot(row.conversationId, row.subjectKey, undefined);
  }
  return true;
}

import type { PendingCommandRecord, Transaction } from "../../adapters/store/contract/index.ts";

/** Resumes, each once, what of this person waited for their details. Answers how many. */
export async function resumeAfterProfile(
  tx: Transaction,
  userId: string,
  resume: (tx: Transaction, pending: PendingCommandRecord) => Promise<boolean>,
): Promise<number> {
  const waiting = await tx.pendingCommands.claim({ userId, waitsFor: "profile" });
  // The same asked for twice while waiting is meant once.
  const byMeaning = new Map(waiting.map((one) => [toMeaning(one), one]));
  let resumed = 0;
  for (const pending of byMeaning.values()) if (await resume(tx, pending)) resumed += 1;
  return resumed;
}

function toMeaning({ conversationId, text, action }: PendingCommandRecord): string {
  return `${conversationId} ${action === undefined ? text.toLowerCase() : JSON.stringify(action)}`;
}

import type { PendingCommandRecord, Transaction } from "../../adapters/store/contract/index.ts";

/** Makes a turn of a kept command; false when its person or conversation is gone. */
export type ResumeCommand = (tx: Transaction, pending: PendingCommandRecord) => Promise<boolean>;

/** Resumes, each once, the commands of this person that waited for sign-in. Answers which they were. */
export async function resumeAfterSignIn(
  tx: Transaction,
  userId: string,
  resume: ResumeCommand,
): Promise<readonly PendingCommandRecord[]> {
  const waiting = await tx.pendingCommands.claim({ userId, waitsFor: "signin" });
  // The same command, or button, asked for twice while waiting is meant once.
  const byMeaning = new Map(waiting.map((one) => [toMeaning(one), one]));
  const resumed: PendingCommandRecord[] = [];
  for (const pending of byMeaning.values()) if (await resume(tx, pending)) resumed.push(pending);
  return resumed;
}

function toMeaning({ conversationId, text, action }: PendingCommandRecord): string {
  const what = action === undefined ? text.toLowerCase() : JSON.stringify(action);
  return `${conversationId} ${what}`;
}

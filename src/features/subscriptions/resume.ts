import type { PendingCommandRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";

export interface ResumeDeps {
  readonly store: Pick<Store, "transaction">;
  /** Makes a turn of the kept command for its person and conversation; skips it where either is gone. */
  readonly resumeCommand: (tx: Transaction, pending: PendingCommandRecord) => Promise<boolean>;
}

/** The App's installation on this account changed: what waited for it goes on, each command once. */
export async function resumeAfterInstallation(accountLogin: string, deps: ResumeDeps): Promise<void> {
  await deps.store.transaction(async (tx) => {
    const waiting = await tx.pendingCommands.claim({
      waitsFor: "installation",
      waitsForKey: accountLogin.toLowerCase(),
    });
    const byMeaning = new Map(
      waiting.map((one) => [`${one.userId} ${one.conversationId} ${one.text.toLowerCase()}`, one]),
    );
    for (const pending of byMeaning.values()) await deps.resumeCommand(tx, pending);
  });
}

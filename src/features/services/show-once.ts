import type { Transaction } from "../../adapters/store/contract/index.ts";
import type { TurnContext } from "../../core/turn.ts";

/** A command as if its person had typed it there. */
interface Asked {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: string;
  readonly text: string;
  readonly threadRootId: string;
  readonly waitsFor: "signin";
}

/**
 * After the first sign-in, and with the first `account`, the services are shown where nobody else reads along, as if their
 * person had asked for them: once, whichever comes first.
 */
export async function showServicesOnce(
  tx: Transaction,
  { jobId, actor: { userId } }: Pick<TurnContext, "jobId" | "actor">,
  resume: (tx: Transaction, asked: Asked) => Promise<boolean>,
): Promise<void> {
  const { personalConversationId: conversationId = "" } = (await tx.users.find(userId)) ?? {};
  if (conversationId === "" || !(await tx.users.markServicesShown(userId))) return;
  await resume(tx, {
    id: jobId,
    userId,
    conversationId,
    text: "services",
    threadRootId: "",
    waitsFor: "signin",
  });
}

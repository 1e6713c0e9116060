import type { InboundActivity } from "../core/inbound.ts";
import { withoutPrivateKeys } from "../core/private-key-text.ts";
import { withoutTypedValue } from "../core/typed-value.ts";
import { applyLifecycle, type LifecycleDeps } from "./lifecycle.ts";
import { sealFields, type FieldVault } from "./secret-fields.ts";
import type { BotStore, BotTransaction } from "./store.ts";
import { toTurnPayload, type TurnActivity } from "./turn-payload.ts";

/** The job kind that runs one turn of a conversation. */
export const TURN_JOB = "turn";

export interface AcceptDeps extends LifecycleDeps {
  readonly store: BotStore;
  readonly vault: FieldVault;
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** What became of an activity: a job to run, or nothing more to do. */
export type Accepted = { readonly kind: "job"; readonly jobId: string } | { readonly kind: "done" };

/**
 * Takes an authenticated activity in, durably, before it is answered: in one transaction the repeat check, the
 * person's and the conversation's row, and the job that will run it.
 */
export async function acceptActivity(activity: InboundActivity, deps: AcceptDeps): Promise<Accepted> {
  if (activity.kind === "other" || activity.kind === "link") return { kind: "done" };
  return deps.store.transaction(async (tx) => {
    const isNew = await tx.inbound.record(activity.conversation.channelId, activity.activityId);
    if (!isNew) return { kind: "done" };
    if (activity.kind === "lifecycle") {
      await applyLifecycle(activity, tx, deps);
      return { kind: "done" };
    }
    const jobId = await createTurn(activity, tx, deps.vault);
    return { kind: "job", jobId };
  });
}

async function createTurn(activity: TurnActivity, tx: BotTransaction, vault: FieldVault): Promise<string> {
  const user = await tx.users.ensure(activity.from);
  const conversation = await tx.conversations.ensure(activity.conversation);
  if (activity.conversation.type === "personal" && user.personalConversationId !== conversation.id)
    await tx.users.setPersonalConversation(user.id, conversation.id);
  const job = await tx.jobs.create({
    kind: TURN_JOB,
    targetId: conversation.id,
    payload: toTurnPayload({
      activity: withoutSecrets(activity, user.id, vault),
      userId: user.id,
      isAdmin: user.isAdmin,
      conversationId: conversation.id,
      source: "typed",
    }),
  });
  return job.id;
}

/** What may be written down: a private key or a variable's value in a message is cut out, secrets of a form are sealed. */
function withoutSecrets(activity: TurnActivity, userId: string, vault: FieldVault): TurnActivity {
  switch (activity.kind) {
    case "message":
      return { ...activity, text: withoutTypedValue(withoutPrivateKeys(activity.text)) };
    case "action":
    case "dialog":
      return { ...activity, data: sealFields(activity.data, userId, vault) };
    case "signin-code":
      return activity;
  }
}

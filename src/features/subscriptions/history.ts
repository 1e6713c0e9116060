import type {
  SubscriptionRecord,
  SubscriptionState,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";

export interface SubscriptionChange {
  readonly verb: "created" | "updated" | "deleted" | "adopted" | "paused" | "resumed";
  readonly fromState?: SubscriptionState;
  readonly toState?: SubscriptionState;
  readonly data?: JsonObject;
}

/** Writes what a person changed of a subscription, in the transaction that changes it. */
export async function recordChange(
  tx: Transaction,
  turn: TurnContext,
  subscription: SubscriptionRecord,
  { verb, fromState, toState, data }: SubscriptionChange,
): Promise<void> {
  await tx.events.record({
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: subscription.tenantId,
    teamId: subscription.teamId,
    entityType: "chatopssubscription",
    entityId: subscription.id,
    verb,
    ...(fromState === undefined ? {} : { fromState }),
    ...(toState === undefined ? {} : { toState }),
    data: { name: subscription.ghArtifactName, ...data },
    correlationId: turn.jobId,
  });
}

import type { TurnContext } from "./turn.ts";

/** Who did what an event tells of: a person in a turn, or a part of Ployst. */
export interface Doer {
  readonly actorType: "user" | "component";
  /** users.id, or the part's name. */
  readonly actorId: string;
  readonly tenantId?: string;
  readonly correlationId?: string;
}

/** The turn's person. */
export function byActor({ actor, place, jobId }: TurnContext): Doer {
  const { tenantId } = place.reference;
  return { actorType: "user", actorId: actor.userId, tenantId, correlationId: jobId };
}

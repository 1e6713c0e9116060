import type { NewEvent, TeamMemberRecord } from "../../adapters/store/contract/index.ts";
import type { TurnContext } from "../../core/turn.ts";

type Change = Pick<NewEvent, "verb" | "fromState" | "toState" | "data">;

/** What somebody did to a team. */
export function toTeamEvent(turn: TurnContext, teamId: string, change: Change): NewEvent {
  return { ...toEvent(turn, teamId), entityType: "team", entityId: teamId, ...change };
}

/** What somebody did to a membership. */
export function toMemberEvent(
  turn: TurnContext,
  { id, teamId, userId }: Pick<TeamMemberRecord, "id" | "teamId" | "userId">,
  { data, ...change }: Change,
): NewEvent {
  const whose = { ...data, userId };
  return { ...toEvent(turn, teamId), entityType: "team_member", entityId: id, ...change, data: whose };
}

/** Which team this conversation works in now, or no longer. */
export function toLinkEvent(turn: TurnContext, teamId: string, verb: "linked" | "unlinked"): NewEvent {
  const { conversationId, reference } = turn.place;
  const event = toEvent(turn, teamId);
  return {
    ...event,
    tenantId: reference.tenantId,
    entityType: "conversation",
    entityId: conversationId,
    verb,
  };
}

/** Which team somebody's own commands work in now. */
export function toUseEvent(turn: TurnContext, teamId: string, before: string): NewEvent {
  const { userId } = turn.actor;
  return {
    ...toEvent(turn, teamId),
    entityType: "user",
    entityId: userId,
    verb: "team_chosen",
    data: { before },
  };
}

function toEvent({ actor, jobId }: TurnContext, teamId: string) {
  const { userId: actorId, person } = actor;
  return { actorType: "user", actorId, tenantId: person.tenantId, teamId, correlationId: jobId } as const;
}

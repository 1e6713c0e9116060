import type {
  ActorType,
  TeamInvitationRecord,
  TeamMemberRecord,
  TeamRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";

/** Who did it, and as part of what. */
export interface Doer {
  readonly actorType: ActorType;
  readonly actorId: string;
  readonly correlationId?: string;
}

/** What happened to something of a team; `states` as a transition gives them. */
interface Happened {
  readonly verb: string;
  readonly states?: { readonly fromState?: string; readonly toState: string };
  readonly data?: JsonObject;
}

type Team = Pick<TeamRecord, "id" | "tenantId">;

export async function recordInvitation(
  tx: Pick<Transaction, "events">,
  { id }: Pick<TeamInvitationRecord, "id">,
  team: Team,
  doer: Doer,
  happened: Happened,
): Promise<void> {
  await record(tx, { entityType: "team_invitation", entityId: id }, team, doer, happened);
}

export async function recordMember(
  tx: Pick<Transaction, "events">,
  { id, userId }: Pick<TeamMemberRecord, "id" | "userId">,
  team: Team,
  doer: Doer,
  happened: Happened,
): Promise<void> {
  const whose = { ...happened, data: { ...happened.data, userId } };
  await record(tx, { entityType: "team_member", entityId: id }, team, doer, whose);
}

export async function recordRegistration(
  tx: Pick<Transaction, "events">,
  id: string,
  team: Team,
  doer: Doer,
  happened: Happened,
): Promise<void> {
  await record(tx, { entityType: "registration", entityId: id }, team, doer, happened);
}

async function record(
  tx: Pick<Transaction, "events">,
  entity: { readonly entityType: string; readonly entityId: string },
  { id: teamId, tenantId }: Team,
  doer: Doer,
  { verb, states = { toState: "" }, data = {} }: Happened,
): Promise<void> {
  await tx.events.record({ ...doer, ...entity, tenantId, teamId, verb, ...states, data });
}

import type {
  RegistrationRecord,
  SshPublicKeyRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { TurnContext } from "../../core/turn.ts";

type Events = Pick<Transaction, "events">;

/** Whose doing it was. */
export interface Doer {
  readonly userId: string;
  readonly tenantId: string;
  /** The turn, where it was one. */
  readonly correlationId?: string;
}

export function toDoer({ actor, jobId }: TurnContext): Doer {
  return { userId: actor.userId, tenantId: actor.person.tenantId, correlationId: jobId };
}

function byDoer({ userId, tenantId, correlationId }: Doer) {
  const by = { actorType: "user", actorId: userId, tenantId } as const;
  return { ...by, ...(correlationId !== undefined && { correlationId }) };
}

export async function recordRegistration(
  { events }: Events,
  turn: TurnContext,
  { id }: Pick<RegistrationRecord, "id">,
  verb: "created" | "activated" | "posix_requested" | "withdrawn",
  states: { readonly fromState?: string; readonly toState?: string },
  data: JsonObject = {},
): Promise<void> {
  await events.record({
    ...byDoer(toDoer(turn)),
    ...{ entityType: "registration", entityId: id, verb, ...states, data },
  });
}

/** Their own name and address: that they changed, not to what. */
export async function recordProfile({ events }: Events, turn: TurnContext, userId: string): Promise<void> {
  const what = { entityType: "user", entityId: userId, verb: "updated" };
  await events.record({ ...byDoer(toDoer(turn)), ...what, data: { fields: ["surname", "email"] } });
}

export async function recordKey(
  { events }: Events,
  doer: Doer,
  { id, type, fingerprint }: SshPublicKeyRecord,
  verb: "added" | "removed",
): Promise<void> {
  const what = { entityType: "ssh_public_key", entityId: id, verb, data: { type, fingerprint } };
  await events.record({ ...byDoer(doer), ...what });
}

export async function recordKeysRequested(
  { events }: Events,
  doer: Doer,
  registrationId: string,
  states: { readonly fromState: string; readonly toState: string },
): Promise<void> {
  const what = { entityType: "registration", entityId: registrationId, verb: "keys_requested", ...states };
  await events.record({ ...byDoer(doer), ...what });
}

export async function recordEndedAccess(
  { events }: Events,
  turn: TurnContext,
  userId: string,
  ended: {
    readonly sessions: number;
    readonly apiTokens: number;
    readonly links: number;
    readonly services: number;
  },
): Promise<void> {
  const what = { entityType: "user", entityId: userId, verb: "access_ended", data: { ...ended } };
  await events.record({ ...byDoer(toDoer(turn)), ...what });
}

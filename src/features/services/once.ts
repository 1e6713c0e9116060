import type { ProviderId } from "../../adapters/services/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import type { JsonObject } from "../../core/json.ts";
import { once as callOnce, type Sent } from "../../core/once.ts";
import type { TurnContext } from "../../core/turn.ts";
import { accountNameOf, type Usable } from "./connection.ts";
import type { Deps } from "./deps.ts";

/** One person at work with one connection in one turn. */
export interface Session extends Usable {
  readonly turn: TurnContext;
  readonly id: ProviderId;
  /** The service's name in sentences. */
  readonly service: string;
  readonly deps: Deps;
}

export interface OnceAct<T> {
  /** One step of its turn: each step happens once. */
  readonly step: string;
  /** Names it in the audit: `commented`. */
  readonly verb: string;
  /** What it is done to, for the audit: `PROJ-1`. */
  readonly entity: string;
  /** Completes "I don't know whether … arrived", Markdown. */
  readonly what: string;
  /** Runs before it, and only when it is still to be done: a fault in here means that nothing was done. */
  readonly prepare?: () => Promise<void>;
  readonly send: () => Promise<T>;
  /** Looks for it at the service when nobody saw an answer; undefined when that tells nothing. */
  readonly find: (since: Date) => Promise<T | undefined>;
  readonly toResult: (value: T) => JsonObject;
  readonly fromResult: (result: JsonObject) => T;
}

/** A call that must not be repeated, done with the session's connection. Throws SERVICE_OUTCOME_UNKNOWN. */
export function once<T>(session: Session, act: OnceAct<T>): Promise<T> {
  const { turn, connection, service, deps } = session;
  const { what, prepare, toResult, fromResult } = act;
  return callOnce<T, ReturnType<typeof toEvent>>(
    {
      intent: {
        intentKey: `${turn.jobId}:${act.step}`,
        userId: turn.actor.userId,
        kind: act.verb,
        target: { entity: act.entity, connection: connection.id },
      },
      event: toEvent(session, act),
      ...(prepare !== undefined && { prepare }),
      send: () => sendUnlessUnclear(act.send),
      find: ({ createdAt }) => findOrNothing(() => act.find(createdAt)),
      unknown: () => faults.SERVICE_OUTCOME_UNKNOWN({ service, what }),
      ...{ toResult, fromResult },
    },
    deps.store,
  );
}

async function sendUnlessUnclear<T>(send: () => Promise<T>): Promise<Sent<T>> {
  try {
    return { kind: "done", value: await send() };
  } catch (error) {
    if (isUnclear(error)) return { kind: "unknown" };
    throw error;
  }
}

/** No answer, or one that can't be read: the service may have done it all the same. */
function isUnclear(error: unknown): boolean {
  return (
    isFault(error, "SERVICE_UNREACHABLE") ||
    isFault(error, "SERVICE_NOT_UNDERSTOOD") ||
    isFault(error, "SERVICE_TOO_BIG")
  );
}

/** What can't be looked up tells nothing. */
async function findOrNothing<T>(find: () => Promise<T | undefined>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof Fault) return undefined;
    throw error;
  }
}

function toEvent<T>({ turn, connection }: Session, { verb, entity }: OnceAct<T>) {
  return {
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: turn.place.reference.tenantId,
    teamId: connection.ownerType === "team" ? connection.ownerId : "",
    entityType: "service_connection",
    entityId: connection.id,
    verb,
    data: { provider: connection.provider, name: entity.slice(0, 200), as: accountNameOf(connection) },
    correlationId: turn.jobId,
  } as const;
}

import { z } from "zod";
import type { ProviderId, ServiceAccount } from "../../adapters/services/contract/index.ts";
import type { Reads, ServiceConnectionRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { ownOf, type Owner } from "../../core/owner.ts";
import type { TurnContext } from "../../core/turn.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Deps } from "./deps.ts";

const Credentials = z.record(z.string(), z.string());
const Settings = z.object({ accountName: z.string().catch("") });

/** As the service named who we are there, `''` before it was asked. */
export function accountNameOf({ settings }: Pick<ServiceConnectionRecord, "settings">): string {
  return Settings.safeParse(settings).data?.accountName ?? "";
}

/** What a provider needs to speak for a connection; undefined for one that is disabled. */
export async function findServiceAccount(
  connection: ServiceConnectionRecord,
  reads: Pick<Reads, "serviceConnections">,
): Promise<ServiceAccount | undefined> {
  const opened = await reads.serviceConnections.findCredentials(connection.id);
  if (opened === undefined) return undefined;
  return { baseUrl: connection.baseUrl, credentials: Credentials.parse(opened) };
}

/** A connection that a command may use. */
export interface Usable {
  readonly connection: ServiceConnectionRecord;
  readonly account: ServiceAccount;
}

/** The actor's own connection, else that of the team in force. Throws SERVICE_NOT_ENABLED. */
export async function getUsable(turn: TurnContext, id: ProviderId, deps: Deps): Promise<Usable> {
  const standing = await deps.findStanding(turn.actor.userId, turn.place);
  const team = standing.kind === "in" ? [{ ownerType: "team", ownerId: standing.team.id } as const] : [];
  const usable = await deps.store.read(async (reads) => {
    for (const owner of [ownOf(turn.actor).key, ...team]) {
      const connection = await reads.serviceConnections.findByOwner(owner, id);
      const account = connection && (await findServiceAccount(connection, reads));
      if (connection !== undefined && account !== undefined) return { connection, account };
    }
    return undefined;
  });
  if (usable !== undefined) return usable;
  throw faults.SERVICE_NOT_ENABLED({ service: deps.providers[id].description.name, id });
}

/** Writes what became of a connection, in the transaction that changes it. */
export async function recordService(
  tx: Transaction,
  turn: Pick<TurnContext, "actor" | "place" | "jobId">,
  owner: Pick<Owner, "teamId">,
  connection: Pick<ServiceConnectionRecord, "id" | "provider">,
  change: {
    readonly verb: "enabled" | "verified" | "failed" | "disabled";
    readonly fromState?: string;
    readonly toState?: string;
    readonly data?: JsonObject;
  },
): Promise<void> {
  const { verb, fromState, toState, data } = change;
  await tx.events.record({
    actorType: "user",
    actorId: turn.actor.userId,
    tenantId: turn.place.reference.tenantId,
    teamId: owner.teamId,
    entityType: "service_connection",
    entityId: connection.id,
    verb,
    ...(fromState !== undefined && { fromState }),
    ...(toState !== undefined && { toState }),
    data: { provider: connection.provider, ...data },
    correlationId: turn.jobId,
  });
}

import type {
  ServerRecord,
  ServerStatus,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Doer } from "../../core/doer.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Deps } from "./deps.ts";

/** Ployst itself, in a job or a check. */
export function byPloyst(correlationId = ""): Doer {
  return { actorType: "component", actorId: "servers", ...(correlationId !== "" && { correlationId }) };
}

export interface Happening {
  readonly verb: string;
  readonly transition?: Transition<ServerStatus>;
  readonly data?: JsonObject;
}

/** Writes what became of a server, in the transaction that changes it. */
export function recordServer(
  tx: Transaction,
  { id, teamId, cloudId, name }: ServerRecord,
  doer: Doer,
  { verb, transition, data }: Happening,
): Promise<void> {
  return tx.events.record({
    ...doer,
    ...{ teamId, entityType: "server", entityId: id, verb, ...transition },
    data: { name, cloudId, ...data },
  });
}

/**
 * Writes what became of a server and tells whoever follows, in the transaction that changed it. Answers the row as it is
 * now; undefined where there is none.
 */
export async function tellServer(
  tx: Transaction,
  id: string,
  doer: Doer,
  happening: Happening,
  { onServerChanged }: Pick<Deps, "onServerChanged">,
): Promise<ServerRecord | undefined> {
  const server = await tx.servers.find(id);
  if (server === undefined) return undefined;
  await recordServer(tx, server, doer, happening);
  const { verb: what, transition } = happening;
  await onServerChanged(tx, server, { what, ...(transition !== undefined && { transition }) });
  return server;
}

import type { Transaction } from "../../../adapters/store/contract/index.ts";
import { isRunning } from "../../../core/realm-status.ts";
import type { ScopeKind } from "../../../core/variable-scope.ts";
import type { Deps } from "../deps.ts";
import { queuePush } from "./kind.ts";

const MOST = 500;

/** Whose variables changed: all of a team's servers, those of a cloud, or one; only deployments read a project's. */
export interface ChangedScope {
  readonly kind: ScopeKind;
  readonly id: string;
}

/** Has the servers written anew that a change of variables is about; in the transaction of the change. */
export async function onVariablesChanged(
  tx: Transaction,
  scopes: readonly ChangedScope[],
  deps: Pick<Deps, "wakeJobs">,
): Promise<void> {
  const ids = new Set<string>();
  for (const { kind, id } of scopes)
    for (const server of await listServers(tx, kind, id)) if (isRunning(server)) ids.add(server.id);
  // In one order, so that two changes at once don't wait for each other's rows.
  await queuePush(tx, [...ids].toSorted(), deps);
}

async function listServers(tx: Transaction, kind: ChangedScope["kind"], id: string) {
  switch (kind) {
    case "team":
      return tx.servers.listByTeam(id, { limit: MOST });
    case "cloud":
      return tx.servers.listByCloud(id, { limit: MOST });
    case "server":
      return tx.servers.listByIds([id]);
    case "project":
      return [];
  }
}

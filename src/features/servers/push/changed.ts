import type { Transaction } from "../../../adapters/store/contract/index.ts";
import { isRunning } from "../../../core/realm-status.ts";
import type { Deps } from "../deps.ts";
import { queuePush } from "./kind.ts";

const MOST = 500;

/** Whose variables changed: all of a team's servers, those of a cloud, or one. */
export type ChangedScope =
  | { readonly kind: "team" | "cloud" | "server"; readonly id: string }
  /** Only deployments read these. */
  | { readonly kind: "project"; readonly id: string };

/** Has the servers written anew that a change of variables is about; in the transaction of the change. */
export async function onVariablesChanged(
  tx: Transaction,
  { kind, id }: ChangedScope,
  deps: Pick<Deps, "wakeJobs">,
): Promise<void> {
  const servers = await listServers(tx, kind, id);
  await queuePush(
    tx,
    servers.filter(isRunning).map((server) => server.id),
    deps,
  );
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

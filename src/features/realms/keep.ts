import type {
  RealmRecord,
  RealmRepository,
  ServerRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { KeepDeps } from "./deps.ts";
import type { Doer } from "../../core/doer.ts";
import { recordRealm } from "./history.ts";

/** Realms of one server; what deploys by the hundred is served better by other tools. */
export const MOST_OF_SERVER = 100;

type Said = Omit<Parameters<RealmRepository["save"]>[0], "nextCheckAt">;

/** Makes a realm or changes it; with an address it is asked at once. Saying the same again changes nothing. */
export async function keepRealm(
  tx: Transaction,
  said: Said,
  by: { readonly doer: Doer; readonly askedIn: string },
  deps: KeepDeps,
): Promise<{ readonly realm: RealmRecord; readonly outcome: "created" | "updated" | "same" }> {
  const due = said.url === "" ? {} : { nextCheckAt: deps.clock.now() };
  const { before, after } = await tx.realms.save({ ...said, ...due });
  if (before?.version === after.version) return { realm: after, outcome: "same" };
  const what = before === undefined ? "created" : "updated";
  const moved = before !== undefined && before.status !== after.status;
  const transition = moved ? { fromState: before.status, toState: after.status } : undefined;
  const change = transition === undefined ? {} : { transition };
  await recordRealm(tx, after, by.doer, { verb: what, ...change });
  await deps.onRealmChanged(tx, after, { what, ...change, askedIn: by.askedIn });
  tx.afterCommit(deps.wakeChecks);
  return { realm: after, outcome: what };
}

/** A realm is gone: its events stay. */
export async function tellRemoved(
  tx: Transaction,
  realm: RealmRecord,
  by: { readonly doer: Doer; readonly askedIn: string },
  deps: Pick<KeepDeps, "onRealmChanged">,
): Promise<void> {
  await recordRealm(tx, realm, by.doer, { verb: "deleted" });
  await deps.onRealmChanged(tx, realm, { what: "removed", askedIn: by.askedIn });
}

/** A server that is deleted takes its realms along; in the transaction that deletes it. */
export async function removeRealmsOf(
  tx: Transaction,
  server: Pick<ServerRecord, "id">,
  doer: Doer,
  deps: Pick<KeepDeps, "onRealmChanged">,
): Promise<void> {
  for (const realm of await tx.realms.removeByServer(server.id))
    await tellRemoved(tx, realm, { doer, askedIn: "" }, deps);
}

import type { DeploymentRecord, RealmRecord, Transaction } from "../../adapters/store/contract/index.ts";
import type { KeepDeps } from "./deps.ts";
import type { Doer } from "../../core/doer.ts";
import { recordRealm } from "./history.ts";
import { keepRealm, MOST_OF_SERVER } from "./keep.ts";
import { readRealmLine, type RealmLine } from "./line.ts";

/** Realms that one deployment can tell of on one server. */
export const MOST_TOLD = 20;
const MOST_READ = 500;

/** The deployment whose script told. */
export type Telling = Pick<DeploymentRecord, "id" | "teamId" | "projectId" | "serverId">;

export interface SavedRealms {
  readonly saved: readonly RealmRecord[];
  /** Realms that there was no room for. */
  readonly leftOver: number;
  /** Lines that begin as such and can't be used. */
  readonly malformed: number;
}

/**
 * Keeps what the script of a deployment that succeeded told, of two lines about one realm the later; other lines are passed over. Also for one that told
 * nothing: what an earlier deployment of the project told of this server stays, and says that it was left out. To be called in
 * the transaction of the success; twice is as once.
 */
export async function saveRealms(
  tx: Transaction,
  deployment: Telling,
  lines: readonly string[],
  deps: KeepDeps,
): Promise<SavedRealms> {
  const there = await tx.realms.listByServer(deployment.serverId, { limit: MOST_READ });
  const read = lines.map(readRealmLine).filter((line) => line !== undefined);
  const usable = read.filter((line) => line !== "malformed");
  const told = [...new Map(usable.map((line) => [toKey(line), line])).values()];
  const known = new Set(there.map(toKey));
  const saved: RealmRecord[] = [];
  for (const line of told.slice(0, MOST_TOLD)) {
    if (!known.has(toKey(line)) && known.size >= MOST_OF_SERVER) continue;
    known.add(toKey(line));
    saved.push(await keepTold(tx, deployment, line, deps));
  }
  const ids = new Set(saved.map(({ id }) => id));
  await leaveOut(
    tx,
    deployment,
    there.filter(({ id }) => !ids.has(id)),
    deps,
  );
  return { saved, leftOver: told.length - saved.length, malformed: read.length - usable.length };
}

async function keepTold(
  tx: Transaction,
  { id: deploymentId, teamId, serverId }: Telling,
  { name, url, meta }: RealmLine,
  deps: KeepDeps,
): Promise<RealmRecord> {
  const said = { teamId, serverId, deploymentId, name, url, meta };
  const { realm } = await keepRealm(tx, said, { doer: doerOf(deploymentId), askedIn: "" }, deps);
  return realm;
}

/** Those that earlier deployments of the same project told. */
async function leaveOut(
  tx: Transaction,
  deployment: Telling,
  untold: readonly RealmRecord[],
  deps: KeepDeps,
): Promise<void> {
  for (const realm of untold) {
    if (realm.deploymentId === "" || realm.leftOutBy !== "") continue;
    const earlier = await tx.deployments.find(realm.deploymentId);
    if (earlier?.projectId !== deployment.projectId) continue;
    if (!(await tx.realms.leaveOut(realm.id, deployment.id))) continue;
    const leftOut = { ...realm, leftOutBy: deployment.id };
    await recordRealm(tx, leftOut, doerOf(deployment.id), { verb: "updated", data: { leftOut: true } });
    await deps.onRealmChanged(tx, leftOut, { what: "updated", askedIn: "" });
  }
}

function doerOf(deploymentId: string): Doer {
  return { actorType: "component", actorId: "deployments", correlationId: deploymentId };
}

/** As the store compares names. */
function toKey({ name }: Pick<RealmLine, "name">): string {
  return name.normalize("NFC").toLowerCase();
}

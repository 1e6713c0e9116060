import type { MirrorRecord } from "../../adapters/store/contract/index.ts";
import { MINUTE } from "../../core/clock.ts";
import type { MirrorDeps } from "./deps.ts";
import { recordMirror } from "./history.ts";
import { tryHoldMirror } from "./hold.ts";

/** How long a mirror is left alone after its last use, which other processes of the host may go on with. */
const RESTING_MS = 15 * MINUTE;
const AT_ONCE = 20;

type RoomDeps = Pick<MirrorDeps, "store" | "git" | "clock" | "timers" | "log" | "quotaBytes">;

/** Removes those that were not used for longest until all are within the quota; those in use stay, whatever they take. */
export async function makeRoom(workerId: string, signal: AbortSignal, deps: RoomDeps): Promise<void> {
  let total = await deps.store.read((reads) => reads.mirrors.totalBytes(workerId));
  if (total <= deps.quotaBytes) return;
  const oldest = await deps.store.read((reads) => reads.mirrors.listLeastUsed(workerId, AT_ONCE));
  let isAnyGone = false;
  for (const mirror of oldest) {
    if (total <= deps.quotaBytes) return;
    if (!isResting(mirror, deps)) break;
    if (!(await removeMirror(mirror, "quota", signal, deps))) continue;
    isAnyGone = true;
    total -= mirror.bytes;
  }
  if (isAnyGone && oldest.length === AT_ONCE) await makeRoom(workerId, signal, deps);
  else deps.log.warn({ workerId, total, quotaBytes: deps.quotaBytes }, "mirrors in use are over the quota");
}

export function isResting({ lastUsedAt }: MirrorRecord, { clock }: Pick<RoomDeps, "clock">): boolean {
  return clock.now().getTime() - lastUsedAt.getTime() > RESTING_MS;
}

/** False when somebody works on it, or used it in between. */
export async function removeMirror(
  mirror: MirrorRecord,
  reason: "quota" | "unused",
  signal: AbortSignal,
  deps: RoomDeps,
): Promise<boolean> {
  const work = async (): Promise<boolean> => {
    const isGone = await deps.store.transaction(async (tx) => {
      const now = await tx.mirrors.find(mirror.workerId, mirror.repositoryUrl);
      if (now?.id !== mirror.id || !isResting(now, deps)) return false;
      if (!(await tx.mirrors.remove(now.id))) return false;
      await recordMirror(tx, now, { verb: "removed", fromState: now.state, reason });
      return true;
    });
    // The row first: files without one are made anew, a row without files would promise them.
    if (isGone) await deps.git.remove(deps.git.parseUrl(mirror.repositoryUrl));
    return isGone;
  };
  const held = await tryHoldMirror(mirror.id, signal, work, deps);
  return held.isHeld && held.result;
}

import type { MirrorRecord } from "../../adapters/store/contract/index.ts";
import { DAY } from "../../core/clock.ts";
import type { MirrorDeps } from "./deps.ts";
import { makeRoom, removeMirror } from "./room.ts";

const AT_ONCE = 100;
/** How long a mirror is kept that nobody tracks: whoever tracks it again, or deploys it once more, finds it. */
const KEPT_MS = DAY;

/** What this worker's disk needn't hold any longer. */
export async function sweepMirrors(deps: MirrorDeps): Promise<void> {
  const { git, store } = deps;
  if (!(await git.isUsed())) return;
  const { signal } = new AbortController();
  await git.removeLeftovers();
  const workerId = await git.getWorkerId();
  for (let after = ""; ;) {
    const page = await store.read(({ mirrors }) => mirrors.listByWorker(workerId, { after, limit: AT_ONCE }));
    for (const mirror of await listUnneeded(page, deps)) await removeMirror(mirror, "unused", signal, deps);
    const last = page.at(-1);
    if (last === undefined || page.length < AT_ONCE) break;
    after = last.id;
  }
  await makeRoom(workerId, signal, deps);
}

async function listUnneeded(
  mirrors: readonly MirrorRecord[],
  { store, clock, listNeeded }: Pick<MirrorDeps, "store" | "clock" | "listNeeded">,
): Promise<readonly MirrorRecord[]> {
  const oldest = clock.now().getTime() - KEPT_MS;
  const unused = mirrors.filter(({ lastUsedAt }) => lastUsedAt.getTime() < oldest);
  const urls = unused.map(({ repositoryUrl }) => repositoryUrl);
  if (urls.length === 0) return [];
  const tracked = await store.read((reads) => reads.trackedRepositories.listTrackedUrls(urls));
  const needed = await listNeeded(urls);
  return unused.filter(({ repositoryUrl }) => !tracked.has(repositoryUrl) && !needed.has(repositoryUrl));
}

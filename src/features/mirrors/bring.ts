import type { GitProgress, GitRepository } from "../../adapters/git/contract/index.ts";
import type { MirrorRecord } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import type { MirrorDeps, MirrorRequest } from "./deps.ts";
import { recordMirror } from "./history.ts";

type BringDeps = Pick<MirrorDeps, "store" | "git" | "quotaBytes" | "log">;

export interface Wanted {
  readonly repository: GitRepository;
  readonly request: MirrorRequest;
  readonly head: string | undefined;
}

/** Has the mirror what is asked for, without asking its host? */
export async function isEnough(
  mirror: MirrorRecord,
  { repository, request }: Wanted,
  { git }: Pick<BringDeps, "git">,
): Promise<boolean> {
  // Without its row having seen it finished, nobody knows how much it takes.
  if (mirror.state === "queued" || mirror.state === "cloning") return false;
  if (request.fetch === "always" || !(await git.hasMirror(repository))) return false;
  return request.sha === undefined || git.hasCommit(repository, request.sha);
}

/** Clones or fetches, by whoever holds the mirror. What a crash left half done was never in its place: it begins anew. */
export async function bringMirror(
  mirror: MirrorRecord,
  wanted: Wanted,
  signal: AbortSignal,
  deps: BringDeps,
): Promise<void> {
  const { repository, request, head } = wanted;
  const { git, store } = deps;
  const { credential } = request;
  const onProgress = sparsely(request.onProgress ?? (() => undefined));
  const transfer = { credential, signal, onProgress, mostBytes: deps.quotaBytes };
  try {
    const isThere = await git.hasMirror(repository);
    if (!isThere || mirror.state === "queued") await recordCloning(mirror, store);
    await (isThere ? git.fetch(repository, transfer, head) : git.clone(repository, transfer, head));
    await recordReady(mirror, repository, deps);
  } catch (error) {
    // Who was told to stop, or lost the lease, has nothing to say about the mirror.
    if (!signal.aborted) await recordFailed(mirror, error, deps);
    throw error;
  }
}

async function recordCloning(mirror: MirrorRecord, store: BringDeps["store"]): Promise<void> {
  await store.transaction(async (tx) => {
    const moved = await tx.mirrors.startCloning(mirror.id);
    if (moved !== undefined) await recordMirror(tx, mirror, { verb: "cloning", fromState: moved.fromState });
  });
}

async function recordReady(
  mirror: MirrorRecord,
  repository: GitRepository,
  { git, store, quotaBytes }: BringDeps,
): Promise<void> {
  const bytes = await git.countBytes(repository);
  if (bytes > quotaBytes) {
    await git.remove(repository);
    throw faults.GIT_REPOSITORY_TOO_LARGE({ repository: `${repository.owner}/${repository.name}` });
  }
  await store.transaction(async (tx) => {
    const moved = await tx.mirrors.markReady(mirror.id, bytes);
    if (moved !== undefined && moved.fromState !== "ready")
      await recordMirror(tx, mirror, { verb: "ready", fromState: moved.fromState });
  });
}

/** Why it isn't there, as a sentence for whoever looks. */
export async function recordFailed(
  mirror: MirrorRecord,
  error: unknown,
  { store, log }: Pick<BringDeps, "store" | "log">,
): Promise<void> {
  if (!isFault(error)) log.warn({ error, mirrorId: mirror.id }, "a mirror could not be made");
  const sentence = isFault(error) ? error.sentence : "Something broke on our side.";
  await store.transaction(async (tx) => {
    const moved = await tx.mirrors.markFailed(mirror.id, sentence);
    if (moved === undefined || moved.fromState === "failed") return;
    const reason = isFault(error) ? error.code : "unknown";
    await recordMirror(tx, mirror, { verb: "failed", fromState: moved.fromState, reason });
  });
}

/** git says the same several times a second. */
function sparsely(tell: (progress: GitProgress) => void): (progress: GitProgress) => void {
  let last = "";
  return (progress) => {
    const step = `${progress.phase} ${String(progress.percent)}`;
    if (step === last) return;
    last = step;
    tell(progress);
  };
}

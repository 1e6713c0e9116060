import type { GitRepository } from "../../adapters/git/contract/index.ts";
import type { MirrorRecord } from "../../adapters/store/contract/index.ts";
import { MINUTE } from "../../core/clock.ts";
import { faults, isFault } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { bringMirror, isEnough, recordFailed, type Wanted } from "./bring.ts";
import type { Mirror, MirrorDeps, MirrorRequest, Mirrors } from "./deps.ts";
import { recordMirror } from "./history.ts";
import { holdMirror } from "./hold.ts";
import { createProofs } from "./proof.ts";
import { makeRoom } from "./room.ts";
import { sweepMirrors } from "./sweep.ts";

const TOUCH_MS = 5 * MINUTE;
const SHORT_SHA = 10;

export function createMirrors(deps: MirrorDeps): Mirrors {
  const { git, store, timers, log } = deps;
  const proofs = createProofs(deps);

  const ensure = async (request: MirrorRequest): Promise<Mirror & { readonly rowId: string }> => {
    const repository = git.parseUrl(request.url);
    const workerId = await git.getWorkerId();
    const head = await prove(await ensureRow(workerId, repository, deps), repository, request);
    const wanted: Wanted = { repository, request, head };
    for (;;) {
      const mirror = await ensureRow(workerId, repository, deps);
      if (!(await isEnough(mirror, wanted, deps)) && !(await bring(mirror, wanted))) continue;
      await requireCommit(wanted);
      const path = await git.pathOf(repository);
      const { bytes } = (await store.read(({ mirrors }) => mirrors.find(workerId, repository.id))) ?? mirror;
      const made = { path, repositoryId: repository.id, rowId: mirror.id, bytes };
      return { ...made, ...(head !== undefined && { head }) };
    }
  };

  const prove = async (
    mirror: MirrorRecord,
    repository: GitRepository,
    request: MirrorRequest,
  ): Promise<string | undefined> => {
    try {
      return await proofs.prove(repository, request);
    } catch (error) {
      // Of a mirror that is there it says nothing: others may well be let in.
      if (mirror.state === "queued" && isFault(error)) await recordFailed(mirror, error, deps);
      throw error;
    }
  };

  /** False when the row went before it was held: then it is made again. */
  const bring = async (mirror: MirrorRecord, wanted: Wanted): Promise<boolean> => {
    const work = async (signal: AbortSignal): Promise<boolean> => {
      const now = await store.read(({ mirrors }) => mirrors.find(mirror.workerId, mirror.repositoryUrl));
      if (now?.id !== mirror.id) return false;
      // Whoever held it before may have brought what is missing; what a push wants they may have been too early for.
      if (!(await isEnough(now, wanted, deps))) await bringMirror(now, wanted, signal, deps);
      return true;
    };
    const { signal } = wanted.request;
    const isThere = await holdMirror(mirror.id, signal, work, deps);
    if (isThere) await makeRoom(mirror.workerId, signal, deps);
    return isThere;
  };

  const requireCommit = async ({ repository, request: { sha } }: Wanted): Promise<void> => {
    if (sha === undefined || (await git.hasCommit(repository, sha))) return;
    const name = escapeMarkdown(`${repository.owner}/${repository.name}`);
    throw faults.GIT_COMMIT_MISSING({ sha: escapeMarkdown(sha.slice(0, SHORT_SHA)), repository: name });
  };

  /** Says again and again that it is used, so that nobody takes it for resting. */
  const keepInUse = (rowId: string): (() => void) => {
    let cancel = (): void => undefined;
    const touch = (): void => {
      cancel = timers.after(TOUCH_MS, touch);
      store
        .transaction((tx) => tx.mirrors.touch(rowId))
        .catch((error: unknown) => {
          log.warn({ error, mirrorId: rowId }, "a mirror's use could not be noted");
        });
    };
    cancel = timers.after(TOUCH_MS, touch);
    return () => {
      cancel();
    };
  };

  return {
    ensure: async (request) => {
      const { rowId: _rowId, ...mirror } = await ensure(request);
      return mirror;
    },
    use: async (request, work) => {
      const { rowId, ...mirror } = await ensure(request);
      const end = keepInUse(rowId);
      try {
        return await work(mirror);
      } finally {
        end();
      }
    },
    isKept: async (url) => {
      const { id } = git.parseUrl(url);
      const workerId = await git.getWorkerId();
      return (await store.read(({ mirrors }) => mirrors.find(workerId, id))) !== undefined;
    },
    sweep: () => sweepMirrors(deps),
  };
}

async function ensureRow(
  workerId: string,
  { id: repositoryUrl, path }: GitRepository,
  { store }: Pick<MirrorDeps, "store">,
): Promise<MirrorRecord> {
  return store.transaction(async (tx) => {
    const known = await tx.mirrors.find(workerId, repositoryUrl);
    const mirror = await tx.mirrors.ensure({ workerId, repositoryUrl, path });
    if (known === undefined) await recordMirror(tx, mirror, { verb: "queued" });
    return mirror;
  });
}

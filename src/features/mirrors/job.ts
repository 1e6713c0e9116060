import { z } from "zod";
import type { KeyPairOwner, Transaction } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { defineJob, type JobRun, type JobSpec } from "../../core/job.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { CloneAccess } from "./access.ts";
import type { CopyCards, CopyFollower } from "./copy-cards.ts";
import type { Mirror, Mirrors } from "./deps.ts";

/** The job that copies a repository, or brings a copy up to date. */
export const MIRROR_JOB = "mirror";

export interface MirrorJobDeps {
  readonly mirror: {
    readonly mirrors: Pick<Mirrors, "ensure" | "isKept">;
    readonly listAccess: (url: string, owner: KeyPairOwner) => Promise<readonly CloneAccess[]>;
    /** Cards that show how copies get on. */
    readonly copyCards: CopyCards;
  };
}

const payloadSchema = z.object({
  url: z.string(),
  ownerType: z.enum(["user", "team"]),
  ownerId: z.string(),
  reason: z.enum(["tracked", "pushed"]),
  /** Where somebody watches. */
  card: z.object({ conversationId: z.string(), subjectKey: z.string() }).exactOptional(),
});
type Payload = z.infer<typeof payloadSchema>;

/** Copies repositories in the background, in somebody's name; answers the jobs to wake after the commit. */
export async function queueMirrors(
  tx: Pick<Transaction, "jobs">,
  owner: KeyPairOwner,
  urls: readonly string[],
  { reason, card }: Pick<Payload, "reason" | "card">,
): Promise<readonly string[]> {
  const { ownerType, ownerId } = owner;
  const watched = card === undefined ? {} : { card: { ...card } };
  const payloads: readonly Payload[] = urls.map((url) => ({ url, ownerType, ownerId, reason, ...watched }));
  const made = await tx.jobs.createMany(
    payloads.map((payload) => ({ kind: MIRROR_JOB, targetId: ownerId, payload: { ...payload } })),
  );
  return made.map(({ id }) => id);
}

/** Run again, it finds the mirror there, or begins anew. What can't be helped stands with the mirror, as its last error. */
export function mirrorJob(): JobSpec<MirrorJobDeps> {
  return defineJob<MirrorJobDeps>({
    kind: MIRROR_JOB,
    attempts: 6,
    leaseSeconds: 60,
    concurrency: 2,
    backoffSeconds: [10, 60, 600],
    run: (run, { mirror }) => copy(run, mirror),
    onDead: async ({ payload }, error, { mirror }) => {
      const asked = payloadSchema.parse(payload);
      await followerOf(asked, mirror).end({ state: "failed", note: sentenceOf(error) });
    },
  });
}

async function copy(run: JobRun, deps: MirrorJobDeps["mirror"]): Promise<void> {
  const payload = payloadSchema.parse(run.payload);
  // Whoever needs it here brings it up to date by themselves.
  if (payload.reason === "pushed" && !(await deps.mirrors.isKept(payload.url))) return;
  const follower = followerOf(payload, deps);
  try {
    const { bytes } = await copyInOneWay(payload, follower, run, deps);
    await follower.end({ state: "ready", bytes, note: "" });
  } catch (error) {
    // Who was told to stop goes on elsewhere, or later.
    if (run.signal.aborted) throw error;
    const isOver = isFault(error) && !error.retryable;
    await follower.end({ state: isOver ? "failed" : "again", note: sentenceOf(error) });
    if (!isOver) throw error;
  }
}

const NOBODY: CopyFollower = { onProgress: () => undefined, end: () => Promise.resolve() };

function followerOf({ card, url }: Payload, { copyCards }: MirrorJobDeps["mirror"]): CopyFollower {
  return card === undefined ? NOBODY : copyCards.follow(card, url);
}

function sentenceOf(error: unknown): string {
  return isFault(error) ? error.sentence : "Something broke on our side.";
}

async function copyInOneWay(
  { url, reason, ownerType, ownerId }: Payload,
  follower: CopyFollower,
  run: JobRun,
  deps: MirrorJobDeps["mirror"],
): Promise<Pick<Mirror, "bytes">> {
  const ways = await deps.listAccess(url, { ownerType, ownerId });
  for (const [index, access] of ways.entries())
    try {
      return await deps.mirrors.ensure({
        ...access,
        signal: run.signal,
        fetch: reason === "pushed" ? "always" : "missing",
        onProgress: (progress) => {
          follower.onProgress(progress);
        },
      });
    } catch (error) {
      const isLast = index === ways.length - 1;
      if (isLast || !isFault(error, "GIT_REPOSITORY_UNREACHABLE")) throw error;
    }
  throw faults.GIT_REPOSITORY_UNREACHABLE({ repository: escapeMarkdown(url) });
}

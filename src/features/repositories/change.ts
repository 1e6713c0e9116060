import type {
  RepositoryPlace,
  TrackedRepositoryRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { ReachedRepository } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";

/** Repositories that one person tracks. */
export const MOST_TRACKED = 500;

export interface Changed {
  readonly added: readonly TrackedRepositoryRecord[];
  readonly removed: readonly TrackedRepositoryRecord[];
}

/**
 * Tracks and untracks; what is so already is no change. What is new is told by a card of its own, with `notes` on it. Throws
 * REPOSITORIES_TOO_MANY.
 */
export async function changeTracked(
  tx: Transaction,
  turn: TurnContext,
  change: {
    readonly add: readonly RepositoryPlace[];
    readonly drop: readonly string[];
    readonly notes?: readonly string[];
  },
  { onTracked }: Pick<Deps, "onTracked">,
): Promise<Changed> {
  const { userId } = turn.actor;
  const removed = await tx.trackedRepositories.untrack(userId, change.drop);
  const added = await tx.trackedRepositories.track(userId, change.add);
  if (added.length > 0 && (await tx.trackedRepositories.count(userId)) > MOST_TRACKED)
    throw faults.REPOSITORIES_TOO_MANY({ most: MOST_TRACKED });
  await tx.events.recordMany([
    ...removed.map((row) => toEvent(turn, row, "repo.removed")),
    ...added.map((row) => toEvent(turn, row, "repo.added")),
  ]);
  if (added.length === 0) return { added, removed };
  const { conversationId } = turn.place;
  const [title = ""] = tellChanged({ added, removed: [] });
  await onTracked(tx, added, { conversationId, turnId: turn.jobId, title, notes: change.notes ?? [] });
  return { added, removed };
}

/** As the table keeps it. */
export function toPlace({ id, owner, name, htmlUrl }: ReachedRepository): RepositoryPlace {
  return { ghRepoId: id, owner, name, url: htmlUrl };
}

/** "octo/hello and octo/api", at most ten by name, Markdown. */
export function namesOf(repositories: readonly { readonly owner: string; readonly name: string }[]): string {
  const shown = repositories
    .slice(0, 10)
    .map(({ owner, name }) => `**${escapeMarkdown(`${owner}/${name}`)}**`);
  const more = repositories.length - shown.length;
  return [...shown, ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
}

/** What changed, a sentence each; none for nothing. */
export function tellChanged({ added, removed }: Changed): readonly string[] {
  return [
    ...(added.length > 0 ? [`✅ Ployst tracks ${namesOf(added)} for you now.`] : []),
    ...(removed.length > 0 ? [`✅ No longer tracked: ${namesOf(removed)}.`] : []),
  ];
}

function toEvent(
  { actor, place, jobId }: TurnContext,
  { ghRepoId, owner, name }: TrackedRepositoryRecord,
  verb: "repo.added" | "repo.removed",
) {
  return {
    actorType: "user",
    actorId: actor.userId,
    tenantId: place.reference.tenantId,
    entityType: "repository",
    entityId: ghRepoId,
    verb,
    data: { repository: `${owner}/${name}`, userId: actor.userId },
    correlationId: jobId,
  } as const;
}

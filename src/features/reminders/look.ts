import type {
  GitHubPerson,
  OpenPull,
  ReviewPage,
  ReviewSearch,
} from "../../adapters/github/contract/index.ts";
import type { ScheduleRecord } from "../../adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE } from "../../core/clock.ts";
import type { Deps } from "./deps.ts";
import { fromStored, type ReminderFilters } from "./filters.ts";
import { findArtifact, type Artifact } from "./reach.ts";

/** What waits for review; the pulls are those that the filters leave, the oldest first. */
export interface Waiting {
  readonly artifact: Artifact;
  readonly pulls: readonly OpenPull[];
  /** How many more GitHub has, as far as is known. */
  readonly beyond: number;
  readonly htmlUrl: string;
}

/**
 * Reads what waits, as the schedule's creator and nobody else: undefined when they can't see it. Throws SIGN_IN_AGAIN and
 * what GitHub's calls throw.
 */
export function lookForReviews(schedule: ScheduleRecord, deps: Deps): Promise<Waiting | undefined> {
  return deps.asConnected(schedule.creatorId, async (person) => {
    const artifact = await findArtifact(schedule, person, deps);
    return artifact && (await list(artifact, fromStored(schedule.filters), person, deps));
  });
}

async function list(
  artifact: Artifact,
  filters: ReminderFilters,
  person: GitHubPerson,
  deps: Deps,
): Promise<Waiting> {
  const page = await person.reviews.listOpen(toReviewSearch(artifact, filters, deps.clock.now()));
  const pulls = page.pulls.filter((pull) => isMeant(pull, filters));
  return { artifact, pulls, beyond: beyond(page), htmlUrl: page.htmlUrl };
}

function beyond({ total, pulls }: ReviewPage): number {
  return Math.max(0, total - pulls.length);
}

export function toReviewSearch(artifact: Artifact, filters: ReminderFilters, now: Date): ReviewSearch {
  const { labels, notLabels, reviewer, drafts, approved, changes, olderMinutes, staleMinutes } = filters;
  const scope =
    artifact.type === "Repo"
      ? ({ kind: "repository", fullName: artifact.name } as const)
      : ({ kind: "owner", login: artifact.name } as const);
  const before = (minutes: number): Date => addMilliseconds(now, -minutes * MINUTE);
  return {
    scope,
    labels,
    notLabels,
    reviewer,
    drafts,
    approved,
    changes,
    ...(olderMinutes > 0 && { createdBefore: before(olderMinutes) }),
    ...(staleMinutes > 0 && { updatedBefore: before(staleMinutes) }),
  };
}

/**
 * What a search of GitHub's can't be asked, or not safely: a login that nobody has would fail the whole search, and its
 * idea of a review lags behind, or needs a rule for reviews.
 */
export function isMeant(pull: OpenPull, filters: ReminderFilters): boolean {
  if (!filters.approved && pull.review === "approved") return false;
  if (!filters.changes && pull.review === "changes-requested") return false;
  const author = withoutBot(pull.authorLogin);
  const title = pull.title.toLowerCase();
  if (filters.notAuthors.some((login) => withoutBot(login) === author)) return false;
  if (filters.notTitles.some((term) => title.includes(term.toLowerCase()))) return false;
  return !filters.requested || pull.reviewers.length > 0;
}

function withoutBot(login: string): string {
  return login.toLowerCase().replace(/\[bot\]$/, "");
}

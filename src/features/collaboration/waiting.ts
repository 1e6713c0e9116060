import type {
  DoneSince,
  EnvironmentVerdict,
  GitHubRefusal,
  GitHubRun,
  GitHubWaitingEnvironment,
} from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Session } from "./deps.ts";
import { explainForbidden } from "./refusals.ts";
import { labelOf, type Subject } from "./subject.ts";

/** What of the run this person may decide about. Throws why there is nothing. */
export async function getDecidable(
  session: Session,
  subject: Subject,
  run: GitHubRun,
): Promise<readonly GitHubWaitingEnvironment[]> {
  const waiting = await listAllWaiting(session, subject, run);
  if (waiting.length === 0) throw await explainNothing(session, subject, run);
  const decidable = waiting.filter(({ mayReview }) => mayReview);
  if (decidable.length > 0) return decidable;
  const reviewers = [...new Set(waiting.flatMap((one) => one.reviewers))].slice(0, 10);
  throw faults.REVIEW_NOT_YOURS({
    label: labelOf(subject),
    environments: toEnvironmentNames(waiting),
    reviewers: reviewers.map(escapeMarkdown).join(", "),
  });
}

async function listAllWaiting(
  session: Session,
  subject: Subject,
  run: GitHubRun,
): Promise<readonly GitHubWaitingEnvironment[]> {
  return (await session.api.findWaitingEnvironments(subject.path, run.id)) ?? [];
}

/** Somebody was quicker, the run is over, or it never waited. */
export async function explainNothing(session: Session, subject: Subject, run: GitHubRun): Promise<Fault> {
  const label = labelOf(subject);
  const [last] = (await session.api.findEnvironmentReviews(subject.path, run.id)) ?? [];
  const isOver = run.status === "completed";
  if (last !== undefined && (!isOver || last.verdict === "rejected"))
    return faults.REVIEW_DECIDED({
      label,
      environments: last.environmentNames.map(escapeMarkdown).join(", "),
      verdict: last.verdict,
      by: escapeMarkdown(last.authorLogin),
    });
  return isOver ? faults.REVIEW_RUN_ENDED({ label }) : faults.REVIEW_NOTHING_WAITS({ label });
}

/** What they may not decide about, or what was decided in between, is said as it is now. */
export async function explainRefusedDecision(
  refusal: GitHubRefusal,
  session: Session,
  subject: Subject,
  run: GitHubRun,
): Promise<Fault> {
  if (refusal === "missing") return faults.SUBJECT_UNREACHABLE({ label: labelOf(subject) });
  if (refusal === "forbidden") return explainForbidden(subject.repository, session);
  const waiting = await listAllWaiting(session, subject, run);
  return waiting.length === 0
    ? explainNothing(session, subject, run)
    : faults.ACTION_REFUSED({ label: labelOf(subject) });
}

/** Theirs, in these words, and nothing of it waits any more. */
export async function findDecided(
  session: Session,
  subject: Subject,
  run: GitHubRun,
  asked: { readonly verdict: EnvironmentVerdict; readonly comment: string; readonly by: DoneSince },
): Promise<readonly string[] | undefined> {
  const reviews = (await session.api.findEnvironmentReviews(subject.path, run.id)) ?? [];
  const waiting = new Set((await listAllWaiting(session, subject, run)).map(({ id }) => id));
  return reviews.find(
    ({ verdict, comment, authorId, environmentIds }) =>
      verdict === asked.verdict &&
      comment === asked.comment &&
      authorId === asked.by.authorId &&
      !environmentIds.some((id) => waiting.has(id)),
  )?.environmentNames;
}

/** `production, staging`, escaped. */
export function toEnvironmentNames(environments: readonly GitHubWaitingEnvironment[]): string {
  return environments.map(({ name }) => escapeMarkdown(name)).join(", ");
}

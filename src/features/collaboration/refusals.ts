import type { GitHubPull, GitHubRefusal, GitHubRepository } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Session } from "./deps.ts";
import { labelOf, toRepositoryPath, type Subject } from "./subject.ts";

/** What GitHub's refusal means to the person: told by what things are, never by GitHub's words. */
export async function explainRefusal(
  refusal: GitHubRefusal,
  subject: Subject,
  session: Session,
): Promise<Fault> {
  if (refusal === "missing") return faults.SUBJECT_UNREACHABLE({ label: labelOf(subject) });
  if (refusal === "gone")
    return faults.ISSUES_DISABLED({ name: escapeMarkdown(subject.repository.fullName) });
  if (refusal !== "forbidden") return faults.ACTION_REFUSED({ label: labelOf(subject) });
  const issue = await session.api.findIssue(subject.path, Number(subject.number));
  const general = await explainForbidden(subject.repository, session);
  if (general.code === "ACTION_FORBIDDEN" && issue?.isLocked === true)
    return faults.CONVERSATION_LOCKED({ label: labelOf(subject) });
  return general;
}

/** A 403 without marks: archived, not installed, or not permitted. */
export async function explainForbidden(repository: GitHubRepository, session: Session): Promise<Fault> {
  const path = toRepositoryPath(repository);
  const name = escapeMarkdown(repository.fullName);
  const limits = await session.api.findLimits(path);
  if (limits?.isArchived === true) return faults.REPOSITORY_ARCHIVED({ name });
  const installation = await session.deps.app.findRepositoryInstallation(path.owner, path.name);
  if (installation === undefined) return faults.ACTION_NEEDS_INSTALLATION({ name });
  return faults.ACTION_FORBIDDEN({ name });
}

/** Why GitHub would not merge this as it is; undefined when nothing that we can see stands in the way. */
export function findMergeObstacle(pull: GitHubPull, subject: Subject): Fault | undefined {
  const label = labelOf(subject);
  if (pull.isMerged) return faults.PULL_MERGED({ label });
  if (pull.state === "closed") return faults.PULL_CLOSED({ label });
  if (pull.isDraft) return faults.PULL_DRAFT({ label });
  return pull.isMergeable === false ? faults.PULL_CONFLICTS({ label }) : undefined;
}

export async function explainMergeRefusal(
  refusal: GitHubRefusal,
  subject: Subject,
  session: Session,
): Promise<Fault> {
  const label = labelOf(subject);
  if (refusal === "conflict") return faults.PULL_HEAD_MOVED({ label });
  if (refusal !== "not-allowed" && refusal !== "invalid") return explainRefusal(refusal, subject, session);
  const pull = await session.api.findPull(subject.path, Number(subject.number));
  if (pull === undefined) return faults.PULL_MISSING({ label });
  return findMergeObstacle(pull, subject) ?? faults.PULL_BLOCKED({ label });
}

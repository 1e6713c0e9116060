import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { readPart } from "../parts.ts";
import { CommitPart } from "../parts/commit.ts";
import { toCardText, toLine } from "../../../core/plain-text.ts";
import { toCommitLink } from "./commit-link.ts";

/** Stands above the comments on a commit whose push is not known. */
export function toCommitCard(facts: Facts): CardContent | undefined {
  const commit = readPart(facts, "commit", CommitPart);
  if (commit === undefined) return undefined;
  const summary = toLine(`Commit ${commit.sha.slice(0, 7)} of ${commit.repository}`, 250);
  return {
    card: "notifications/commit",
    summary,
    data: {
      repository: toCardText(commit.repository, 150),
      repositoryUrl: commit.repositoryUrl,
      title: `Commit ${toCommitLink(commit.repositoryUrl, commit.sha)}`,
      url: commit.url,
      fallback: escapeMarkdown(summary),
    },
  };
}

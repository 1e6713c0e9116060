import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { PushPart, readPart } from "../parts.ts";
import { toCardText, toLine, toLink } from "../../../core/plain-text.ts";
import { toCommitCard } from "./commit.ts";

const FORCED = "⚠️ Force push";

export function toPushCard(facts: Facts): CardContent | undefined {
  const push = readPart(facts, "push", PushPart);
  if (push === undefined) return toCommitCard(facts);
  const summary = toSummary(push);
  const pusher = toLine(push.pusher, 60);
  const hidden = push.total - push.commits.length;
  return {
    card: "notifications/push",
    summary,
    data: {
      repository: toCardText(push.repository, 150),
      repositoryUrl: push.repositoryUrl,
      state: push.forced ? FORCED : "",
      comments: "",
      headline: `${toCount(push.total)} to ${toCardText(push.branch, 100)}`,
      pusher: toCardText(pusher, 60),
      avatarUrl: push.avatarUrl,
      avatarText: `Picture of ${pusher}`,
      at: push.at,
      commits: push.commits.map(toCommitLine),
      latest: push.commits.map(toCommitLine).at(-1)?.text ?? "",
      earlier: hidden > 0 ? `and ${String(hidden)} earlier` : "",
      url: push.url,
      fallback: escapeMarkdown(summary),
    },
  };
}

function toCommitLine(commit: PushPart["commits"][number]): { sha: string; text: string } {
  const sha = toLink(toCardText(commit.sha, 200).slice(0, 7), commit.url);
  return { sha, text: `${toCardText(commit.title, 120)} · ${toCardText(commit.author, 50)}` };
}

function toSummary(push: PushPart): string {
  const verb = push.forced ? "force-pushed" : "pushed";
  const first = push.commits.at(-1)?.title ?? "";
  return toLine(
    `${push.pusher} ${verb} ${toCount(push.total)} to ${push.repository}:${push.branch}: ${first}`,
    250,
  );
}

function toCount(commits: number): string {
  return commits === 1 ? "1 commit" : `${String(commits)} commits`;
}

import type { GitHubPreview, PreviewState } from "../../adapters/github/contract/index.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { shorten, toCardText, toExcerpt, toLine } from "../../core/plain-text.ts";

const MOST_LABELS = 8;
const EXCERPT = 300;

const STATES: Readonly<Record<PreviewState, readonly [text: string, color: string]>> = {
  none: ["", "Default"],
  open: ["🟢 Open", "Good"],
  closed: ["🟣 Closed", "Accent"],
  "not-planned": ["⚪ Closed as not planned", "Default"],
  draft: ["⚪ Draft", "Default"],
  merged: ["🟣 Merged", "Accent"],
  prerelease: ["🟠 Pre-release", "Warning"],
  answered: ["🟢 Answered", "Good"],
  archived: ["⚪ Archived", "Default"],
  private: ["🔒 Private", "Default"],
};

const KINDS: Readonly<Record<GitHubPreview["kind"], string>> = {
  repository: "Repository",
  issue: "Issue",
  pull: "Pull request",
  commit: "Commit",
  release: "Release",
  discussion: "Discussion",
};

/** The card of a pasted link: no buttons that act, for it stands in other people's messages. */
export function toPreviewCard(preview: GitHubPreview): CardContent {
  const { kind, repository, reference, title, state, author, at, body, labels, facts, htmlUrl } = preview;
  const [stateText, stateColor] = kind === "pull" && state === "closed" ? CLOSED_UNMERGED : STATES[state];
  const name = reference === "" || reference === title ? title : `${reference} ${title}`;
  const summary = toLine(
    [stateText, repository, name === repository ? "" : name].filter(Boolean).join(" · "),
    250,
  );
  return {
    card: "unfurl/link",
    summary,
    data: {
      kind: KINDS[kind],
      repository: toCardText(repository, 200),
      repositoryUrl: new URL(`/${repository}`, htmlUrl).href,
      state: stateText,
      stateColor,
      title: markdownLink(shorten(toLine(name, 256), 256), htmlUrl),
      author: toCardText(author, 100),
      at: toCardTime(at),
      excerpt: escapeMarkdown(toExcerpt(body, EXCERPT)),
      facts: toCardText([...facts, ...labels.slice(0, MOST_LABELS)].join(" · "), 400),
      url: htmlUrl,
      fallback: escapeMarkdown(summary),
    },
  };
}

const CLOSED_UNMERGED = ["🔴 Closed", "Attention"] as const;

/** As {{DATE()}} reads it; `''` for what is no time. */
function toCardTime(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

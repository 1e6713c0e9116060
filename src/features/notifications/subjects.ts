import { DEFAULT_SETTINGS, type ConversationSettings } from "../../core/conversation-settings.ts";
import type { Facts } from "../../core/facts.ts";
import type { CardContent } from "../../core/message.ts";
import { toAlertCard } from "./cards/alert.ts";
import { toCommentsLine } from "./cards/comments-line.ts";
import { toCompactCard } from "./cards/compact.ts";
import { toDeploymentCard } from "./cards/deployment.ts";
import { toDiscussionCard } from "./cards/discussion.ts";
import { toIssueCard } from "./cards/issue.ts";
import { toPullCard } from "./cards/pull.ts";
import { toPushCard } from "./cards/push.ts";
import { toRefCard } from "./cards/ref.ts";
import { toReleaseCard } from "./cards/release.ts";
import { toRepositoryCard } from "./cards/repository.ts";
import { toWorkflowRunCard } from "./cards/workflow-run.ts";

type ToCard = (facts: Facts) => CardContent | undefined;

/** By the word before the colon of a subject's key. */
const CARDS: Readonly<Record<string, ToCard>> = {
  alert: toAlertCard,
  deployment: toDeploymentCard,
  discussion: toDiscussionCard,
  issue: toIssueCard,
  pull: toPullCard,
  push: toPushCard,
  ref: toRefCard,
  release: toReleaseCard,
  repository: toRepositoryCard,
  run: toWorkflowRunCard,
};

/** The subject's card as far as it is known; undefined while too little is (checks that came before their pull request). */
export function toSubjectCard(
  subjectKey: string,
  facts: Facts,
  { style, threads }: Pick<ConversationSettings, "style" | "threads"> = DEFAULT_SETTINGS,
): CardContent | undefined {
  const kind = subjectKey.slice(0, subjectKey.indexOf(":"));
  const full = CARDS[kind]?.(facts);
  if (full === undefined) return undefined;
  // Where comments come as replies the count would only change the card once more for each.
  const card = threads ? full : { ...full, data: { ...full.data, comments: toCommentsLine(facts) } };
  return style === "compact" ? toCompactCard(card) : card;
}

import { z } from "zod";
import type { GitHubPull, MergeMethod, ReviewVerdict } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { arrival, nothing } from "./arrival.ts";
import { asActor, type Deps, type Session } from "./deps.ts";
import { once } from "./once.ts";
import { explainMergeRefusal, explainRefusal, findMergeObstacle } from "./refusals.ts";
import { getSubject, labelOf, linkTo, type Subject } from "./subject.ts";

export interface Review {
  readonly verdict: ReviewVerdict;
  readonly body: string;
  /** The commit that its author was shown; nothing or "" where none was. */
  readonly shown?: string;
}

/** Approves a pull request or requests changes, as it stands now. What has moved on from the commit shown isn't reviewed. */
export function reviewPull(
  turn: TurnContext,
  reference: string,
  { verdict, body, shown = "" }: Review,
  deps: Deps,
): Promise<Reply> {
  if (verdict === "request-changes" && body.trim() === "")
    throw faults.TEXT_MISSING({ example: "pr request-changes octo/hello#7 The test is missing" });
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const pull = await getPull(session, subject);
    const label = labelOf(subject);
    if (pull.authorId === session.github.ghUserId) throw faults.REVIEW_OWN_PULL({ label });
    if (shown !== "" && shown !== pull.headSha)
      throw faults.REVIEW_MOVED({ label, shown: shown.slice(0, 7), head: pull.headSha.slice(0, 7) });
    const { htmlUrl } = await once(session, {
      step: "review",
      verb: verdict === "approve" ? "approved" : "requested changes",
      entity: subject.name,
      send: () => session.api.review(subject.path, pull.number, { verdict, body, headSha: pull.headSha }),
      find: (by) => session.api.findReview(subject.path, pull.number, verdict, by),
      refused: (refusal) => explainRefusal(refusal, subject, session),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "your review", label }),
      ...arrival,
    });
    const said = verdict === "approve" ? "✅ Approved" : "✅ Requested changes on";
    return answer(turn, `${said} ${linkTo(subject, htmlUrl)}`, deps);
  });
}

/** What a merge is confirmed with: this pull request at this commit, in this way. Throws what stands in the way. */
export function confirmMerge(
  turn: TurnContext,
  reference: string,
  method: MergeMethod | undefined,
  deps: Deps,
): Promise<ConfirmationRequest> {
  return asActor(turn, deps, async (session) => (await toMerge(session, reference, method)).request);
}

/** The button of a card: asks like the command does. */
export async function askMerge(turn: TurnContext, reference: string, deps: Deps): Promise<Reply> {
  const { request, name } = await asActor(turn, deps, (session) => toMerge(session, reference, undefined));
  return deps.askConfirmation(turn, `pr merge ${name}`, request);
}

const Agreed = z.object({ sha: z.string(), method: z.enum(["merge", "squash", "rebase"]) });

/** Merges exactly the commit that was confirmed. */
export function mergePull(turn: TurnContext, reference: string, deps: Deps): Promise<Reply> {
  const agreed = Agreed.safeParse(turn.confirmed);
  if (!agreed.success) throw faults.CONFIRMATION_GONE();
  const { sha: headSha, method } = agreed.data;
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const { number, htmlUrl, baseName } = await getPull(session, subject);
    await once(session, {
      step: "merge",
      verb: "merged",
      entity: subject.name,
      target: { sha: headSha },
      send: () => session.api.mergePull(subject.path, number, { method, headSha }),
      find: async () => {
        const now = await session.api.findPull(subject.path, number);
        return now?.isMerged === true ? true : undefined;
      },
      refused: (refusal) => explainMergeRefusal(refusal, subject, session),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "the merge", label: labelOf(subject) }),
      ...nothing,
    });
    return answer(turn, `✅ Merged ${linkTo(subject, htmlUrl)} into ${escapeMarkdown(baseName)}`, deps);
  });
}

async function toMerge(
  session: Session,
  reference: string,
  method: MergeMethod | undefined,
): Promise<{ readonly request: ConfirmationRequest; readonly name: string }> {
  const subject = await getSubject(reference, "subject", session);
  const pull = await getPull(session, subject);
  const obstacle = findMergeObstacle(pull, subject);
  if (obstacle !== undefined) throw obstacle;
  const way = method ?? (await session.api.findLimits(subject.path))?.mergeMethods[0] ?? "merge";
  return { request: toRequest(subject, pull, way), name: subject.name };
}

const WAYS = { merge: "with a merge commit", squash: "squashed", rebase: "rebased" } as const;

function toRequest(subject: Subject, pull: GitHubPull, method: MergeMethod): ConfirmationRequest {
  const what = `${linkTo(subject, pull.htmlUrl)} “${escapeMarkdown(pull.title)}”`;
  const ends = `${escapeMarkdown(pull.headName)} at ${pull.headSha.slice(0, 7)} into ${escapeMarkdown(pull.baseName)}`;
  return {
    question: `Merge ${what}, ${ends}, ${WAYS[method]}?`,
    label: "Merge",
    target: { repository: subject.repository.id, number: pull.number, sha: pull.headSha, method },
  };
}

/** Throws PULL_MISSING. */
async function getPull(session: Session, subject: Subject): Promise<GitHubPull> {
  const pull = await session.api.findPull(subject.path, Number(subject.number));
  if (pull === undefined) throw faults.PULL_MISSING({ label: labelOf(subject) });
  return pull;
}

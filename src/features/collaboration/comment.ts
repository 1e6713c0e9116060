import { faults } from "../../core/errors.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { arrival } from "./arrival.ts";
import { asActor, type Deps, type Session } from "./deps.ts";
import { once } from "./once.ts";
import { explainRefusal } from "./refusals.ts";
import { getSubject, labelOf, linkTo, type Subject } from "./subject.ts";

/** Comments on an issue or pull request, once. */
export function commentOn(
  turn: TurnContext,
  reference: string,
  body: string,
  example: string,
  deps: Deps,
): Promise<Reply> {
  if (body.trim() === "") throw faults.TEXT_MISSING({ example });
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const { htmlUrl } = await postComment(session, subject, body);
    return answer(turn, `✅ Commented on ${linkTo(subject, htmlUrl)}`, deps);
  });
}

export function postComment(
  session: Session,
  subject: Subject,
  body: string,
): Promise<{ readonly htmlUrl: string }> {
  const number = Number(subject.number);
  return once(session, {
    step: "comment",
    verb: "commented",
    entity: subject.name,
    written: body,
    send: () => session.api.comment(subject.path, number, body),
    find: (by) => session.api.findComment(subject.path, number, body, by),
    refused: (refusal) => explainRefusal(refusal, subject, session),
    unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "your comment", label: labelOf(subject) }),
    ...arrival,
  });
}

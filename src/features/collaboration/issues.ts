import type { GitHubIssue } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { postComment } from "./comment.ts";
import { asActor, type Deps, type Session } from "./deps.ts";
import type { AssigneeChange, LabelChange } from "./words.ts";
import { repeatable } from "./once.ts";
import { explainRefusal } from "./refusals.ts";
import { getSubject, labelOf, linkTo, type Subject } from "./subject.ts";

/** Closes or reopens an issue or pull request, after a comment if there is one. */
export function setState(
  turn: TurnContext,
  reference: string,
  state: "open" | "closed",
  comment: string,
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const issue = await getIssue(session, subject);
    const link = linkTo(subject, issue.htmlUrl);
    if (comment !== "") await postComment(session, subject, comment);
    if (issue.state === state) return answer(turn, `${link} is ${state} already.`, deps);
    await repeatable(session, {
      verb: state === "closed" ? "closed" : "reopened",
      entity: subject.name,
      send: () => session.api.setIssueState(subject.path, issue.number, state),
      refused: async (refusal) => {
        const pull = issue.isPull ? await session.api.findPull(subject.path, issue.number) : undefined;
        if (pull?.isMerged === true) return faults.PULL_MERGED({ label: labelOf(subject) });
        return explainRefusal(refusal, subject, session);
      },
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label: labelOf(subject) }),
    });
    return answer(turn, `✅ ${state === "closed" ? "Closed" : "Reopened"} ${link}`, deps);
  });
}

export function changeLabels(
  turn: TurnContext,
  reference: string,
  change: LabelChange,
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const issue = await getIssue(session, subject);
    const act = {
      verb: "labeled",
      entity: subject.name,
      refused: (refusal: Parameters<typeof explainRefusal>[0]) => explainRefusal(refusal, subject, session),
      unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label: labelOf(subject) }),
    };
    if (change.add.length > 0) {
      const send = () => session.api.addLabels(subject.path, issue.number, change.add);
      await repeatable(session, { ...act, send });
    }
    for (const label of change.remove) {
      const send = () => session.api.removeLabel(subject.path, issue.number, label);
      await repeatable(session, { ...act, send });
    }
    const signed = [...change.add.map((name) => `+${name}`), ...change.remove.map((name) => `−${name}`)];
    const changes = signed.map(escapeMarkdown).join(", ");
    return answer(turn, `✅ Labels of ${linkTo(subject, issue.htmlUrl)}: ${changes}`, deps);
  });
}

/** Takes people off first: GitHub allows ten at a time. */
export function assign(
  turn: TurnContext,
  reference: string,
  change: AssigneeChange,
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const subject = await getSubject(reference, "subject", session);
    const issue = await getIssue(session, subject);
    const { ghLogin } = session.github;
    const named = (logins: readonly string[]) =>
      logins.map((login) => (login.toLowerCase() === "me" ? ghLogin : login));
    const [add, remove] = [named(change.add), named(change.remove)];
    if (remove.length > 0) await takeOff(session, subject, issue, remove);
    if (add.length > 0) await putOn(session, subject, issue, add);
    const link = linkTo(subject, issue.htmlUrl);
    const said = [
      ...(add.length === 0 ? [] : [`Assigned ${toLogins(add)} to ${link}`]),
      ...(remove.length === 0 ? [] : [`took ${toLogins(remove)} off ${add.length === 0 ? link : "it"}`]),
    ].join(" and ");
    return answer(turn, `✅ ${said.charAt(0).toUpperCase()}${said.slice(1)}`, deps);
  });
}

async function takeOff(
  session: Session,
  subject: Subject,
  issue: GitHubIssue,
  logins: readonly string[],
): Promise<void> {
  await repeatable(session, {
    verb: "unassigned",
    entity: subject.name,
    send: () => session.api.removeAssignees(subject.path, issue.number, logins),
    refused: (refusal) => explainRefusal(refusal, subject, session),
    unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label: labelOf(subject) }),
  });
}

async function putOn(
  session: Session,
  subject: Subject,
  issue: GitHubIssue,
  logins: readonly string[],
): Promise<void> {
  const label = labelOf(subject);
  const assigned = await repeatable(session, {
    verb: "assigned",
    entity: subject.name,
    send: () => session.api.addAssignees(subject.path, issue.number, logins),
    refused: (refusal) =>
      refusal === "invalid"
        ? faults.ASSIGNEES_REFUSED({ logins: toLogins(logins), label })
        : explainRefusal(refusal, subject, session),
    unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "that", label }),
  });
  const now = new Set(assigned.map((login) => login.toLowerCase()));
  const left = logins.filter((login) => !now.has(login.toLowerCase()));
  if (left.length > 0) throw faults.ASSIGNEES_REFUSED({ logins: toLogins(left), label });
}

function toLogins(logins: readonly string[]): string {
  return logins.map((login) => escapeMarkdown(login)).join(", ");
}

/** Throws SUBJECT_UNREACHABLE. */
async function getIssue(session: Session, subject: Subject): Promise<GitHubIssue> {
  const issue = await session.api.findIssue(subject.path, Number(subject.number));
  if (issue === undefined) throw faults.SUBJECT_UNREACHABLE({ label: labelOf(subject) });
  return issue;
}

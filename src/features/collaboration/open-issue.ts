import type { GitHubArrival, GitHubRepository } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { answer } from "./answer.ts";
import { arrival } from "./arrival.ts";
import { asActor, type Deps, type Session } from "./deps.ts";
import { once } from "./once.ts";
import { explainForbidden } from "./refusals.ts";
import { getRepository, toRepositoryPath } from "./subject.ts";

const LONGEST_TITLE = 256;

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
}

/** `issue open owner/repo`: with a title it is opened, without one a button leads to a form. */
export function openOrAsk(
  turn: TurnContext,
  repositoryName: string,
  title: string,
  deps: Deps,
): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const repository = await getRepository(repositoryName, session);
    if (title === "") return offerForm(repository);
    const { htmlUrl, number } = await open(session, repository, { title, body: "", labels: [] });
    return answer(turn, `✅ Opened ${toLink(repository, htmlUrl, number)}`, deps);
  });
}

/** The form of a repository, for whoever pressed the button: they must reach it themselves. */
export function askIssue(turn: TurnContext, repositoryId: string, deps: Deps): Promise<Reply> {
  return asActor(turn, deps, async (session) => {
    const repository = await findById(repositoryId, session);
    const summary = `Open an issue in ${repository.fullName}`;
    const data = { repository: escapeMarkdown(repository.fullName), repositoryId: repository.id };
    return reply.dialog("Open an issue", { card: "collaboration/issue-form", data, summary });
  });
}

/** The form was sent: the conversation hears what came of it. */
export function openFromForm(
  turn: TurnContext,
  repositoryId: string,
  issue: NewIssue,
  deps: Deps,
): Promise<Reply> {
  if (issue.title.trim() === "")
    throw faults.TEXT_MISSING({ example: "issue open octo/hello The stove is cold" });
  return asActor(turn, deps, async (session) => {
    const repository = await findById(repositoryId, session);
    const { htmlUrl, number } = await open(session, repository, issue);
    const opened = toLink(repository, htmlUrl, number);
    const by = escapeMarkdown(turn.actor.person.displayName);
    const card = reply.card(
      "collaboration/issue-opened",
      { text: `✅ ${by} opened ${opened}: ${escapeMarkdown(issue.title)}` },
      `Opened ${repository.fullName}#${String(number ?? "")}`,
    );
    return deps.store.transaction((tx) => deps.record(tx, turn, card));
  });
}

async function findById(repositoryId: string, { person }: Session): Promise<GitHubRepository> {
  const repository = await person.findRepositoryById(repositoryId);
  if (repository === undefined) throw faults.SUBJECT_UNREACHABLE({ label: "that repository" });
  return repository;
}

function open(session: Session, repository: GitHubRepository, issue: NewIssue): Promise<GitHubArrival> {
  if (issue.title.length > LONGEST_TITLE) throw faults.TITLE_TOO_LONG();
  const path = toRepositoryPath(repository);
  const name = escapeMarkdown(repository.fullName);
  return once(session, {
    step: "open",
    verb: "opened",
    entity: repository.fullName,
    written: JSON.stringify([issue.title, issue.body]),
    send: () => session.api.openIssue(path, issue),
    find: (by) => session.api.findOpenedIssue(path, issue.title, by),
    refused: (refusal) => {
      if (refusal === "gone") return faults.ISSUES_DISABLED({ name });
      if (refusal === "missing") return faults.SUBJECT_UNREACHABLE({ label: name });
      return refusal === "forbidden"
        ? explainForbidden(repository, session)
        : faults.ACTION_REFUSED({ label: name });
    },
    unknown: () => faults.ACTION_OUTCOME_UNKNOWN({ what: "your issue", label: name }),
    ...arrival,
  });
}

function offerForm(repository: GitHubRepository): Reply {
  const name = escapeMarkdown(repository.fullName);
  return reply.card(
    "collaboration/open-issue",
    { repository: name, repositoryId: repository.id },
    `Open an issue in ${repository.fullName}`,
  );
}

function toLink(repository: GitHubRepository, htmlUrl: string, number: number | undefined): string {
  return markdownLink(
    number === undefined ? repository.fullName : `${repository.fullName}#${String(number)}`,
    htmlUrl,
  );
}

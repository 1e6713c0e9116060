import type { GitHubRepository, RepositoryPath } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { Session } from "./deps.ts";
import { parseReference, toShown, type Reference, type ReferenceTo } from "./reference.ts";

/** What is acted on, found as the person who asks: they reach its repository. */
export interface Subject {
  readonly path: RepositoryPath;
  readonly repository: GitHubRepository;
  /** The number or run id, as text. */
  readonly number: string;
  /** `octo/hello#7`, not escaped. */
  readonly name: string;
}

/** Throws REFERENCE_MALFORMED, REFERENCE_WITHOUT_REPOSITORY, REFERENCE_WITHOUT_CARD, SUBJECT_UNREACHABLE. */
export async function getSubject(text: string, to: ReferenceTo, session: Session): Promise<Subject> {
  const reference = parseReference(text, to, session.deps.parseTarget);
  const found = await locate(reference, text, session);
  if (found.repository === undefined) throw faults.SUBJECT_UNREACHABLE({ label: toShown(text) });
  const { repository, number } = found;
  const separator = to === "run" ? " run " : "#";
  return {
    path: toRepositoryPath(repository),
    repository,
    number,
    name: `${repository.fullName}${separator}${number}`,
  };
}

/** A repository by name or link, as the person sees it. Throws REFERENCE_NOT_REPOSITORY, SUBJECT_UNREACHABLE. */
export async function getRepository(text: string, { person, deps }: Session): Promise<GitHubRepository> {
  const target = deps.parseTarget(text);
  if (target.kind === "owner") throw faults.REFERENCE_NOT_REPOSITORY({ given: toShown(text) });
  const repository = await person.findRepository(target.owner, target.name);
  if (repository === undefined) throw faults.SUBJECT_UNREACHABLE({ label: toShown(text) });
  return repository;
}

export function toRepositoryPath({ fullName }: Pick<GitHubRepository, "fullName">): RepositoryPath {
  const [owner = "", name = ""] = fullName.split("/");
  return { owner, name };
}

export function linkTo(subject: Subject, htmlUrl: string): string {
  return markdownLink(subject.name, htmlUrl);
}

export function labelOf(subject: Subject): string {
  return escapeMarkdown(subject.name);
}

interface Located {
  readonly repository: GitHubRepository | undefined;
  readonly number: string;
}

async function locate(reference: Reference, text: string, session: Session): Promise<Located> {
  const { person } = session;
  if (reference.kind === "named") {
    const repository = await person.findRepository(reference.owner, reference.name);
    return { repository, number: reference.number };
  }
  const card = await findCard(session);
  if (reference.kind === "this") {
    if (card === undefined) throw faults.REFERENCE_WITHOUT_CARD();
    return { repository: await person.findRepositoryById(card.repositoryId), number: card.number };
  }
  const repositoryId = card?.repositoryId ?? (await findOnlySubscribed(session));
  if (repositoryId === undefined) throw faults.REFERENCE_WITHOUT_REPOSITORY({ given: toShown(text) });
  return { repository: await person.findRepositoryById(repositoryId), number: reference.number };
}

const SUBJECT_KEY = /^(?:issue|pull):(\d+)#(\d+)$/;

/** The issue or pull request whose card begins the thread that this was said in. */
async function findCard({
  turn,
  deps,
}: Session): Promise<{ readonly repositoryId: string; readonly number: string } | undefined> {
  const { conversationId, reference } = turn.place;
  const { threadRootId } = reference;
  if (threadRootId === undefined) return undefined;
  const card = await deps.store.read((reads) => reads.cards.findByRoot(conversationId, threadRootId));
  const [, repositoryId, number] = SUBJECT_KEY.exec(card?.subjectKey ?? "") ?? [];
  return repositoryId === undefined || number === undefined ? undefined : { repositoryId, number };
}

/** The repository, if the conversation is subscribed to exactly one thing and that is a repository. */
async function findOnlySubscribed({ turn, deps }: Session): Promise<string | undefined> {
  const { channelId, teamId } = turn.place.reference;
  const rows = await deps.store.read((reads) =>
    reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId),
  );
  const [only, ...others] = rows;
  return only?.ghArtifactType === "Repo" && others.length === 0 ? only.ghArtifactId : undefined;
}

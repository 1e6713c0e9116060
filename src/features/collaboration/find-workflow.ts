import type { GitHubRepository, GitHubWorkflow } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { nearest } from "../../core/suggest.ts";
import type { Session } from "./deps.ts";
import { toShown } from "./reference.ts";
import { explainForbidden } from "./refusals.ts";
import { toRepositoryPath } from "./subject.ts";

/** What GitHub is asked for, and how people know it. */
export interface NamedWorkflow {
  /** A file's name, or an id. */
  readonly key: string;
  readonly shown: string;
}

const FILE = /^(?:\.github\/workflows\/)?([\w.-]{1,100}\.ya?ml)$/i;
const ID = /^\d{1,16}$/;
const MOST_SHOWN = 5;

/**
 * A workflow by its file, path, id or display name. A file or id is taken at its word, which saves asking; names are
 * looked up. Throws WORKFLOW_UNKNOWN, WORKFLOW_AMBIGUOUS.
 */
export async function getWorkflow(
  given: string,
  repository: GitHubRepository,
  session: Session,
): Promise<NamedWorkflow> {
  const key = FILE.exec(given)?.[1] ?? ID.exec(given)?.[0];
  if (key !== undefined) return { key, shown: key };
  const all = await listWorkflows(repository, session);
  const [found, ...others] = matching(given, all);
  if (found === undefined) throw unknown(given, repository, all);
  if (others.length === 0) return { key: found.id, shown: found.name };
  const files = [found, ...others].slice(0, MOST_SHOWN).map(({ file }) => escapeMarkdown(file));
  const about = { given: toShown(given), name: escapeMarkdown(repository.fullName) };
  throw faults.WORKFLOW_AMBIGUOUS({ ...about, candidates: files.join(", ") });
}

/** GitHub has nothing under that file or id: what it has instead. What it does have, this person may not start. */
export async function explainMissingWorkflow(
  given: string,
  key: string,
  repository: GitHubRepository,
  session: Session,
): Promise<Fault> {
  const all = await listWorkflows(repository, session);
  const isThere = all.some(({ id, file }) => id === key || file === key);
  return isThere ? explainForbidden(repository, session) : unknown(given, repository, all);
}

async function listWorkflows(
  repository: GitHubRepository,
  { api }: Session,
): Promise<readonly GitHubWorkflow[]> {
  return (await api.findWorkflows(toRepositoryPath(repository))) ?? [];
}

/** By name, else by the file without its ending. */
function matching(given: string, all: readonly GitHubWorkflow[]): readonly GitHubWorkflow[] {
  const wanted = given.toLowerCase();
  const named = all.filter(({ name }) => name.toLowerCase() === wanted);
  return named.length > 0 ? named : all.filter(({ file }) => withoutEnding(file) === wanted);
}

function withoutEnding(file: string): string {
  return file.toLowerCase().replace(/\.ya?ml$/, "");
}

function unknown(given: string, repository: GitHubRepository, all: readonly GitHubWorkflow[]): Fault {
  const near = nearest(
    given,
    all.flatMap(({ name, file }) => [name.toLowerCase(), file.toLowerCase()]),
  );
  const meant = all.filter(({ name, file }) => [name.toLowerCase(), file.toLowerCase()].includes(near ?? ""));
  const candidates = (meant.length > 0 ? meant : all).slice(0, MOST_SHOWN).map(toCandidate);
  const about = { given: toShown(given), name: escapeMarkdown(repository.fullName) };
  return faults.WORKFLOW_UNKNOWN({ ...about, candidates: candidates.join(", ") });
}

function toCandidate({ name, file }: GitHubWorkflow): string {
  return `${escapeMarkdown(name)} (${escapeMarkdown(file)})`;
}

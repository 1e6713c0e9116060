import type { GitHubRun } from "../../adapters/github/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { markdownLink } from "../../core/markdown.ts";
import type { Session } from "./deps.ts";
import { labelOf, type Subject } from "./subject.ts";

/** The run as it is now. Throws SUBJECT_UNREACHABLE. */
export async function getRun(session: Session, subject: Subject): Promise<GitHubRun> {
  const run = await session.api.findRun(subject.path, subject.number);
  if (run === undefined) throw faults.SUBJECT_UNREACHABLE({ label: labelOf(subject) });
  return run;
}

export function linkToRun(run: GitHubRun, subject: Subject): string {
  const name = run.name === "" ? subject.name : `${run.name} of ${subject.repository.fullName}`;
  return markdownLink(name, run.htmlUrl);
}

const NUMBER = /^[1-9]\d{0,15}$/;

/** `octo/hello 8123456789` means `octo/hello#8123456789`: the reference, and how many words it took. */
export function joinRun(
  first: string,
  more: readonly string[],
): { readonly reference: string; readonly words: 1 | 2 } {
  const [next = ""] = more;
  const isSplit = first.includes("/") && !first.includes("#") && !first.includes("://") && NUMBER.test(next);
  return isSplit ? { reference: `${first}#${next}`, words: 2 } : { reference: first, words: 1 };
}

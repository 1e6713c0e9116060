import type {
  GitHubPerson,
  NamedBranch,
  NamedPull,
  NamedWork,
  NamedWorkScope,
} from "../../adapters/github/contract/index.ts";
import { mapConcurrently } from "../../core/concurrency.ts";
import { isFault } from "../../core/errors.ts";
import { isNamedIn, type ItemKey } from "../../core/items/keys.ts";
import type { ItemPattern } from "../../core/items/pattern.ts";

const AT_ONCE = 4;

/** What there is on GitHub of an item. */
export interface FeatureWork {
  readonly pulls: readonly NamedPull[];
  /** Those without a pull request. */
  readonly branches: readonly NamedBranch[];
  /** Which scopes couldn't be asked now. */
  readonly failed: readonly NamedWorkScope[];
  /** How many aren't there for the asker. */
  readonly missing: number;
  readonly isComplete: boolean;
}

type Asked =
  | { readonly kind: "read"; readonly work: NamedWork }
  | { readonly kind: "missing" }
  | { readonly kind: "failed"; readonly scope: NamedWorkScope };

/** Asks everywhere, a few at once, as the person; one place that can't be asked says nothing of the others. */
export async function findWork(
  keys: readonly ItemKey[],
  scopes: readonly NamedWorkScope[],
  pattern: ItemPattern | undefined,
  person: Pick<GitHubPerson, "namedWork">,
): Promise<FeatureWork> {
  // What several services' keys have in common: `TP-7` is Jira's as it stands, and TargetProcess' 7.
  const texts = [...new Set(keys.map(({ key }) => key))];
  const questions = scopes.flatMap((scope) => texts.map((text) => ({ scope, text })));
  const asked = await mapConcurrently(questions, AT_ONCE, ({ scope, text }) => ask(scope, text, person));
  const works = asked.flatMap((one) => (one.kind === "read" ? [one.work] : []));
  const isMeant = (title: string, branch: string): boolean =>
    keys.some((key) => isNamedIn(key, { title, branch }, pattern));
  const pulls = unique(
    works.flatMap((work) => work.pulls).filter(({ title, branch }) => isMeant(title, branch)),
    ({ repository, number }) => `${repository}#${String(number)}`,
  );
  const heads = new Set(pulls.map(({ repository, branch }) => `${repository} ${branch}`));
  const branches = unique(
    works.flatMap((work) => work.branches).filter(({ name }) => isMeant("", name)),
    ({ repository, name }) => `${repository} ${name}`,
  ).filter(({ repository, name }) => !heads.has(`${repository} ${name}`));
  return {
    pulls: pulls.toSorted(byState),
    branches,
    failed: unique(
      asked.flatMap((one) => (one.kind === "failed" ? [one.scope] : [])),
      (scope) => JSON.stringify(scope),
    ),
    missing: asked.filter(({ kind }) => kind === "missing").length,
    isComplete: works.every(({ isComplete }) => isComplete),
  };
}

async function ask(
  scope: NamedWorkScope,
  text: string,
  { namedWork }: Pick<GitHubPerson, "namedWork">,
): Promise<Asked> {
  try {
    const work = await namedWork.find(scope, text);
    return work === undefined ? { kind: "missing" } : { kind: "read", work };
  } catch (error) {
    // A sign-in that ended is asked for; the rest is one place's trouble.
    if (!isFault(error) || error.kind === "signin" || error.code === "GITHUB_TOKEN_INVALID") throw error;
    return { kind: "failed", scope };
  }
}

const RANKS: Readonly<Record<NamedPull["state"], number>> = { open: 0, draft: 1, merged: 2, closed: 3 };

/** What can still be worked on first, then the latest. */
function byState(a: NamedPull, b: NamedPull): number {
  return RANKS[a.state] - RANKS[b.state] || b.number - a.number;
}

function unique<T>(list: readonly T[], toKey: (one: T) => string): readonly T[] {
  return [...new Map(list.map((one) => [toKey(one), one])).values()];
}

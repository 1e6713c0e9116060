import { ALWAYS_ON, type Happening } from "../happening.ts";
import type { Filters, PullFilter, WorkflowFilter } from "../filters.ts";
import { matchesAny, matchesAnyName } from "./glob.ts";

/**
 * `drop`: nothing is posted (a card that is there already still keeps up). `rooted`: a message only under a card that
 * is there. `pass`: as without filters. `asked`: named by a filter, so it may open a card where else it would not.
 */
export type Verdict = "drop" | "rooted" | "pass" | "asked";

type Judged = Pick<Happening, "repository" | "feature" | "actorLogin" | "filterables">;

/** What a subscription's filters say to something that happened. Pure; what an event does not tell passes no filter that asks for it. */
export function judge(filters: Filters, happening: Judged): Verdict {
  if (!isMeantRepository(filters, happening.repository.fullName)) return "drop";
  if (happening.feature === ALWAYS_ON) return "pass";
  if (isExcludedAuthor(filters, happening) || !hasLabels(filters, happening)) return "drop";
  const { branch, isDefaultBranch, pull, workflow } = happening.filterables ?? {};
  if (happening.feature === "commits" && branch !== undefined) {
    const isMeant =
      filters.commits === undefined ? isDefaultBranch !== false : matchesAny(filters.commits, branch);
    return isMeant ? "pass" : "drop";
  }
  if (pull !== undefined && filters.pulls !== undefined)
    return judgePull(filters.pulls, pull, happening.feature);
  if (workflow !== undefined && filters.workflows !== undefined)
    return passesWorkflow(filters.workflows, workflow) ? "pass" : "drop";
  return "pass";
}

function isMeantRepository({ repositories, withoutRepositories = [] }: Filters, fullName: string): boolean {
  if (withoutRepositories.some((pattern) => matchesRepository(pattern, fullName))) return false;
  return repositories === undefined || repositories.some((pattern) => matchesRepository(pattern, fullName));
}

/** A pattern without a slash is about the name alone. */
function matchesRepository(pattern: string, fullName: string): boolean {
  const name = fullName.split("/")[1] ?? fullName;
  return matchesAnyName([pattern], pattern.includes("/") ? fullName : name);
}

/** Whoever made the subject, and whoever did this to it. An app is meant with and without its "[bot]". */
function isExcludedAuthor({ withoutAuthors }: Filters, { actorLogin, filterables }: Judged): boolean {
  if (withoutAuthors === undefined) return false;
  const logins = [actorLogin, ...(filterables?.author === undefined ? [] : [filterables.author])];
  return logins
    .flatMap((login) => [login, login.replace(/\[bot\]$/, "")])
    .some((login) => matchesAnyName(withoutAuthors, login));
}

/** Of issues, pull requests and what is said on them; commits and branches have no labels. */
function hasLabels({ labels: wanted, withoutLabels = [] }: Filters, { filterables }: Judged): boolean {
  const labels = filterables?.labels;
  if (labels === undefined) return true;
  if (labels.some((label) => matchesAnyName(withoutLabels, label))) return false;
  return wanted === undefined || labels.some((label) => matchesAnyName(wanted, label));
}

type PullFacts = NonNullable<NonNullable<Happening["filterables"]>["pull"]>;

function judgePull(filter: PullFilter, pull: PullFacts, feature: Happening["feature"]): Verdict {
  const ends = [
    { wanted: filter.base, name: pull.base },
    { wanted: filter.head, name: pull.head },
  ].flatMap(({ wanted, name }) => (wanted === undefined ? [] : [{ wanted, name }]));
  if (ends.some(({ wanted, name }) => name !== undefined && !matchesAny(wanted, name))) return "drop";
  // Comments don't say where a pull request leads to: where its card is, it was let through before.
  if (ends.some(({ name }) => name === undefined)) return "rooted";
  if (filter.state === undefined || feature !== "pulls") return "pass";
  return pull.state !== undefined && filter.state.includes(pull.state) ? "asked" : "drop";
}

type WorkflowFacts = NonNullable<NonNullable<Happening["filterables"]>["workflow"]>;

function passesWorkflow(filter: WorkflowFilter, run: WorkflowFacts): boolean {
  const { name, event, branch, actor, conclusion } = filter;
  if (name !== undefined && !matchesAnyName(name, run.name)) return false;
  if (event !== undefined && !matchesAnyName(event, run.event)) return false;
  if (actor !== undefined && !matchesAnyName(actor, run.actor)) return false;
  if (branch !== undefined && (run.branch === undefined || !matchesAny(branch, run.branch))) return false;
  return conclusion === undefined || conclusion.some((one) => one === run.conclusion);
}

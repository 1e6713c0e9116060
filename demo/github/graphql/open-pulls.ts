import { z } from "zod";
import { refuseRead } from "../auth/access.ts";
import type { Call } from "../http/call.ts";
import { fullName } from "../lookups.ts";
import type { IssueRecord, RepositoryRecord } from "../world.ts";
import { getPull } from "../shapes/pull.ts";
import { repositoryPage } from "../shapes/repository.ts";
import { toRollup } from "./rollup.ts";

const Variables = z.object({ search: z.string(), most: z.int().max(100) });

export interface Found {
  repository: RepositoryRecord;
  issue: IssueRecord;
}

/** A search of open pull requests. */
export function answerOpenPulls(call: Call, given: unknown): object | undefined {
  const variables = Variables.safeParse(given).data;
  if (variables === undefined) return undefined;
  const { search, most } = variables;
  const found = findPulls(call, search).filter(({ issue }) => issue.state === "open");
  found.sort((a, b) => a.issue.createdAt.localeCompare(b.issue.createdAt) || a.issue.number - b.issue.number);
  const nodes = found.slice(0, most).map((one) => toNode(call, one));
  return { search: { issueCount: found.length, nodes } };
}

/** Pull requests that the search finds, of what the caller may read. */
export function findPulls(call: Call, search: string): Found[] {
  const matches = toConditions(search);
  return [...call.world.repositories.values()]
    .filter((repository) => refuseRead(call.world, call.caller, repository) === undefined)
    .flatMap((repository) => [...repository.issues.values()].map((issue) => ({ repository, issue })))
    .filter(({ issue }) => issue.pull !== undefined)
    .filter((one) => matches.every((match) => match(one)));
}

type Condition = (found: Found) => boolean;

/** What a word of the search asks for; those that the lab doesn't know would find nothing. */
const CONDITIONS: Record<string, (value: string) => Condition> = {
  is: (value) => () => ["pr", "open"].includes(value),
  type: (value) => () => value === "pr",
  in: (value) => () => value === "title",
  archived: () => () => true,
  sort: () => () => true,
  repo:
    (value) =>
    ({ repository }) =>
      fullName(repository).toLowerCase() === value.toLowerCase(),
  user:
    (value) =>
    ({ repository }) =>
      repository.owner.login.toLowerCase() === value.toLowerCase(),
  draft:
    (value) =>
    ({ issue }) =>
      String(getPull(issue).draft) === value,
  review:
    (value) =>
    ({ issue }) =>
      decision(issue)?.toLowerCase() === value,
  label:
    (value) =>
    ({ issue }) =>
      value.split(",").some((name) => issue.labels.some((label) => label.name === name)),
  "review-requested":
    (value) =>
    ({ issue }) =>
      getPull(issue).requestedReviewers.some(({ login }) => login === value),
  created:
    (value) =>
    ({ issue }) =>
      issue.createdAt <= value.slice("<=".length),
  updated:
    (value) =>
    ({ issue }) =>
      issue.updatedAt <= value.slice("<=".length),
};

function toConditions(search: string): Condition[] {
  const qualifiers = [...search.matchAll(/(-?)([a-z-]+):((?:"[^"]*"|[^\s"])+)/g)].map(
    ([, not, key = "", value = ""]) => {
      const condition = CONDITIONS[key]?.(value.replaceAll('"', "")) ?? (() => false);
      return not === "-" ? (found: Found) => !condition(found) : condition;
    },
  );
  const phrases = [...search.matchAll(/(?:^|\s)"([^"]*)"/g)].map(([, phrase = ""]) => holdsWords(phrase));
  return [...qualifiers, ...phrases];
}

/** As GitHub compares titles: word by word, marks between them don't count. */
function holdsWords(phrase: string): Condition {
  const words = (text: string): string =>
    ` ${text
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter(Boolean)
      .join(" ")} `;
  return ({ issue }) => words(issue.title).includes(words(phrase));
}

/** The latest word of each reviewer counts, and one that asks for changes counts most. */
function decision(issue: IssueRecord): "APPROVED" | "CHANGES_REQUESTED" | null {
  const said = getPull(issue).reviews.filter(({ state }) => state !== "commented");
  const states = [...new Map(said.map(({ user, state }) => [user.id, state])).values()];
  if (states.includes("changes_requested")) return "CHANGES_REQUESTED";
  return states.includes("approved") ? "APPROVED" : null;
}

function toNode(call: Call, { repository, issue }: Found): Record<string, unknown> {
  const pull = getPull(issue);
  return {
    number: issue.number,
    title: issue.title,
    url: `${repositoryPage(call.world, repository)}/pull/${String(issue.number)}`,
    state: "OPEN",
    isDraft: pull.draft,
    createdAt: issue.createdAt,
    // As where no review is required.
    reviewDecision: null,
    latestOpinionatedReviews: { nodes: [{ state: decision(issue) }].filter(({ state }) => state !== null) },
    author: { login: issue.user.login },
    repository: { nameWithOwner: fullName(repository) },
    reviewRequests: {
      nodes: pull.requestedReviewers.map(({ login }) => ({ requestedReviewer: { login } })),
    },
    commits: { nodes: [{ commit: { statusCheckRollup: toRollup(call, repository, pull.headSha) } }] },
  };
}

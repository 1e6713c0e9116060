import { z } from "zod";
import { refuseRead } from "../auth/access.ts";
import type { Call } from "../http/call.ts";
import { findRepository, fullName } from "../lookups.ts";
import { getPull } from "../shapes/pull.ts";
import { repositoryPage } from "../shapes/repository.ts";
import type { RepositoryRecord } from "../world.ts";
import { findPulls, type Found } from "./open-pulls.ts";
import { toRollup } from "./rollup.ts";

const OfOwner = z.object({ search: z.string(), most: z.int().max(100) });
const InRepository = OfOwner.extend({ owner: z.string(), name: z.string(), text: z.string() });

/** Branches by their names, and pull requests by their titles, of one repository; null for one that isn't there for them. */
export function answerNamedWork(call: Call, given: unknown): object | undefined {
  const variables = InRepository.safeParse(given).data;
  if (variables === undefined) return undefined;
  const { owner, name, text, search, most } = variables;
  const repository = findRepository(call.world, `${owner}/${name}`);
  const isSeen = repository !== undefined && refuseRead(call.world, call.caller, repository) === undefined;
  return {
    repository: isSeen ? toRepository(call, repository, text, most) : null,
    ...toSearch(call, search, most),
  };
}

/** Pull requests by their titles, of all that the caller sees of an owner. */
export function answerNamedWorkOfOwner(call: Call, given: unknown): object | undefined {
  const variables = OfOwner.safeParse(given).data;
  return variables && toSearch(call, variables.search, variables.most);
}

function toSearch(call: Call, search: string, most: number): object {
  const found = findPulls(call, search).sort((a, b) => b.issue.updatedAt.localeCompare(a.issue.updatedAt));
  const nodes = found.slice(0, most).map((one) => toNode(call, one));
  return { search: { issueCount: found.length, nodes } };
}

function toRepository(call: Call, repository: RepositoryRecord, text: string, most: number): object {
  const refs = [...repository.branches].filter(([name]) => name.toLowerCase().includes(text.toLowerCase()));
  return {
    nameWithOwner: fullName(repository),
    url: repositoryPage(call.world, repository),
    refs: {
      totalCount: refs.length,
      nodes: refs.slice(0, most).map(([name, sha]) => ({
        name,
        target: { statusCheckRollup: toRollup(call, repository, sha) },
        associatedPullRequests: { nodes: listOf(call, repository, name) },
      })),
    },
  };
}

function listOf(call: Call, repository: RepositoryRecord, branch: string): object[] {
  const issues = [...repository.issues.values()].filter(({ pull }) => pull?.headRef === branch);
  return issues.slice(0, 3).map((issue) => toNode(call, { repository, issue }));
}

function toNode(call: Call, { repository, issue }: Found): object {
  const pull = getPull(issue);
  const state = issue.state === "open" ? "OPEN" : pull.mergedAt === null ? "CLOSED" : "MERGED";
  return {
    number: issue.number,
    title: issue.title,
    url: `${repositoryPage(call.world, repository)}/pull/${String(issue.number)}`,
    state,
    isDraft: pull.draft,
    headRefName: pull.headRef,
    author: { login: issue.user.login },
    repository: { nameWithOwner: fullName(repository) },
    commits: { nodes: [{ commit: { statusCheckRollup: toRollup(call, repository, pull.headSha) } }] },
  };
}

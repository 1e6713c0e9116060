import type { CheckRunPullRequest } from "@octokit/webhooks-types";
import type { CheckRunRecord, CheckSuiteRecord, RepositoryRecord, World } from "../world.ts";
import { nodeId } from "../ids.ts";
import { getMainApp } from "../lookups.ts";
import { toApp } from "./app.ts";
import { toPushCommit } from "./commit.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

/** Open pull requests of this repository whose head is the commit. */
export function toCheckPulls(
  world: World,
  repository: RepositoryRecord,
  headSha: string,
): CheckRunPullRequest[] {
  const url = repositoryUrl(world, repository);
  const repo = { id: repository.id, url, name: repository.name };
  return [...repository.issues.values()].flatMap((issue) => {
    const { pull } = issue;
    if (pull === undefined || pull.headSha !== headSha || issue.state !== "open") return [];
    const head = { ref: pull.headRef, sha: pull.headSha, repo };
    const base = { ref: pull.baseRef, sha: pull.baseSha, repo };
    return [{ url: `${url}/pulls/${String(issue.number)}`, id: pull.id, number: issue.number, head, base }];
  });
}

export function toCheckSuite(
  world: World,
  repository: RepositoryRecord,
  suite: CheckSuiteRecord,
): Record<string, unknown> {
  const url = `${repositoryUrl(world, repository)}/check-suites/${String(suite.id)}`;
  const head = repository.commits.get(suite.headSha);
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url,
    before: head?.parent ?? null,
    after: suite.headSha,
    pull_requests: toCheckPulls(world, repository, suite.headSha),
    app: toApp(world, getMainApp(world)),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${url}/check-runs`,
    head_commit: head === undefined ? null : toPushCommit(world, repository, head),
  };
}

export function toCheckRun(
  world: World,
  repository: RepositoryRecord,
  suite: CheckSuiteRecord,
  run: CheckRunRecord,
): Record<string, unknown> {
  const url = `${repositoryUrl(world, repository)}/check-runs/${String(run.id)}`;
  const page = `${repositoryPage(world, repository)}/runs/${String(run.id)}`;
  return {
    id: run.id,
    node_id: nodeId("CheckRun", run.id),
    name: run.name,
    head_sha: suite.headSha,
    external_id: "",
    url,
    html_url: page,
    details_url: page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: null,
      summary: null,
      text: null,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: toCheckSuite(world, repository, suite),
    app: toApp(world, getMainApp(world)),
    pull_requests: toCheckPulls(world, repository, suite.headSha),
  };
}

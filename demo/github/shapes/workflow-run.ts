import type { WorkflowRecord, WorkflowRunRecord } from "../acts/workflow-runs.ts";
import { headOf } from "../acts/commits.ts";
import { nodeId } from "../ids.ts";
import type { RepositoryRecord, World } from "../world.ts";
import { toUser } from "./account.ts";
import { repositoryPage, repositoryUrl } from "./repository.ts";

export function toWorkflowRun(
  world: World,
  repository: RepositoryRecord,
  run: WorkflowRunRecord,
): Record<string, unknown> {
  const head = headOf(repository, run.ref);
  const message = repository.commits.get(head)?.message ?? run.name;
  return {
    id: run.id,
    node_id: nodeId("WorkflowRun", run.id),
    name: run.name,
    display_title: message.split("\n", 1)[0],
    path: `.github/workflows/${run.workflow}`,
    run_number: run.number,
    run_attempt: run.attempt,
    head_branch: run.ref,
    head_sha: head,
    head_commit: { id: head, message },
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    actor: toUser(world, run.actor),
    triggering_actor: toUser(world, run.actor),
    created_at: run.createdAt,
    updated_at: run.updatedAt,
    run_started_at: run.createdAt,
    pull_requests: [],
    url: `${repositoryUrl(world, repository)}/actions/runs/${String(run.id)}`,
    html_url: `${repositoryPage(world, repository)}/actions/runs/${String(run.id)}`,
  };
}

export function toWorkflow(
  world: World,
  repository: RepositoryRecord,
  { id, name, file }: WorkflowRecord,
): Record<string, unknown> {
  const path = `.github/workflows/${file}`;
  return {
    id,
    node_id: nodeId("Workflow", id),
    name,
    path,
    state: "active",
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    url: `${repositoryUrl(world, repository)}/actions/workflows/${String(id)}`,
    html_url: `${repositoryPage(world, repository)}/blob/${repository.defaultBranch}/${path}`,
    badge_url: `${repositoryPage(world, repository)}/workflows/${encodeURIComponent(name)}/badge.svg`,
  };
}

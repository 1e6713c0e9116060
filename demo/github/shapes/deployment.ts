import type { CommitStatusRecord, DeploymentRecord, DeploymentStatusRecord } from "../acts/deployments.ts";
import { nodeId } from "../ids.ts";
import type { RepositoryRecord, World } from "../world.ts";
import { toUser } from "./account.ts";
import { repositoryUrl } from "./repository.ts";

export function toDeployment(
  world: World,
  repository: RepositoryRecord,
  { id, sha, ref, task, environment, description, payload, creator, createdAt }: DeploymentRecord,
): Record<string, unknown> {
  const url = `${repositoryUrl(world, repository)}/deployments/${String(id)}`;
  return {
    id,
    node_id: nodeId("Deployment", id),
    url,
    ...{ sha, ref, task, payload, environment, original_environment: environment, description },
    creator: toUser(world, creator),
    created_at: createdAt,
    updated_at: createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: repositoryUrl(world, repository),
    transient_environment: false,
    production_environment: environment === "production",
  };
}

export function toDeploymentStatus(
  world: World,
  repository: RepositoryRecord,
  deployment: DeploymentRecord,
  { id, state, description, logUrl, creator, createdAt }: DeploymentStatusRecord,
): Record<string, unknown> {
  const url = `${repositoryUrl(world, repository)}/deployments/${String(deployment.id)}`;
  return {
    id,
    node_id: nodeId("DeploymentStatus", id),
    url: `${url}/statuses/${String(id)}`,
    state,
    description,
    creator: toUser(world, creator),
    environment: deployment.environment,
    target_url: logUrl,
    log_url: logUrl,
    environment_url: "",
    created_at: createdAt,
    updated_at: createdAt,
    deployment_url: url,
    repository_url: repositoryUrl(world, repository),
  };
}

/** The combined state's own word: a failure anywhere, else whatever is still awaited. */
export function toCombinedState(statuses: readonly CommitStatusRecord[]): string {
  if (statuses.some(({ state }) => state === "failure" || state === "error")) return "failure";
  return statuses.length === 0 || statuses.some(({ state }) => state === "pending") ? "pending" : "success";
}

export function toCommitStatus(
  world: World,
  repository: RepositoryRecord,
  { id, sha, context, state, createdAt }: CommitStatusRecord,
): Record<string, unknown> {
  return {
    url: `${repositoryUrl(world, repository)}/statuses/${sha}`,
    id,
    node_id: nodeId("StatusContext", id),
    ...{ state, context, description: null, target_url: null, created_at: createdAt, updated_at: createdAt },
  };
}

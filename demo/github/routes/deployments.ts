import { z } from "zod";
import {
  addDeployment,
  addDeploymentStatus,
  commitStatuses,
  DEPLOYMENT_STATES,
  deployments,
} from "../acts/deployments.ts";
import { refuseAct } from "../auth/access.ts";
import type { By } from "../acts/issues.ts";
import { created, fail, invalid, notFound, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { toCombinedState, toCommitStatus, toDeployment, toDeploymentStatus } from "../shapes/deployment.ts";
import type { RepositoryRecord } from "../world.ts";
import { readable, writable, type Need } from "./guards.ts";

const READ: Need = { permission: "deployments", access: "read", role: "read" };
const WRITE: Need = { permission: "deployments", access: "write", role: "write" };
const STATUSES: Need = { permission: "statuses", access: "read", role: "read" };
const BASE = "/repos/:owner/:repo/deployments";
const LONGEST_DESCRIPTION = 140;

const NewDeployment = z.object({
  ref: z.string().min(1),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.string(), z.record(z.string(), z.unknown())]).default(""),
  environment: z.string().default("production"),
  description: z.string().nullish(),
});
const NewStatus = z.object({
  state: z.enum(DEPLOYMENT_STATES),
  description: z.string().max(LONGEST_DESCRIPTION).default(""),
  log_url: z.string().default(""),
});

/** Source: docs.github.com/rest, "Deployments", "Deployment statuses" and "Commit statuses". */
export const deploymentRoutes: Route[] = [
  route(`GET ${BASE}`, writable(READ, list)),
  route(`POST ${BASE}`, writable(WRITE, create)),
  route(`GET ${BASE}/:deployment/statuses`, writable(READ, listStatuses)),
  route(`POST ${BASE}/:deployment/statuses`, writable(WRITE, createStatus)),
  route("GET /repos/:owner/:repo/commits/:ref/status", readable(combine)),
];

function list(call: Call, repository: RepositoryRecord): Answer {
  const isWanted = (field: "sha" | "ref" | "task" | "environment", value: string): boolean =>
    (call.query.get(field) ?? value) === value;
  const shown = deployments(repository).filter(
    ({ sha, ref, task, environment }) =>
      isWanted("sha", sha) &&
      isWanted("ref", ref) &&
      isWanted("task", task) &&
      isWanted("environment", environment),
  );
  return paged(call, shown.toReversed(), (one) => toDeployment(call.world, repository, one));
}

function create(call: Call, repository: RepositoryRecord, by: By): Answer {
  const fields = NewDeployment.safeParse(call.body);
  if (!fields.success) return invalid("Deployment", "ref", "missing_field");
  const { ref, task, environment, payload, description, required_contexts: required } = fields.data;
  const sha = repository.branches.get(ref) ?? repository.tags.get(ref) ?? ref;
  if (!repository.commits.has(sha)) return fail(422, `No ref found for: ${ref}`);
  const isUnready = toCombinedState(commitStatuses(repository, sha)) !== "success";
  if (required === undefined && isUnready && commitStatuses(repository, sha).length > 0)
    return fail(409, `Conflict: Commit status checks failed for ${ref}.`);
  const asked = { sha, ref, task, environment, payload, description: description ?? null };
  const { record } = addDeployment(call.world, repository, by, asked);
  return created(toDeployment(call.world, repository, record));
}

function listStatuses(call: Call, repository: RepositoryRecord): Answer {
  const found = deployments(repository).find(({ id }) => String(id) === param(call, "deployment"));
  if (found === undefined) return notFound();
  return paged(call, found.statuses.toReversed(), (one) =>
    toDeploymentStatus(call.world, repository, found, one),
  );
}

function createStatus(call: Call, repository: RepositoryRecord, by: By): Answer {
  const found = deployments(repository).find(({ id }) => String(id) === param(call, "deployment"));
  if (found === undefined) return notFound();
  const fields = NewStatus.safeParse(call.body);
  if (!fields.success) return invalid("DeploymentStatus", "state", "invalid");
  const { state, description, log_url: logUrl } = fields.data;
  const { record } = addDeploymentStatus(call.world, repository, by, found, { state, description, logUrl });
  return created(toDeploymentStatus(call.world, repository, found, record));
}

function combine(call: Call, repository: RepositoryRecord): Answer {
  // What is public anybody may read; else the App needs its permission.
  const refusal = repository.private ? refuseAct(call.world, call.caller, repository, STATUSES) : undefined;
  if (refusal !== undefined) return refusal;
  const ref = param(call, "ref");
  const sha = repository.branches.get(ref) ?? ref;
  if (!repository.commits.has(sha)) return invalid("Commit", "sha", "invalid");
  const all = commitStatuses(repository, sha);
  const shape = (one: (typeof all)[number]): unknown => toCommitStatus(call.world, repository, one);
  const state = toCombinedState(all);
  return paged(call, all, shape, (statuses, total) => ({ state, statuses, sha, total_count: total }));
}

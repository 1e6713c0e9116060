import type { Account, RepositoryRecord, World } from "../world.ts";
import { timestamp } from "../stamps.ts";
import { toDeployment, toDeploymentStatus } from "../shapes/deployment.ts";
import { emit } from "../webhooks/emit.ts";
import type { By } from "./issues.ts";
import { done, type Done } from "./done.ts";

export const DEPLOYMENT_STATES = [
  "error",
  "failure",
  "inactive",
  "in_progress",
  "queued",
  "pending",
  "success",
] as const;
export type DeploymentState = (typeof DEPLOYMENT_STATES)[number];

export interface DeploymentStatusRecord {
  id: number;
  state: DeploymentState;
  description: string;
  logUrl: string;
  creator: Account;
  createdAt: string;
}

export interface DeploymentRecord {
  id: number;
  sha: string;
  ref: string;
  task: string;
  environment: string;
  description: string | null;
  payload: unknown;
  creator: Account;
  createdAt: string;
  /** The latest last. */
  statuses: DeploymentStatusRecord[];
}

/** What another CI system reported for a commit. */
export interface CommitStatusRecord {
  id: number;
  sha: string;
  context: string;
  state: "error" | "failure" | "pending" | "success";
  createdAt: string;
}

interface Deploying {
  readonly deployments: DeploymentRecord[];
  readonly statuses: CommitStatusRecord[];
}

// Beside the world, which most users of the lab need without deployments.
const DEPLOYING = new WeakMap<RepositoryRecord, Deploying>();

function deployingOf(repository: RepositoryRecord): Deploying {
  const known = DEPLOYING.get(repository) ?? { deployments: [], statuses: [] };
  DEPLOYING.set(repository, known);
  return known;
}

/** Oldest first. */
export function deployments(repository: RepositoryRecord): DeploymentRecord[] {
  return deployingOf(repository).deployments;
}

/** The latest of each context. */
export function commitStatuses(repository: RepositoryRecord, sha: string): CommitStatusRecord[] {
  const all = deployingOf(repository).statuses.filter((status) => status.sha === sha);
  return [...new Map(all.map((status) => [status.context, status])).values()];
}

export function addDeployment(
  world: World,
  repository: RepositoryRecord,
  { sender }: By,
  fields: Omit<DeploymentRecord, "id" | "creator" | "createdAt" | "statuses">,
): Done<DeploymentRecord> {
  const at = timestamp(world.now());
  const record = { ...fields, id: world.nextId(), creator: sender, createdAt: at, statuses: [] };
  deployments(repository).push(record);
  const payload = { deployment: toDeployment(world, repository, record), workflow: null, workflow_run: null };
  return done(world, record, [
    emit(world, { event: "deployment", action: "created", repository, sender, payload }),
  ]);
}

export function addDeploymentStatus(
  world: World,
  repository: RepositoryRecord,
  { sender }: By,
  deployment: DeploymentRecord,
  fields: Pick<DeploymentStatusRecord, "state" | "description" | "logUrl">,
): Done<DeploymentStatusRecord> {
  const record = { ...fields, id: world.nextId(), creator: sender, createdAt: timestamp(world.now()) };
  deployment.statuses.push(record);
  const payload = {
    deployment: toDeployment(world, repository, deployment),
    deployment_status: toDeploymentStatus(world, repository, deployment, record),
    ...{ check_run: null, workflow: null, workflow_run: null },
  };
  return done(world, record, [
    emit(world, { event: "deployment_status", action: "created", repository, sender, payload }),
  ]);
}

export function addCommitStatus(
  world: World,
  repository: RepositoryRecord,
  fields: Pick<CommitStatusRecord, "sha" | "context" | "state">,
): CommitStatusRecord {
  const record = { ...fields, id: world.nextId(), createdAt: timestamp(world.now()) };
  deployingOf(repository).statuses.push(record);
  return record;
}

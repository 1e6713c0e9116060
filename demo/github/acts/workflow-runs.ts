import type { Account, RepositoryRecord, World } from "../world.ts";
import { timestamp, touch } from "../stamps.ts";
import { emit } from "../webhooks/emit.ts";
import type { Mail } from "../webhooks/mail.ts";
import { toWorkflow, toWorkflowRun } from "../shapes/workflow-run.ts";
import type { By } from "./issues.ts";
import { done, type Done } from "./done.ts";

/** A workflow's file; a run of a file that nobody declared is fine too. */
export interface WorkflowRecord {
  id: number;
  name: string;
  file: string;
  /** The inputs of its `workflow_dispatch` trigger; others are refused. Undefined: any will do. */
  inputs?: readonly string[];
}

/** An environment whose reviewers hold a run up. */
export interface WaitingRecord {
  id: number;
  environment: string;
  reviewers: Account[];
  since: string;
}

export interface EnvironmentReviewRecord {
  environments: { id: number; name: string }[];
  state: "approved" | "rejected";
  user: Account;
  comment: string;
}

/** One run of a workflow; the lab runs nothing, so it stays as it was put. */
export interface WorkflowRunRecord {
  id: number;
  number: number;
  workflow: string;
  name: string;
  event: string;
  ref: string;
  actor: Account;
  status: "queued" | "in_progress" | "waiting" | "completed";
  conclusion: "success" | "failure" | "cancelled" | null;
  attempt: number;
  inputs: Readonly<Record<string, string>>;
  waiting: WaitingRecord[];
  reviews: EnvironmentReviewRecord[];
  createdAt: string;
  updatedAt: string;
}

interface Actions {
  readonly runs: WorkflowRunRecord[];
  readonly workflows: WorkflowRecord[];
  /** An environment keeps its id from one run to the next. */
  readonly environments: Map<string, number>;
}

// Beside the world, which most users of the lab need without Actions.
const ACTIONS = new WeakMap<RepositoryRecord, Actions>();

function actionsOf(repository: RepositoryRecord): Actions {
  const known = ACTIONS.get(repository);
  if (known !== undefined) return known;
  const actions: Actions = { runs: [], workflows: [], environments: new Map() };
  ACTIONS.set(repository, actions);
  return actions;
}

/** The repository's runs, oldest first. */
export function workflowRuns(repository: RepositoryRecord): WorkflowRunRecord[] {
  return actionsOf(repository).runs;
}

export function workflows(repository: RepositoryRecord): WorkflowRecord[] {
  return actionsOf(repository).workflows;
}

export function addWorkflow(
  world: World,
  repository: RepositoryRecord,
  fields: Omit<WorkflowRecord, "id">,
): WorkflowRecord {
  const workflow = { id: world.nextId(), ...fields };
  workflows(repository).push(workflow);
  return workflow;
}

export function addWorkflowRun(
  world: World,
  repository: RepositoryRecord,
  fields: Pick<WorkflowRunRecord, "workflow" | "event" | "ref" | "actor"> & Partial<WorkflowRunRecord>,
): Done<WorkflowRunRecord> {
  const at = timestamp(world.now());
  const declared = workflows(repository).find(({ file }) => file === fields.workflow);
  const run: WorkflowRunRecord = {
    id: world.nextId(),
    number: workflowRuns(repository).length + 1,
    name: declared?.name ?? fields.workflow.replace(/\.ya?ml$/, ""),
    status: "queued",
    conclusion: null,
    attempt: 1,
    inputs: {},
    waiting: [],
    reviews: [],
    createdAt: at,
    updatedAt: at,
    ...fields,
  };
  workflowRuns(repository).push(run);
  return done(world, run, [announce(world, repository, run, { sender: run.actor })]);
}

export type RunChange = Partial<Pick<WorkflowRunRecord, "status" | "conclusion" | "attempt">>;

/** Moves a run on: re-run, cancelled, ended. What ends waits for nobody. */
export function changeRun(
  world: World,
  repository: RepositoryRecord,
  run: WorkflowRunRecord,
  by: By,
  change: RunChange,
): Done<WorkflowRunRecord> {
  Object.assign(run, change);
  if (run.status === "completed") run.waiting = [];
  touch(world, run);
  return done(world, run, [announce(world, repository, run, by)]);
}

/** A job reached an environment that wants an approval. */
export function requestReview(
  world: World,
  repository: RepositoryRecord,
  run: WorkflowRunRecord,
  environment: string,
  reviewers: Account[],
): Done<WorkflowRunRecord> {
  const { environments } = actionsOf(repository);
  const id = environments.get(environment) ?? world.nextId();
  environments.set(environment, id);
  run.status = "waiting";
  const since = touch(world, run);
  run.waiting.push({ id, environment, reviewers, since });
  const shown = reviewers.map((reviewer) => ({ type: "User", reviewer: { login: reviewer.login } }));
  const about = { environment, reviewers: shown, requestor: { login: run.actor.login }, since };
  const mail = tell(world, repository, run, { sender: run.actor }, "requested", about);
  return done(world, run, [mail]);
}

/** Somebody decided; a rejection fails the run. */
export function review(
  world: World,
  repository: RepositoryRecord,
  run: WorkflowRunRecord,
  by: By,
  decision: { ids: readonly number[]; state: "approved" | "rejected"; comment: string },
): Done<WorkflowRunRecord> {
  const { ids, state, comment } = decision;
  const decided = run.waiting.filter(({ id }) => ids.includes(id));
  run.waiting = run.waiting.filter(({ id }) => !ids.includes(id));
  const environments = decided.map(({ id, environment }) => ({ id, name: environment }));
  run.reviews.unshift({ environments, state, user: by.sender, comment });
  const since = touch(world, run);
  if (state === "rejected") Object.assign(run, { status: "completed", conclusion: "failure", waiting: [] });
  else if (run.waiting.length === 0) run.status = "in_progress";
  const jobs = environments.map(({ name }) => ({ id: world.nextId(), name, environment: name }));
  const about = { since, approver: { login: by.sender.login }, comment, workflow_job_runs: jobs };
  return done(world, run, [
    tell(world, repository, run, by, state, about),
    announce(world, repository, run, by),
  ]);
}

function tell(
  world: World,
  repository: RepositoryRecord,
  run: WorkflowRunRecord,
  { sender }: By,
  action: string,
  about: Record<string, unknown>,
): Mail {
  const payload = { ...about, workflow_run: toWorkflowRun(world, repository, run) };
  return emit(world, { event: "deployment_review", action, repository, sender, payload });
}

function announce(world: World, repository: RepositoryRecord, run: WorkflowRunRecord, { sender }: By): Mail {
  const action =
    run.status === "completed" ? "completed" : run.status === "queued" ? "requested" : "in_progress";
  const workflow = workflows(repository).find(({ file }) => file === run.workflow);
  const payload = {
    workflow_run: toWorkflowRun(world, repository, run),
    workflow: workflow === undefined ? { name: run.name } : toWorkflow(world, repository, workflow),
  };
  return emit(world, { event: "workflow_run", action, repository, sender, payload });
}

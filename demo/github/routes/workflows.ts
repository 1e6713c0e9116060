import { z } from "zod";
import {
  addWorkflowRun,
  changeRun,
  workflowRuns,
  workflows,
  type WorkflowRecord,
  type WorkflowRunRecord,
} from "../acts/workflow-runs.ts";
import type { By } from "../acts/issues.ts";
import { created, fail, noContent, notFound, ok, type Answer } from "../http/answer.ts";
import { param, type Call } from "../http/call.ts";
import { paged } from "../http/paging.ts";
import { route, type Route } from "../http/router.ts";
import { toWorkflow, toWorkflowRun } from "../shapes/workflow-run.ts";
import type { RepositoryRecord } from "../world.ts";
import { readable, writable, type Need } from "./guards.ts";

const WRITE: Need = { permission: "actions", access: "write", role: "write" };
const BASE = "/repos/:owner/:repo/actions";

const Dispatch = z.object({ ref: z.string().min(1), inputs: z.record(z.string(), z.string()).default({}) });

/** Source: docs.github.com/rest/actions, "Workflow runs" and "Workflows". */
export const workflowRoutes: Route[] = [
  route(
    `GET ${BASE}/runs/:run`,
    readable((call, repository) =>
      withRun(call, repository, (run) => ok(toWorkflowRun(call.world, repository, run))),
    ),
  ),
  route(`POST ${BASE}/runs/:run/rerun`, writable(WRITE, rerun)),
  route(`POST ${BASE}/runs/:run/rerun-failed-jobs`, writable(WRITE, rerun)),
  route(`POST ${BASE}/runs/:run/cancel`, writable(WRITE, cancel)),
  route(`GET ${BASE}/workflows`, readable(listWorkflows)),
  route(`GET ${BASE}/workflows/:workflow/runs`, readable(list)),
  route(`POST ${BASE}/workflows/:workflow/dispatches`, writable(WRITE, dispatch)),
];

export function withRun(
  call: Call,
  repository: RepositoryRecord,
  then: (run: WorkflowRunRecord) => Answer,
): Answer {
  const run = workflowRuns(repository).find(({ id }) => String(id) === param(call, "run"));
  return run === undefined ? notFound() : then(run);
}

function rerun(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withRun(call, repository, (run) => {
    if (run.status !== "completed") return fail(403, "This workflow is already running");
    const change = { status: "queued", conclusion: null, attempt: run.attempt + 1 } as const;
    changeRun(call.world, repository, run, by, change);
    return created({});
  });
}

function cancel(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withRun(call, repository, (run) => {
    if (run.status === "completed") return fail(409, "Cannot cancel a workflow run that is completed.");
    changeRun(call.world, repository, run, by, { status: "completed", conclusion: "cancelled" });
    return { status: 202, json: {} };
  });
}

function listWorkflows(call: Call, repository: RepositoryRecord): Answer {
  const wrap = (page: unknown[], total: number): unknown => ({ total_count: total, workflows: page });
  return paged(call, workflows(repository), (one) => toWorkflow(call.world, repository, one), wrap);
}

function list(call: Call, repository: RepositoryRecord): Answer {
  const wanted = {
    workflow: fileOf(call, repository),
    event: call.query.get("event"),
    actor: call.query.get("actor"),
  };
  const shown = workflowRuns(repository)
    .filter((run) => run.workflow === wanted.workflow)
    .filter((run) => wanted.event === null || run.event === wanted.event)
    .filter((run) => wanted.actor === null || run.actor.login === wanted.actor)
    .reverse();
  const wrap = (page: unknown[], total: number): unknown => ({ total_count: total, workflow_runs: page });
  return paged(call, shown, (run) => toWorkflowRun(call.world, repository, run), wrap);
}

function findWorkflow(call: Call, repository: RepositoryRecord): WorkflowRecord | undefined {
  const wanted = param(call, "workflow");
  return workflows(repository).find(({ id, file }) => file === wanted || String(id) === wanted);
}

function fileOf(call: Call, repository: RepositoryRecord): string {
  return findWorkflow(call, repository)?.file ?? param(call, "workflow");
}

/** What a repository declares none of, the lab takes; else a workflow, its branch and its inputs must be there. */
function dispatch(call: Call, repository: RepositoryRecord, by: By): Answer {
  const workflow = findWorkflow(call, repository);
  if (workflow === undefined && workflows(repository).length > 0) return notFound();
  const fields = Dispatch.safeParse(call.body);
  if (!fields.success || !repository.branches.has(fields.data.ref))
    return fail(422, `No ref found for: ${String(call.body["ref"])}`);
  const { ref, inputs } = fields.data;
  const unexpected = Object.keys(inputs).filter((name) => workflow?.inputs?.includes(name) === false);
  if (unexpected.length > 0) return fail(422, `Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
  const asked = { workflow: fileOf(call, repository), ref, inputs, event: "workflow_dispatch" };
  addWorkflowRun(call.world, repository, { ...asked, actor: by.sender });
  return noContent();
}

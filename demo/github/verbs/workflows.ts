import {
  addWorkflow,
  addWorkflowRun,
  changeRun,
  requestReview,
  review,
  workflowRuns,
  type RunChange,
  type WorkflowRecord,
  type WorkflowRunRecord,
} from "../acts/workflow-runs.ts";
import { getAccount, getRepository } from "../lookups.ts";
import type { World } from "../world.ts";

/** Runs of GitHub Actions. */
export interface WorkflowVerbs {
  addWorkflow(repo: string, fields: Omit<WorkflowRecord, "id">): WorkflowRecord;
  addWorkflowRun(
    repo: string,
    fields: {
      by: string;
      workflow: string;
      status?: WorkflowRunRecord["status"];
      conclusion?: WorkflowRunRecord["conclusion"];
    },
  ): WorkflowRunRecord;
  /** Moves a run on, as its jobs would. */
  changeWorkflowRun(repo: string, id: number, change: RunChange): Promise<void>;
  /** The run reaches an environment that these people must approve. */
  requestReview(
    repo: string,
    id: number,
    fields: { environment: string; reviewers: readonly string[] },
  ): Promise<void>;
  /** Somebody decides on GitHub about all that waits. */
  reviewEnvironments(
    repo: string,
    id: number,
    fields: { by: string; state: "approved" | "rejected"; comment?: string },
  ): Promise<void>;
  /** All runs of a repository, oldest first. */
  workflowRuns(repo: string): readonly WorkflowRunRecord[];
}

export function createWorkflowVerbs(world: World): WorkflowVerbs {
  const at = (repo: string, id: number) => {
    const repository = getRepository(world, repo);
    const run = workflowRuns(repository).find((one) => one.id === id);
    if (run === undefined) throw new Error(`${repo} has no run ${String(id)}`);
    return { repository, run };
  };
  return {
    addWorkflow: (repo, fields) => addWorkflow(world, getRepository(world, repo), fields),
    addWorkflowRun: (repo, { by, ...fields }) =>
      addWorkflowRun(world, getRepository(world, repo), {
        event: "push",
        ref: "main",
        actor: getAccount(world, by),
        ...fields,
      }).record,
    async changeWorkflowRun(repo, id, change) {
      const { repository, run } = at(repo, id);
      await changeRun(world, repository, run, { sender: run.actor }, change).sent;
    },
    async requestReview(repo, id, { environment, reviewers }) {
      const { repository, run } = at(repo, id);
      const people = reviewers.map((login) => getAccount(world, login));
      await requestReview(world, repository, run, environment, people).sent;
    },
    async reviewEnvironments(repo, id, { by, state, comment = "" }) {
      const { repository, run } = at(repo, id);
      const ids = run.waiting.map((one) => one.id);
      const who = { sender: getAccount(world, by) };
      await review(world, repository, run, who, { ids, state, comment }).sent;
    },
    workflowRuns: (repo) => workflowRuns(getRepository(world, repo)),
  };
}

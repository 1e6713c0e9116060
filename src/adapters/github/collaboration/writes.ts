import { z } from "zod";
import type { GitHubArrival, GitHubCollaboration } from "../contract/collaboration.ts";
import type { Writer } from "../http/writer.ts";
import { toPath } from "./reads.ts";

type Writes = Pick<
  GitHubCollaboration,
  | "openIssue"
  | "comment"
  | "review"
  | "mergePull"
  | "setIssueState"
  | "addLabels"
  | "removeLabel"
  | "addAssignees"
  | "removeAssignees"
  | "rerun"
  | "cancelRun"
  | "reviewEnvironments"
  | "dispatchWorkflow"
>;

const REPOSITORY = "/repos/{owner}/{repo}";
const ISSUE = `${REPOSITORY}/issues/{number}`;
const PULL = `${REPOSITORY}/pulls/{number}`;
const RUN = `${REPOSITORY}/actions/runs/{run}`;
const RERUNS = { all: "rerun", failed: "rerun-failed-jobs" } as const;
const EVENTS = { approve: "APPROVE", "request-changes": "REQUEST_CHANGES" } as const;

/** Nothing of the answer is needed. */
const Anything = z.unknown().transform((): true => true);
const Arrival: z.ZodType<GitHubArrival> = z
  .object({ html_url: z.url(), number: z.int().optional() })
  .transform(({ html_url: htmlUrl, number }) => (number === undefined ? { htmlUrl } : { htmlUrl, number }));
const Assigned = z
  .object({ assignees: z.array(z.object({ login: z.string() })).nullish() })
  .transform(({ assignees }) => (assignees ?? []).map(({ login }) => login));

/** Source: docs.github.com/rest, "Issues", "Pulls", "Actions". */
export function createCollaborationWrites(writer: Writer): Writes {
  return {
    openIssue: (repository, { title, body, labels }) =>
      writer.send(Arrival, `POST ${REPOSITORY}/issues`, { ...toPath(repository), title, body, labels }),
    comment: (repository, number, body) =>
      writer.send(Arrival, `POST ${ISSUE}/comments`, { ...toPath(repository), number, body }),
    review: (repository, number, { verdict, body, headSha }) =>
      writer.send(Arrival, `POST ${PULL}/reviews`, {
        ...toPath(repository),
        number,
        event: EVENTS[verdict],
        commit_id: headSha,
        ...(body === "" ? {} : { body }),
      }),
    mergePull: (repository, number, { method, headSha }) =>
      writer.send(Anything, `PUT ${PULL}/merge`, {
        ...toPath(repository),
        number,
        sha: headSha,
        merge_method: method,
      }),
    setIssueState: (repository, number, state) =>
      writer.send(Anything, `PATCH ${ISSUE}`, { ...toPath(repository), number, state }),
    addLabels: (repository, number, labels) =>
      writer.send(Anything, `POST ${ISSUE}/labels`, { ...toPath(repository), number, labels }),
    removeLabel: async (repository, number, label) => {
      const outcome = await writer.send(Anything, `DELETE ${ISSUE}/labels/{label}`, {
        ...toPath(repository),
        number,
        label,
      });
      if (outcome.kind !== "refused" || outcome.refusal !== "missing") return outcome;
      return { kind: "done", value: true };
    },
    addAssignees: (repository, number, assignees) =>
      writer.send(Assigned, `POST ${ISSUE}/assignees`, { ...toPath(repository), number, assignees }),
    removeAssignees: (repository, number, assignees) =>
      writer.send(Anything, `DELETE ${ISSUE}/assignees`, { ...toPath(repository), number, assignees }),
    rerun: (repository, run, jobs) =>
      writer.send(Anything, `POST ${RUN}/${RERUNS[jobs]}`, { ...toPath(repository), run }),
    cancelRun: (repository, run) =>
      writer.send(Anything, `POST ${RUN}/cancel`, { ...toPath(repository), run }),
    reviewEnvironments: (repository, run, { environmentIds, verdict, comment }) =>
      writer.send(Anything, `POST ${RUN}/pending_deployments`, {
        ...toPath(repository),
        run,
        environment_ids: environmentIds.map(Number),
        state: verdict,
        comment,
      }),
    dispatchWorkflow: (repository, workflow, { ref, inputs }) =>
      writer.send(Anything, `POST ${REPOSITORY}/actions/workflows/{workflow}/dispatches`, {
        ...toPath(repository),
        workflow,
        ref,
        inputs,
      }),
  };
}

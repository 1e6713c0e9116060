import { addMilliseconds, MINUTE } from "../../../core/clock.ts";
import type { DoneSince, GitHubCollaboration, RepositoryPath } from "../contract/collaboration.ts";
import type { Reader } from "../http/reader.ts";
import type { CollaborationResources, Trace } from "./resources.ts";

type Reads = Pick<
  GitHubCollaboration,
  | "findIssue"
  | "findPull"
  | "findRun"
  | "findLimits"
  | "findWorkflows"
  | "findWaitingEnvironments"
  | "findEnvironmentReviews"
  | "findComment"
  | "findOpenedIssue"
  | "findReview"
  | "findDispatched"
>;

const REPOSITORY = "GET /repos/{owner}/{repo}";
const ISSUE = `${REPOSITORY}/issues/{number}`;
const RUN = `${REPOSITORY}/actions/runs/{run}`;
const PULL = `${REPOSITORY}/pulls/{number}`;
/** GitHub's clock and ours may differ by this much. */
const SKEW = MINUTE;
const REVIEW_STATES = { approve: "APPROVED", "request-changes": "CHANGES_REQUESTED" } as const;

/** Source: docs.github.com/rest, "Issues", "Pulls", "Actions". */
export function createCollaborationReads(reader: Reader, resources: CollaborationResources): Reads {
  return {
    findIssue: (repository, number) => reader.find(resources.issue, ISSUE, { ...toPath(repository), number }),
    findPull: (repository, number) => reader.find(resources.pull, PULL, { ...toPath(repository), number }),
    findRun: (repository, run) => reader.find(resources.run, RUN, { ...toPath(repository), run }),
    findLimits: (repository) => reader.find(resources.limits, REPOSITORY, toPath(repository)),

    findWorkflows: (repository) =>
      reader.findList(resources.workflows, `${REPOSITORY}/actions/workflows`, toPath(repository)),
    findWaitingEnvironments: (repository, run) =>
      reader.find(resources.waiting, `${RUN}/pending_deployments`, { ...toPath(repository), run }),
    findEnvironmentReviews: (repository, run) =>
      reader.find(resources.environmentReviews, `${RUN}/approvals`, { ...toPath(repository), run }),

    findComment: async (repository, number, body, by) => {
      const since = startOf(by).toISOString();
      const where = { ...toPath(repository), number, since };
      const comments = await reader.findList(resources.comments, `${ISSUE}/comments`, where);
      return findTrace(comments, by, (text) => text.trim() === body.trim());
    },
    findOpenedIssue: async (repository, title, by) => {
      const order = { state: "all", sort: "created", direction: "desc", per_page: 30 };
      const where = { ...toPath(repository), creator: by.authorLogin, ...order };
      const page = await reader.find(resources.issues, `${REPOSITORY}/issues`, where);
      return findTrace(page?.items, by, (text) => text.trim() === title.trim());
    },
    findReview: async (repository, number, verdict, by) => {
      const where = { ...toPath(repository), number };
      const reviews = await reader.findList(resources.reviews, `${PULL}/reviews`, where);
      return findTrace(reviews, by, (text) => text === REVIEW_STATES[verdict]);
    },
    findDispatched: async (repository, workflow, by) => {
      const created = `>=${startOf(by).toISOString()}`;
      const asked = { event: "workflow_dispatch", actor: by.authorLogin, created, per_page: 30 };
      const where = { ...toPath(repository), workflow, ...asked };
      const page = await reader.find(
        resources.runs,
        `${REPOSITORY}/actions/workflows/{workflow}/runs`,
        where,
      );
      return findTrace(page?.items, by, () => true);
    },
  };
}

export function toPath({ owner, name }: RepositoryPath): { readonly owner: string; readonly repo: string } {
  return { owner, repo: name };
}

function startOf({ since }: DoneSince): Date {
  return addMilliseconds(since, -SKEW);
}

function findTrace(
  traces: readonly Trace[] | undefined,
  by: DoneSince,
  isMeant: (text: string) => boolean,
): Trace["arrival"] | undefined {
  const earliest = startOf(by);
  return traces?.find(
    (trace) => trace.authorId === by.authorId && trace.at >= earliest && isMeant(trace.text),
  )?.arrival;
}

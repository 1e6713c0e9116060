import { z } from "zod";
import { review, type WaitingRecord } from "../acts/workflow-runs.ts";
import type { By } from "../acts/issues.ts";
import { fail, ok, type Answer } from "../http/answer.ts";
import type { Call } from "../http/call.ts";
import { route, type Route } from "../http/router.ts";
import { toUser } from "../shapes/account.ts";
import type { Account, RepositoryRecord, World } from "../world.ts";
import { readable, writable, type Need } from "./guards.ts";
import { withRun } from "./workflows.ts";

const WRITE: Need = { permission: "deployments", access: "write", role: "read" };
const RUN = "/repos/:owner/:repo/actions/runs/:run";

const Review = z.object({
  environment_ids: z.array(z.int()),
  state: z.enum(["approved", "rejected"]),
  comment: z.string(),
});

/** Source: docs.github.com/rest/actions/workflow-runs, "Review pending deployments for a workflow run". */
export const environmentReviewRoutes: Route[] = [
  route(
    `GET ${RUN}/pending_deployments`,
    readable((call, repository) =>
      withRun(call, repository, (run) =>
        ok(run.waiting.map((waiting) => toPending(call.world, waiting, viewerOf(call)))),
      ),
    ),
  ),
  route(
    `GET ${RUN}/approvals`,
    readable((call, repository) =>
      withRun(call, repository, (run) =>
        ok(run.reviews.map(({ user, ...one }) => ({ ...one, user: toUser(call.world, user) }))),
      ),
    ),
  ),
  route(`POST ${RUN}/pending_deployments`, writable(WRITE, decide)),
];

function viewerOf({ caller }: Call): Account | undefined {
  return caller.kind === "user" ? caller.user : undefined;
}

function toPending(world: World, waiting: WaitingRecord, viewer: Account | undefined): unknown {
  return {
    environment: { id: waiting.id, name: waiting.environment },
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: viewer !== undefined && waiting.reviewers.includes(viewer),
    reviewers: waiting.reviewers.map((reviewer) => ({ type: "User", reviewer: toUser(world, reviewer) })),
  };
}

function decide(call: Call, repository: RepositoryRecord, by: By): Answer {
  return withRun(call, repository, (run) => {
    const fields = Review.safeParse(call.body);
    if (!fields.success) return fail(422, "Invalid request.");
    const { environment_ids: ids, state, comment } = fields.data;
    const asked = run.waiting.filter(({ id }) => ids.includes(id));
    if (asked.length !== ids.length || ids.length === 0)
      return fail(422, "There are no pending deployment requests to approve or reject");
    if (asked.some(({ reviewers }) => !reviewers.includes(by.sender)))
      return fail(422, "You are not allowed to review these deployments");
    review(call.world, repository, run, by, { ids, state, comment });
    return ok([]);
  });
}

import assert from "node:assert/strict";
import type { Happening } from "../../../src/core/happening.ts";
import type { Payload } from "../../support/webhooks.ts";
import { happeningOf, happeningsOf } from "./happenings.ts";

const MAIN = {
  ref: "refs/heads/main",
  created: false,
  deleted: false,
  repository: { default_branch: "main" },
};
const COMMIT = {
  id: "6113728f27ae82c7b1a177c8d03f9e96e0adf246",
  url: "https://github.com/octo/hello/commit/6113728",
  message: "Say hello\n\nAnd mean it.",
  timestamp: "2026-03-02T12:00:00+02:00",
  author: { name: "Mona", username: "mona" },
};
const PUSHED = { ...MAIN, commits: [COMMIT] };

const status = (state: string): Payload => ({ deployment_status: { state } });
const run = (state: string, conclusion: string | null): Payload => ({
  workflow_run: { status: state, conclusion },
});

interface Row {
  readonly event: string;
  readonly change?: Payload;
  readonly opens: boolean;
  /** The note's summary, and whether it needs a root. */
  readonly note?: RegExp;
  readonly needsRoot?: boolean;
  readonly draft?: true;
}

const ROWS: readonly Row[] = [
  { event: "issues.opened", opens: true },
  { event: "issues.reopened", opens: true, note: /^Reopened by/, needsRoot: true },
  { event: "issues.labeled", opens: false },
  { event: "issues.assigned", opens: false },
  { event: "issues.edited", opens: false },
  { event: "issues.pinned", opens: false },
  { event: "issues.closed", opens: false, note: /^Closed by/, needsRoot: true },
  {
    event: "issues.closed",
    change: { issue: { state_reason: "not_planned" } },
    opens: false,
    note: /^Closed as not planned by/,
    needsRoot: true,
  },
  { event: "issues.transferred", opens: false, note: /^Transferred by/, needsRoot: true },
  { event: "issues.deleted", opens: false, note: /^Deleted by/, needsRoot: true },
  { event: "issue_comment.created", opens: false, note: /^Comment by/ },
  {
    event: "issue_comment.created",
    change: { issue: { draft: true, pull_request: {} } },
    opens: false,
    note: /^Comment by/,
    draft: true,
  },
  { event: "pull_request.opened", opens: true },
  { event: "pull_request.opened", change: { pull_request: { draft: true } }, opens: true, draft: true },
  { event: "pull_request.ready_for_review", opens: true, note: /^Marked ready/, needsRoot: true },
  { event: "pull_request.synchronize", opens: false },
  {
    event: "pull_request.closed",
    change: { pull_request: { merged_at: "2026-03-02T10:00:00Z" } },
    opens: false,
    note: /^Merged by/,
    needsRoot: true,
  },
  {
    event: "pull_request.closed",
    change: { pull_request: { merged_at: null } },
    opens: false,
    note: /^Closed without merging by/,
    needsRoot: true,
  },
  {
    event: "pull_request_review.submitted",
    change: { review: { state: "approved" } },
    opens: false,
    note: /^Approved by/,
  },
  {
    event: "pull_request_review.submitted",
    change: { review: { state: "changes_requested", body: "Please test this." } },
    opens: false,
    note: /^Changes requested by .*: Please test this\.$/,
  },
  {
    event: "pull_request_review.submitted",
    change: { review: { state: "commented", body: null } },
    opens: false,
  },
  { event: "pull_request_review.dismissed", opens: false, note: /^Review dismissed by/ },
  { event: "pull_request_review_comment.created", opens: false, note: /^Comment by/ },
  { event: "check_run.completed", opens: false },
  { event: "check_suite.completed", opens: false },
  { event: "push", change: PUSHED, opens: true },
  { event: "commit_comment.created", opens: false, note: /^Comment by @Codertocat on .*@6113728: This is/ },
  { event: "create", change: { ref: "fix", ref_type: "branch" }, opens: true },
  { event: "create", change: { ref: "v1", ref_type: "tag" }, opens: true },
  { event: "delete", change: { ref: "fix", ref_type: "branch" }, opens: true },
  { event: "release.published", opens: true },
  { event: "release.created", opens: false },
  { event: "release.prereleased", opens: false },
  { event: "release.edited", opens: false },
  { event: "release.deleted", opens: false, note: /^Deleted by/, needsRoot: true },
  { event: "deployment.created", opens: true },
  { event: "deployment_status.created", change: status("in_progress"), opens: false },
  {
    event: "deployment_status.created",
    change: status("success"),
    opens: false,
    note: /^Deployed by/,
    needsRoot: true,
  },
  {
    event: "deployment_status.created",
    change: status("error"),
    opens: false,
    note: /^Deployment broke off by/,
    needsRoot: true,
  },
  { event: "deployment_status.created", change: status("inactive"), opens: false },
  { event: "discussion.created", opens: true },
  { event: "discussion.edited", opens: false },
  { event: "discussion.labeled", opens: false },
  { event: "discussion.answered", opens: false, note: /^Marked as answered by/, needsRoot: true },
  {
    event: "discussion.closed",
    change: { discussion: { state: "closed", state_reason: "outdated" } },
    opens: false,
    note: /^Closed as outdated by/,
    needsRoot: true,
  },
  { event: "discussion.reopened", opens: false, note: /^Reopened by/, needsRoot: true },
  { event: "discussion.locked", opens: false, note: /^Locked by/, needsRoot: true },
  { event: "discussion_comment.created", opens: false, note: /^Comment by .*: I have so many questions/ },
  { event: "workflow_run.requested", change: run("queued", null), opens: true },
  { event: "workflow_run.completed", change: run("completed", "success"), opens: true },
  {
    event: "workflow_run.completed",
    change: run("completed", "failure"),
    opens: true,
    note: /^Failed · started by @Codertocat on .* #/,
    needsRoot: true,
  },
  {
    event: "workflow_run.completed",
    change: run("completed", "action_required"),
    opens: true,
    note: /^Needs approval/,
    needsRoot: true,
  },
  { event: "workflow_job.in_progress", opens: false },
  {
    event: "deployment_review.requested",
    opens: false,
    note: /^Waiting for approval · started by @ilmax on /,
    needsRoot: true,
  },
  {
    event: "deployment_review.approved",
    change: { approver: { login: "mona" }, comment: "Ship it" },
    opens: false,
    note: /^Approved by @mona on .*: Ship it$/,
    needsRoot: true,
  },
  { event: "deployment_review.rejected", opens: false, note: /^Rejected by @ilmax on /, needsRoot: true },
  { event: "dependabot_alert.created", opens: true },
  { event: "dependabot_alert.fixed", opens: false, note: /^Fixed by/, needsRoot: true },
  {
    event: "dependabot_alert.dismissed",
    change: { alert: { state: "dismissed", dismissed_comment: "We don't parse input." } },
    opens: false,
    note: /^Dismissed by .*: We don't parse input\.$/,
    needsRoot: true,
  },
  { event: "code_scanning_alert.created", opens: true },
  { event: "code_scanning_alert.reopened", opens: true, note: /^Came back by/, needsRoot: true },
  { event: "pull_request_review_thread.resolved", opens: false },
  { event: "pull_request.enqueued", opens: false, note: /^Added to the merge queue by/, needsRoot: true },
  { event: "pull_request.dequeued", change: { reason: "MERGE" }, opens: false },
  {
    event: "pull_request.dequeued",
    change: { reason: "CI_FAILURE" },
    opens: false,
    note: /^Removed from the merge queue by/,
    needsRoot: true,
  },
  { event: "merge_group.checks_requested", opens: false },
  { event: "repository.publicized", opens: true },
  { event: "repository.archived", opens: true },
];

const NOTHING: readonly { event: string; change?: Payload; why: string }[] = [
  { event: "deployment_review.requested", change: { workflow_run: null }, why: "no run to tell it of" },
  {
    event: "deployment_review.approved",
    change: { environment: undefined, workflow_job_run: undefined },
    why: "no environment named",
  },
  { event: "issue_comment.edited", why: "comments are told once" },
  { event: "issue_comment.deleted", why: "comments are told once" },
  { event: "pull_request_review.edited", why: "reviews are told once" },
  { event: "check_run.completed", change: { check_run: { pull_requests: [] } }, why: "a fork's commit" },
  { event: "check_suite.requested", why: "only outcomes count" },
  { event: "push", change: { ...PUSHED, ref: "refs/tags/main" }, why: "a tag" },
  {
    event: "push",
    change: { ...PUSHED, ref: "refs/heads/gh-readonly-queue/main/pr-1" },
    why: "a merge queue",
  },
  { event: "push", change: { ...PUSHED, created: true }, why: "a new repository" },
  { event: "push", change: { ...PUSHED, deleted: true }, why: "a deleted branch" },
  { event: "push", change: { ...PUSHED, commits: [] }, why: "no commits" },
  { event: "release.created", change: { release: { draft: true } }, why: "a draft" },
  { event: "deployment_status.created", change: status("dreaming"), why: "an unknown state" },
  {
    event: "create",
    change: { ref: "gh-readonly-queue/main/pr-1-abc", ref_type: "branch" },
    why: "a merge queue's own branch",
  },
  { event: "discussion_comment.edited", why: "comments are told once" },
  {
    event: "merge_group.checks_requested",
    change: { merge_group: { head_ref: "refs/heads/main" } },
    why: "of nobody",
  },
  { event: "repository.edited", why: "its description is not news" },
];

describe("what GitHub's events mean", () => {
  for (const { event, change, opens, note, needsRoot, draft } of ROWS) {
    const shown = change === undefined ? "" : ` with ${JSON.stringify(change).slice(0, 60)}`;

    it(`${event}${shown} ${opens ? "opens" : "only changes"}${note === undefined ? "" : ` and says ${note.source}`}`, () => {
      const happening = happeningOf(event, change);

      assert.equal(happening.opens, opens);
      if (note === undefined) assert.equal(happening.note, undefined);
      else assert.match(happening.note?.summary ?? "", note);
      assert.equal(happening.noteNeeds, needsRoot === true ? "root" : undefined);
      assert.equal(happening.draft, draft);
      assert.ok(Object.keys(happening.facts).length > 0);
    });
  }

  const CALLS = [
    { event: "pull_request.review_requested", words: /Review requested by @jon/, whom: "requested_reviewer" },
    { event: "pull_request.assigned", words: /Assigned by @jon/, whom: "assignee" },
    { event: "issues.assigned", words: /Assigned by @jon/, whom: "assignee" },
  ];
  for (const { event, words, whom } of CALLS) {
    const call = (login: string): Happening =>
      happeningOf(event, { [whom]: { id: 7, login }, sender: { login: "jon" } });

    it(`${event} calls one person, in a note that needs them`, () => {
      const happening = call("mona");

      assert.deepEqual(happening.pings, [{ id: "7", login: "mona" }]);
      assert.equal(happening.noteNeeds, "mention");
      assert.match(happening.note?.summary ?? "", words);
    });

    it(`${event} calls nobody who did it themselves`, () => {
      const happening = call("Jon");

      assert.equal(happening.pings, undefined);
      assert.equal(happening.note, undefined);
    });
  }

  it("a comment calls whom it mentions, but for its author", () => {
    const comment = { body: "@mona @Codertocat @mona `@hubot`", user: { login: "codertocat" } };

    const happening = happeningOf("issue_comment.created", { comment });

    assert.deepEqual(happening.pings, [{ login: "mona" }]);
  });

  for (const { event, change, why } of NOTHING) {
    it(`${event} is nothing: ${why}`, () => {
      assert.deepEqual(happeningsOf(event, change), []);
    });
  }

  it("names subjects by ids, so that a renamed repository keeps its cards", () => {
    assert.equal(happeningOf("issues.opened").subjectKey, "issue:186853002#1");
    assert.equal(happeningOf("pull_request.opened").subjectKey, "pull:186853002#2");
    assert.equal(
      happeningOf("issue_comment.created", { issue: { pull_request: {} } }).subjectKey,
      "pull:186853002#1",
    );
    assert.match(happeningOf("push", PUSHED).subjectKey, /^push:186853002@[\da-f]{40}$/);
  });

  it("leaves out a check of a pull request that lives in another repository", () => {
    const elsewhere = { number: 3, base: { repo: { id: 99 } } };
    assert.deepEqual(happeningsOf("check_run.completed", { check_run: { pull_requests: [elsewhere] } }), []);
  });

  it("takes payloads whose people are gone", () => {
    const ghost = { sender: null, issue: { user: null, assignees: [null] } };
    assert.equal(happeningOf("issues.opened", ghost).actorLogin, "ghost");
  });

  it("throws for payloads that break GitHub's schema", () => {
    assert.throws(() => happeningsOf("issues.opened", { issue: "none" }));
    assert.throws(() => happeningsOf("push", { ...PUSHED, compare: "javascript:alert(1)" }));
  });
});

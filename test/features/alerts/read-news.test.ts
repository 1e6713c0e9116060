import assert from "node:assert/strict";
import type { News } from "../../../src/features/alerts/news.ts";
import { isAlerting, readNews } from "../../../src/features/alerts/read-news.ts";
import { listWebhookExamples, webhook, type Payload } from "../../support/webhooks.ts";

const read = (name: string, change: Payload = {}): News | undefined =>
  readNews(name.split(".")[0] ?? "", webhook(name, change));
const reasonsOf = (news: News | undefined): readonly string[] =>
  (news?.reasons ?? []).map(
    ({ kind, by, ids, logins }) => `${kind} by ${by}: ${[...ids, ...logins].join(" ")}`,
  );

describe("what webhooks mean to people", () => {
  const jon = { login: "jon", id: 8 };

  it("is a review that is asked of somebody, by id", () => {
    const news = read("pull_request.review_requested", {
      requested_reviewer: { id: 7, login: "mona" },
      sender: jon,
    });

    assert.deepEqual(reasonsOf(news), ["review-requested by jon: 7"]);
    assert.equal(news?.actorId, "8");
    assert.equal(news.subject?.key, "pull:186853002#2");
  });

  it("is nothing when a team is asked", () => {
    const asked = { requested_reviewer: undefined, requested_team: { id: 7, name: "stoves" } };

    assert.deepEqual(reasonsOf(read("pull_request.review_requested", asked)), []);
  });

  it("is an assignment, of an issue or a pull request", () => {
    const change = { assignee: { id: 7, login: "mona" }, sender: jon };

    assert.deepEqual(reasonsOf(read("issues.assigned", change)), ["assigned by jon: 7"]);
    assert.deepEqual(reasonsOf(read("pull_request.assigned", change)), ["assigned by jon: 7"]);
  });

  it("is a mention in what was just written, not in an edit or by oneself", () => {
    const body = "@Mona and @jon";
    const comment = { body, user: { login: "jon", id: 8 } };

    assert.deepEqual(reasonsOf(read("issues.opened", { issue: { body, user: jon } })), [
      "mentioned by jon: mona",
    ]);
    assert.deepEqual(reasonsOf(read("issue_comment.created", { comment })), ["mentioned by jon: mona"]);
    assert.deepEqual(reasonsOf(read("pull_request_review.submitted", { review: comment })), [
      "mentioned by jon: mona",
    ]);
    assert.deepEqual(reasonsOf(read("discussion_comment.created", { comment })), ["mentioned by jon: mona"]);
    assert.deepEqual(reasonsOf(read("issue_comment.edited", { comment })), []);
    assert.deepEqual(reasonsOf(read("issues.edited", { issue: { body } })), []);
  });

  it("is the head of a pull request while it is open", () => {
    const opened = read("pull_request.opened");
    const closed = read("pull_request.closed");

    assert.match(opened?.head?.sha ?? "", /^[\da-f]{40}$/);
    assert.equal(closed?.head?.sha, "");
  });

  it("is a failure of checks, with who may have started them", () => {
    const failed = read("check_run.completed", {
      check_run: { conclusion: "timed_out", name: "build" },
      sender: jon,
    });
    const passed = read("check_run.completed", { check_run: { conclusion: "success" } });
    const running = read("check_run.created", { check_run: { conclusion: "failure" } });

    assert.deepEqual(failed?.failure?.starterIds, ["8"]);
    assert.equal(failed.failure.name, "build");
    assert.equal(passed, undefined);
    assert.equal(running, undefined);
  });

  it("is nothing when it isn't what GitHub sends", () => {
    const broken = [{}, [], null, "text", { action: "opened", issue: { number: "x" } }];

    for (const payload of broken) assert.equal(readNews("issues", payload), undefined);
    assert.equal(isAlerting("push"), false);
    assert.equal(readNews("push", webhook("push")), undefined);
  });

  it("is read from every recorded webhook, without a fault", () => {
    const known = listWebhookExamples().filter(({ event }) => isAlerting(event));
    const subjects = known.filter(({ event, payload }) => readNews(event, payload)?.subject !== undefined);

    assert.ok(known.length > 50, String(known.length));
    assert.ok(subjects.length > 40, String(subjects.length));
  });
});

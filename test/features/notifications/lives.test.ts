import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeFacts, type Facts } from "../../../src/core/facts.ts";
import type { CardContent } from "../../../src/core/message.ts";
import { boundFacts } from "../../../src/features/notifications/bounded-facts.ts";
import { fromFacts, toFacts } from "../../../src/features/notifications/parts.ts";
import { toSubjectCard } from "../../../src/features/notifications/subjects.ts";
import { secretScanningAlertEvent } from "../../../src/features/notifications/github/secret-scanning-alert.ts";
import { webhook, type Payload } from "../../support/webhooks.ts";
import { happeningOf } from "./happenings.ts";

const at = (minute: number, second = 0): string =>
  `2026-03-02T10:${String(minute).padStart(2, "0")}:${String(second).padStart(2, "0")}Z`;

function learn(all: readonly Facts[]): Facts {
  return all.reduce<Facts>((known, facts) => toFacts(fromFacts(boundFacts(mergeFacts(known, facts)))), {});
}

/** The card that a life ends in, after any order of its events and any number of repeats. */
function cardAfterAnyOrder(subject: string, life: readonly Facts[]): CardContent {
  const facts = learn(life);
  const card = toSubjectCard(subject, facts);
  assert.ok(card);
  const order = fc.shuffledSubarray([...life.keys(), ...life.keys()], { minLength: life.length * 2 });
  fc.assert(
    fc.property(order, (indexes) => {
      const other = learn(indexes.map((index) => life[index] ?? {}));
      assert.deepEqual(other, facts);
      assert.deepEqual(toSubjectCard(subject, other), card);
    }),
    { numRuns: 100 },
  );
  return card;
}

describe("a deployment's life", () => {
  const status = (state: string, second: number, more: Payload = {}): Facts =>
    happeningOf("deployment_status.created", {
      deployment_status: { state, created_at: at(0, second), ...more },
    }).facts;
  const created = happeningOf("deployment.created").facts;

  it("ends in the same card after any order", () => {
    const environment = { environment_url: "https://hello.example.com" };
    const card = cardAfterAnyOrder("deployment:1#2", [
      created,
      status("queued", 0),
      status("in_progress", 1),
      status("success", 9, environment),
    ]);

    assert.equal(card.data["state"], "✅ Deployed");
    assert.equal(card.data["environmentUrl"], "https://hello.example.com");
  });

  it("keeps the outcome when it came in the same second as the start", () => {
    const card = cardAfterAnyOrder("deployment:1#2", [
      created,
      status("failure", 1),
      status("in_progress", 1),
    ]);
    assert.equal(card.data["state"], "❌ Failed");
  });

  it("is queued until something is known of it", () => {
    assert.equal(toSubjectCard("deployment:1#2", created)?.data["state"], "⏳ Queued");
  });

  it("offers nothing that is no web address", () => {
    const odd = status("success", 9, {
      environment_url: "javascript:alert(1)",
      log_url: "no",
      target_url: "",
    });
    const card = toSubjectCard("deployment:1#2", learn([created, odd]));
    assert.equal(card?.data["environmentUrl"], "");
    assert.equal(card.data["logUrl"], "");
  });
});

describe("a workflow run's life", () => {
  const run = (
    attempt: number,
    minute: number,
    status: string,
    conclusion: string | null,
    more: Payload = {},
  ): Facts =>
    happeningOf("workflow_run.completed", {
      workflow_run: {
        run_attempt: attempt,
        status,
        conclusion,
        created_at: at(0),
        run_started_at: at(attempt * 10),
        updated_at: at(minute),
        ...more,
      },
    }).facts;
  const job = (
    attempt: number,
    id: number,
    minute: number,
    status: string,
    conclusion: string | null,
  ): Facts =>
    happeningOf("workflow_job.completed", {
      workflow_job: {
        id,
        run_attempt: attempt,
        name: `job ${String(id)}`,
        status,
        conclusion,
        created_at: at(minute),
        started_at: at(minute),
        completed_at: conclusion === null ? null : at(minute),
      },
    }).facts;

  const review = (action: string, minute: number, environment: string, more: Payload = {}): Facts =>
    happeningOf(`deployment_review.${action}`, {
      since: at(minute),
      environment: action === "requested" ? environment : undefined,
      workflow_job_run: undefined,
      ...(action === "requested" ? {} : { workflow_job_runs: [{ environment }], reviewers: undefined }),
      workflow_run: { run_attempt: 1, updated_at: at(minute) },
      ...more,
    }).facts;

  it("shows in any order what waits for an approval, and what was decided", () => {
    const card = cardAfterAnyOrder("run:1#2", [
      run(1, 10, "in_progress", null),
      review("requested", 11, "production"),
      review("requested", 12, "staging"),
      review("approved", 12, "staging", { approver: { login: "mona" } }),
    ]);

    assert.equal(card.data["state"], "✋ Waiting for approval");
    assert.equal(card.data["waiting"], "production (asked: admins)");
    assert.equal(card.data["decided"], "✅ staging by mona");
    assert.equal(card.data["canReview"], true);
  });

  it("takes a decision for newer than the wait that it ended, whatever time that one tells", () => {
    const card = cardAfterAnyOrder("run:1#2", [
      run(1, 10, "in_progress", null),
      review("requested", 12, "production"),
      review("rejected", 11, "production", {
        approver: { login: "mona" },
        workflow_run: { run_attempt: 1, updated_at: at(13) },
      }),
    ]);

    assert.equal(card.data["waiting"], "");
    assert.equal(card.data["decided"], "⛔ production by mona");
  });

  it("waits for nobody once it ended, nor for what an earlier attempt waited for", () => {
    const facts = [run(1, 10, "in_progress", null), review("requested", 11, "production")];
    const ended = cardAfterAnyOrder("run:1#2", [...facts, run(1, 13, "completed", "cancelled")]);
    const again = cardAfterAnyOrder("run:1#2", [...facts, run(2, 20, "in_progress", null)]);

    for (const card of [ended, again]) {
      assert.equal(card.data["waiting"], "");
      assert.equal(card.data["canReview"], false);
    }
    assert.equal(ended.data["canRerun"], true);
    assert.equal(again.data["canCancel"], true);
  });

  it("ends in the same card after any order, with the last attempt's jobs", () => {
    const card = cardAfterAnyOrder("run:1#2", [
      run(1, 10, "queued", null),
      run(1, 11, "in_progress", null),
      job(1, 1, 10, "queued", null),
      job(1, 1, 12, "completed", "failure"),
      run(1, 13, "completed", "failure"),
      run(2, 20, "queued", null),
      job(2, 3, 21, "in_progress", null),
      job(2, 3, 24, "completed", "success"),
      job(2, 4, 24, "completed", "failure"),
      run(2, 26, "completed", "failure"),
    ]);

    assert.equal(card.data["state"], "❌ Failed");
    assert.equal(card.data["jobs"], "✅ 1 succeeded · ❌ 1 failed");
    assert.equal(card.data["failed"], "job 4");
    assert.equal(card.data["duration"], "6 min");
    assert.match(JSON.stringify(card.data["trigger"]), /, attempt 2"$/);
  });

  it("shows a new attempt as running although the old one's end says a later time", () => {
    const card = cardAfterAnyOrder("run:1#2", [
      run(1, 30, "completed", "success"),
      run(2, 20, "in_progress", null),
    ]);
    assert.equal(card.data["state"], "🔵 Running");
  });

  it("has no card while only its jobs are known", () => {
    assert.equal(toSubjectCard("run:1#2", job(1, 1, 1, "queued", null)), undefined);
  });

  it("counts at most as many jobs as are kept, and says so", () => {
    const jobs = Array.from({ length: 140 }, (_empty, id) => job(1, id + 1, id % 50, "completed", "success"));
    const card = toSubjectCard("run:1#2", learn([run(1, 59, "completed", "success"), ...jobs]));
    assert.equal(card?.data["jobs"], "✅ 100 succeeded · of the last 100");
  });

  for (const [conclusion, state] of [
    ["success", "✅ Succeeded"],
    ["cancelled", "🚫 Cancelled"],
    ["timed_out", "⌛ Timed out"],
    ["startup_failure", "❌ Could not start"],
    ["neutral", "⚪ Ended"],
    ["invented", "⚪ Ended"],
  ] as const) {
    it(`says ${state} for ${conclusion}`, () => {
      assert.equal(toSubjectCard("run:1#2", run(1, 12, "completed", conclusion))?.data["state"], state);
    });
  }
});

describe("a release's life", () => {
  const release = (action: string, change: Payload = {}): Facts =>
    happeningOf(`release.${action}`, {
      release: { draft: false, created_at: at(0), published_at: at(1), ...change },
    }).facts;

  it("ends in the same card after any order, though all its payloads say one time", () => {
    const card = cardAfterAnyOrder("release:1#2", [
      release("created", { prerelease: true }),
      release("published", { prerelease: true }),
      release("prereleased", { prerelease: true }),
      release("edited", { prerelease: false, name: "Warm stoves" }),
      release("deleted", { prerelease: false, name: "Warm stoves" }),
    ]);
    assert.equal(card.data["state"], "🗑️ Deleted");
    assert.equal(card.data["title"], "Warm stoves");
  });

  it("shows its notes line by line", () => {
    const facts = release("published", {
      body: "## What's new\r\n\r\n* One\r\n* **Two**\r\n\r\n---\r\n<b>End</b>",
    });
    const card = toSubjectCard("release:1#2", facts);
    assert.equal(card?.data["notes"], "What's new\n\n• One\n\n• Two\n\nEnd");
  });
});

describe("a pull request in the merge queue", () => {
  const pull = (action: string, minute: number, change: Payload = {}): Facts =>
    happeningOf(`pull_request.${action}`, {
      pull_request: { updated_at: at(minute), closed_at: null, merged_at: null, state: "open", ...change },
    }).facts;
  const group = happeningOf("merge_group.checks_requested", {
    merge_group: { head_ref: "refs/heads/gh-readonly-queue/main/pr-2-0a1b" },
  });

  it("stands there until it is merged or taken out", () => {
    const queued = [pull("opened", 0), pull("enqueued", 1), group.facts, pull("labeled", 2)];
    const card = cardAfterAnyOrder("pull:1#2", queued);
    const out = toSubjectCard("pull:1#2", learn([...queued, pull("dequeued", 3)]));
    const merged = { state: "closed", merged_at: at(4), closed_at: at(4) };

    assert.equal(card.data["state"], "🟠 In the merge queue");
    assert.equal(card.data["queue"], "⏳ Checking the merge");
    assert.equal(out?.data["state"], "🟢 Open");
    assert.equal(out.data["queue"], "");
    assert.equal(
      toSubjectCard("pull:1#2", learn([...queued, pull("closed", 4, merged)]))?.data["state"],
      "🟣 Merged",
    );
  });

  it("is found by the name of the queue's branch", () => {
    assert.match(group.subjectKey, /^pull:\d+#2$/);
  });
});

describe("a commit's comments", () => {
  const sha = "6113728f27ae82c7b1a177c8d03f9e96e0adf246";

  it("stand under the push that brought it, or under a card of the commit", () => {
    const comment = happeningOf("commit_comment.created");
    const push = happeningOf("push", {
      ref: "refs/heads/main",
      created: false,
      deleted: false,
      after: sha,
      repository: { default_branch: "main" },
      commits: [
        {
          id: sha,
          url: "https://github.com/octo/hello/commit/6113728",
          message: "Say hello",
          timestamp: at(0),
          author: { name: "Mona" },
        },
      ],
    });

    assert.equal(comment.subjectKey, push.subjectKey);
    assert.equal(toSubjectCard(comment.subjectKey, comment.facts)?.card, "notifications/commit");
    assert.equal(
      toSubjectCard(comment.subjectKey, learn([comment.facts, push.facts]))?.card,
      "notifications/push",
    );
  });
});

describe("a found secret", () => {
  it("is never read, whatever the payload brings", () => {
    const secret = "ghp_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    const alert = {
      number: 7,
      state: "open",
      html_url: "https://github.com/octo/hello/security/secret-scanning/7",
      created_at: at(0),
      updated_at: at(1),
      secret,
      secret_type: "github_personal_access_token",
      secret_type_display_name: "GitHub Personal Access Token",
      resolution_comment: `It was ${secret}`,
      first_location_detected: { path: secret },
    };
    const payload = {
      repository: webhook("issues.opened")["repository"],
      sender: { login: "mona", avatar_url: "" },
    };
    for (const action of ["created", "resolved", "publicly_leaked"]) {
      const [happening] = secretScanningAlertEvent.happenings({ action, alert, ...payload });
      assert.ok(happening);
      const shown = JSON.stringify([happening, toSubjectCard(happening.subjectKey, happening.facts)]);
      assert.ok(!shown.includes(secret), action);
      assert.match(shown, /GitHub Personal Access Token found in the code/);
      assert.equal(happening.creatorNeeds, "admin");
    }
  });
});

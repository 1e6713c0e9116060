import assert from "node:assert/strict";
import fc from "fast-check";
import { mergeFacts, type Facts } from "../../../src/core/facts.ts";
import { boundFacts } from "../../../src/features/notifications/bounded-facts.ts";
import { fromFacts, toFacts } from "../../../src/features/notifications/parts.ts";
import { toSubjectCard } from "../../../src/features/notifications/subjects.ts";
import { happeningOf } from "./happenings.ts";

const HEAD = "a".repeat(40);
const at = (minute: number): string => `2026-03-02T10:${String(minute).padStart(2, "0")}:00Z`;

/** Facts as a card's row learns them, one happening after another, through the store's JSON. */
function learn(all: readonly Facts[]): Facts {
  return all.reduce<Facts>((known, facts) => toFacts(fromFacts(boundFacts(mergeFacts(known, facts)))), {});
}

function pull(action: string, minute: number, change: Readonly<Record<string, unknown>> = {}): Facts {
  const head = { ref: "feature", sha: HEAD };
  return happeningOf(`pull_request.${action}`, {
    pull_request: {
      updated_at: at(minute),
      closed_at: null,
      merged_at: null,
      state: "open",
      head,
      ...change,
    },
  }).facts;
}

function check(name: string, minute: number, status: string, conclusion: string | null): Facts {
  const times = { started_at: at(minute), completed_at: conclusion === null ? null : at(minute) };
  const run = { name, head_sha: HEAD, status, conclusion, app: { slug: "ci" }, ...times };
  return happeningOf("check_run.completed", { check_run: run }).facts;
}

const LIFE: readonly Facts[] = [
  pull("opened", 0),
  pull("labeled", 0, { labels: [{ name: "ui" }] }),
  pull("review_requested", 1, { labels: [{ name: "ui" }], requested_reviewers: [{ login: "hubot" }] }),
  check("test", 2, "in_progress", null),
  check("test", 4, "completed", "failure"),
  check("test", 6, "completed", "success"),
  check("lint", 3, "completed", "success"),
  happeningOf("pull_request_review.submitted", {
    review: { state: "approved", submitted_at: at(5), user: { login: "hubot" } },
    pull_request: { updated_at: at(5), head: { ref: "feature", sha: HEAD }, labels: [{ name: "ui" }] },
  }).facts,
  pull("closed", 7, {
    state: "closed",
    closed_at: at(7),
    merged_at: at(7),
    labels: [{ name: "ui" }],
    requested_reviewers: [],
  }),
];

describe("a pull request's life", () => {
  it("ends in the same card after any order of deliveries and any number of repeats", () => {
    const facts = learn(LIFE);
    const card = toSubjectCard("pull:1#2", facts);
    const order = fc.shuffledSubarray([...LIFE.keys(), ...LIFE.keys()], { minLength: LIFE.length * 2 });

    fc.assert(
      fc.property(order, (indexes) => {
        const other = learn(indexes.map((index) => LIFE[index] ?? {}));
        assert.deepEqual(other, facts);
        assert.deepEqual(toSubjectCard("pull:1#2", other), card);
      }),
      { numRuns: 200 },
    );
    assert.equal(card?.data["state"], "🟣 Merged");
    assert.equal(card.data["checks"], "✅ 2 passed");
    assert.equal(card.data["reviewers"], "✅ hubot approved");
    assert.equal(card.data["labels"], "ui");
  });

  it("is open again only by a strictly newer time", () => {
    const closed = pull("closed", 5, { state: "closed", closed_at: at(5) });

    const sameTime = toSubjectCard("pull:1#2", learn([closed, pull("reopened", 5)]));
    const later = toSubjectCard("pull:1#2", learn([pull("reopened", 6), closed]));

    assert.equal(sameTime?.data["state"], "🔴 Closed");
    assert.equal(later?.data["state"], "🟢 Open");
  });

  it("forgets the checks of an earlier commit as soon as a new one is pushed", () => {
    const pushed = pull("synchronize", 9, { head: { ref: "feature", sha: "b".repeat(40) } });
    const card = toSubjectCard("pull:1#2", learn([...LIFE.slice(0, 7), pushed]));
    assert.equal(card?.data["checks"], "");
  });

  it("counts a suite only where none of its checks is known", () => {
    const suite = (app: string): Facts =>
      happeningOf("check_suite.completed", {
        check_suite: { head_sha: HEAD, conclusion: "failure", updated_at: at(8), app: { slug: app } },
      }).facts;
    const known = check("test", 6, "completed", "success");

    const card = toSubjectCard("pull:1#2", learn([pull("opened", 0), known, suite("ci"), suite("other-ci")]));

    assert.equal(card?.data["checks"], "✅ 1 passed · ❌ 1 failed");
  });

  it("has no card while only its checks are known", () => {
    assert.equal(toSubjectCard("pull:1#2", check("test", 1, "queued", null)), undefined);
  });

  it("keeps a comment's card true when the pull request itself comes later with an older time", () => {
    const comment = happeningOf("issue_comment.created", {
      issue: { updated_at: at(9), state: "closed", pull_request: { merged_at: at(8) } },
    });

    const card = toSubjectCard(comment.subjectKey, learn([comment.facts, pull("opened", 0)]));

    assert.equal(card?.data["state"], "🟣 Merged");
    assert.equal(card.data["branches"], "feature → master");
  });
});

describe("bounded facts", () => {
  it("keep the newest of what grows, whatever the order", () => {
    const many = Array.from({ length: 110 }, (_empty, index) =>
      check(`job ${String(index)}`, index % 50, "completed", "success"),
    );
    const facts = learn(many);

    fc.assert(
      fc.property(fc.shuffledSubarray([...many, ...many], { minLength: 220 }), (shuffled) => {
        assert.deepEqual(learn(shuffled), facts);
      }),
      { numRuns: 3 },
    );
    assert.equal(Object.keys(facts).length, 100);
  });
});

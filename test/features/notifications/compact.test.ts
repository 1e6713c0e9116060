import assert from "node:assert/strict";
import { z } from "zod";
import { mergeFacts, type Facts } from "../../../src/core/facts.ts";
import type { CardContent } from "../../../src/core/message.ts";
import { textOf } from "../../../src/features/notifications/cards/compact.ts";
import { toSubjectCard } from "../../../src/features/notifications/subjects.ts";
import { renderCard } from "../../support/template-cards.ts";
import { listWebhookExamples, type Payload } from "../../support/webhooks.ts";
import { notificationEvents } from "../../../src/features/notifications/events.ts";
import { happeningOf } from "./happenings.ts";

const COMPACT = { style: "compact", threads: true } as const;
const QUIET = { style: "compact", threads: false } as const;
const at = (minute: number): string => `2026-03-02T10:0${String(minute)}:00Z`;

const Lines = z.array(z.object({ text: z.string() }));

function lineOf(card: CardContent | undefined): string {
  return textOf(card?.data ?? {}, "line");
}

/** The lines of the card, as a client gets them. */
function linesOf(name: string, change: Payload = {}, more: readonly Facts[] = []): readonly string[] {
  const { subjectKey, facts } = happeningOf(name, change);
  const card = toSubjectCard(subjectKey, more.reduce(mergeFacts, facts), COMPACT);
  assert.ok(card);
  return Lines.parse(renderCard(card)["body"]).map(({ text }) => text);
}

describe("compact cards", () => {
  it("hold a pull request in three lines: title, state, progress", () => {
    const check = happeningOf("check_run.completed", {
      check_run: { head_sha: "a".repeat(40), name: "test", conclusion: "success" },
    });
    const lines = linesOf(
      "pull_request.opened",
      { pull_request: { head: { sha: "a".repeat(40) }, requested_reviewers: [{ login: "octocat" }] } },
      [check.facts],
    );

    assert.deepEqual(lines, [
      "[#2 Update the README with new information.](https://github.com/Codertocat/Hello-World/pull/2)",
      "🟢 Open · [Codertocat/Hello-World](https://github.com/Codertocat/Hello-World) · Codertocat",
      "✅ 1 passed · ⏳ octocat is asked",
    ]);
  });

  it("hold a push in three lines", () => {
    const commit = {
      id: "f".repeat(40),
      url: "https://github.com/octo/hello/commit/f",
      message: "Say hello\n\nat length",
      timestamp: at(0),
      author: { name: "Mona" },
    };
    const pushed = {
      ref: "refs/heads/main",
      created: false,
      deleted: false,
      forced: true,
      commits: [commit],
    };

    const lines = linesOf("push", pushed);

    assert.match(lines[0] ?? "", /^\[1 commit to main\]\(https:\/\/github\.com\/.*\/compare\//);
    assert.match(lines[1] ?? "", /^⚠️ Force push · \[Codertocat\/Hello-World\]\(.*\) · Codertocat$/);
    assert.equal(lines[2], "Say hello · Mona");
  });

  it("hold every recorded event of GitHub's in one to three lines, with a title and a link", () => {
    let seen = 0;
    for (const { event, payload } of listWebhookExamples()) {
      const spec = notificationEvents.find(({ on }) => on === event);
      for (const { subjectKey, facts } of spec?.happenings(payload) ?? []) {
        const content = toSubjectCard(subjectKey, facts, COMPACT);
        if (content === undefined) continue;
        seen += 1;
        const card = renderCard(content);
        const { body, selectAction } = card;
        assert.ok(Array.isArray(body) && body.length >= 2 && body.length <= 3, JSON.stringify(body));
        assert.doesNotMatch(JSON.stringify(body), /"text":"(?:| · .*|.* · )"|undefined|\$\{/);
        assert.match(JSON.stringify(selectAction), /"url":"https:\/\/github\.com\//);
      }
    }
    assert.ok(seen > 100, String(seen));
  });

  it("say who has commented how often only where comments don't come by themselves", () => {
    const { subjectKey, facts } = happeningOf("issue_comment.created", { issue: { comments: 3 } });

    const counted = toSubjectCard(subjectKey, facts, QUIET);
    const threaded = toSubjectCard(subjectKey, facts, COMPACT);

    assert.match(lineOf(counted), / · 💬 3$/);
    assert.doesNotMatch(lineOf(threaded), /💬/);
  });

  it("count comments on lines before GitHub does, and not twice after", () => {
    const opened = happeningOf("pull_request.opened", {
      pull_request: { comments: 1, review_comments: 0, updated_at: at(0) },
    });
    const inline = (id: number, minute: number): Facts =>
      happeningOf("pull_request_review_comment.created", {
        comment: { id, created_at: at(minute) },
        pull_request: { updated_at: at(0) },
      }).facts;
    const counted = happeningOf("pull_request.labeled", {
      pull_request: { comments: 1, review_comments: 2, updated_at: at(3) },
    }).facts;
    const lineAfter = (...more: Facts[]): string =>
      lineOf(toSubjectCard(opened.subjectKey, more.reduce(mergeFacts, opened.facts), QUIET));

    assert.match(lineAfter(), /💬 1$/);
    assert.match(lineAfter(inline(1, 1), inline(1, 1), inline(2, 2)), /💬 3$/);
    assert.match(lineAfter(inline(1, 1), counted, inline(2, 2)), /💬 3$/);
    assert.match(lineAfter(counted, inline(3, 4)), /💬 4$/);
  });
});

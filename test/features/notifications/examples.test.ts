import assert from "node:assert/strict";
import { notificationEvents } from "../../../src/features/notifications/events.ts";
import { toSubjectCard } from "../../../src/features/notifications/subjects.ts";
import { renderCard } from "../../support/template-cards.ts";
import { listWebhookExamples } from "../../support/webhooks.ts";

const LARGEST_ACTIVITY = 20_000;

/** Declared, but never recorded: tests make these payloads up. */
const UNRECORDED: readonly string[] = ["secret_scanning_alert"];

/** Recorded actions that are deliberately no card: [event.action, why]. */
const NOTHING: ReadonlyMap<string, string> = new Map([
  ["check_run.requested_action", "a press on a button of the check"],
  ["check_run.rerequested", "brings the old outcome again"],
  ["check_suite.requested", "GitHub opens one for every App"],
  ["check_suite.rerequested", "brings the old outcome again"],
  ["issue_comment.deleted", "comments are told once"],
  ["issue_comment.edited", "comments are told once"],
  ["discussion_comment.deleted", "comments are told once"],
  ["discussion_comment.edited", "comments are told once"],
  ["repository.created", "nobody could have subscribed to it"],
  ["repository.edited", "its description is not news"],
  ["repository.renamed", "told by the lifecycle"],
  ["repository.transferred", "told by the lifecycle"],
  ["pull_request_review_comment.deleted", "comments are told once"],
  ["pull_request_review_comment.edited", "comments are told once"],
]);

describe("GitHub's recorded webhooks", () => {
  const examples = listWebhookExamples();

  it("are the 329 we know, so that none is left out silently", () => {
    assert.equal(examples.length, 329);
  });

  for (const spec of notificationEvents) {
    const own = examples.filter(({ event }) => event === spec.on);

    it(`${spec.on}: each is a card, a change of one, or a deliberate nothing`, () => {
      assert.equal(own.length > 0, !UNRECORDED.includes(spec.on));
      for (const { payload } of own) {
        const happenings = spec.happenings(payload);
        const name = `${spec.on}.${String(payload["action"])}`;
        if (happenings.length === 0) assert.ok(isNothing(name, payload), `${name} has become nothing`);
        else assert.ok(!NOTHING.has(name), `${name} was to be nothing`);
      }
    });

    it(`${spec.on}: what is rendered is whole and small enough`, () => {
      for (const { payload } of own) {
        for (const { subjectKey, facts, note } of spec.happenings(payload)) {
          const cards = [toSubjectCard(subjectKey, facts), note].filter((card) => card !== undefined);
          for (const card of cards) {
            const text = JSON.stringify(renderCard(card));
            assert.ok(!text.includes("${"), text);
            assert.ok(text.length <= LARGEST_ACTIVITY);
            assert.ok(card.summary.length > 0);
          }
        }
      }
    });
  }
});

/** Pushes of tags and of branches that come or go, and checks of commits without a pull request here, are nothing. */
function isNothing(name: string, payload: Readonly<Record<string, unknown>>): boolean {
  if (NOTHING.has(name)) return true;
  if (payload["deleted"] === true || payload["created"] === true) return true;
  return JSON.stringify(payload["check_run"] ?? payload["check_suite"] ?? {}).includes('"pull_requests":[]');
}

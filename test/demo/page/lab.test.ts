import assert from "node:assert/strict";
import { openPage, type OpenPage } from "./open-page.ts";

const REPOSITORY = "contoso/tools";

describe("the demo page's lab buttons", () => {
  let page: OpenPage;

  before(async () => {
    page = await openPage();
    page.scene.lab.setWebhookUrl(page.bot.url);
  });

  after(async () => {
    await page.close();
  });

  const act = async (what: Record<string, unknown>): Promise<number> =>
    (await page.post("api/lab", { repository: REPOSITORY, by: "jon", ...what })).status;
  const events = (): string[] =>
    page.scene.lab.deliveries.map(({ event, action }) => (action === null ? event : `${event}.${action}`));

  it("each send the webhooks that GitHub would", async () => {
    const acts: readonly [Record<string, unknown>, string][] = [
      [{ act: "install", by: "mira" }, "installation.created"],
      [{ act: "open-issue", title: "One", body: "" }, "issues.opened"],
      [{ act: "comment", number: 1, body: "Hm." }, "issue_comment.created"],
      [{ act: "label", number: 1, label: "bug" }, "issues.labeled"],
      [{ act: "close", number: 1 }, "issues.closed"],
      [{ act: "reopen", number: 1 }, "issues.reopened"],
      [{ act: "open-pull", title: "Two!", body: "" }, "pull_request.opened"],
      [{ act: "open-pull", title: "Two!", body: "the same title again" }, "pull_request.opened"],
      [{ act: "push-to-pull", number: 2, message: "More" }, "pull_request.synchronize"],
      [{ act: "check", number: 2, outcome: "started" }, "check_run.created"],
      [{ act: "check", number: 2, outcome: "failure" }, "check_run.completed"],
      [
        { act: "review", number: 2, state: "changes_requested", body: "No." },
        "pull_request_review.submitted",
      ],
      [{ act: "review", number: 2, state: "approved", body: "" }, "pull_request_review.submitted"],
      [{ act: "close", number: 3 }, "pull_request.closed"],
      [{ act: "merge", number: 2, by: "mira" }, "pull_request.closed"],
      [{ act: "push", message: "On main" }, "push"],
      [{ act: "deploy" }, "deployment_review.requested"],
      [{ act: "rename", by: "mira", name: "tools-renamed" }, "repository.renamed"],
      [{ act: "uninstall", by: "mira" }, "installation.deleted"],
    ];
    for (const [what, expected] of acts) {
      const before = events().length;
      assert.equal(await act(what), 200, JSON.stringify(what));
      const sent = events().slice(before);
      assert.ok(sent.includes(expected), `${JSON.stringify(what)} sent ${sent.join(", ")}`);
    }
  });

  it("say why something can't be done", async () => {
    assert.equal(await act({ act: "comment", number: 99, body: "x" }), 400);
    assert.equal(await act({ act: "open-issue", by: "nobody", title: "x", body: "" }), 400);
    assert.equal(await act({ act: "open-issue", repository: "no/where", title: "x", body: "" }), 400);
    assert.equal(await act({ act: "uninstall", by: "mira" }), 400);
  });
});

import assert from "node:assert/strict";
import { Webhooks } from "@octokit/webhooks";
import { z } from "zod";
import { startGitHubLab, type GitHubLab } from "../../../demo/github/index.ts";
import { createApp, startReceiver, type Receiver } from "./lab-clients.ts";

const Body = z.looseObject({
  action: z.string().optional(),
  installation: z.looseObject({ id: z.number() }).optional(),
  repository: z.looseObject({ id: z.number(), full_name: z.string() }).optional(),
  organization: z.looseObject({ login: z.string() }).optional(),
  sender: z.looseObject({ login: z.string() }).optional(),
  issue: z.looseObject({ updated_at: z.string() }).optional(),
  pull_request: z.looseObject({ merged: z.boolean().optional(), draft: z.boolean() }).optional(),
});

describe("GitHub lab: webhooks", () => {
  let lab: GitHubLab;
  let receiver: Receiver;
  beforeEach(async () => {
    receiver = await startReceiver();
    lab = await startGitHubLab({ webhookUrl: receiver.url, now: () => new Date("2026-03-01T12:00:00Z") });
  });
  afterEach(async () => {
    await lab.close();
    await receiver.close();
  });

  function names(): string[] {
    return receiver.received.map(({ headers, body }) => {
      const { action } = Body.parse(JSON.parse(body));
      return [String(headers["x-github-event"]), ...(action === undefined ? [] : [action])].join(".");
    });
  }

  it("signs what it sends and says what it is", async () => {
    const { id } = await lab.install("contoso", "all");
    await lab.openIssue("contoso/web", { by: "jon", title: "Broken" });
    const last = receiver.received.at(-1);
    assert.ok(last !== undefined);
    const signature = String(last.headers["x-hub-signature-256"]);
    assert.equal(await new Webhooks({ secret: lab.app.webhookSecret }).verify(last.body, signature), true);
    assert.equal(await new Webhooks({ secret: "another" }).verify(last.body, signature), false);
    assert.match(
      String(last.headers["x-github-delivery"]),
      /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    assert.match(String(last.headers["user-agent"]), /^GitHub-Hookshot\//);
    assert.equal(last.headers["x-github-hook-installation-target-id"], lab.app.id);
    assert.equal(last.headers["content-type"], "application/json");
    const body = Body.parse(JSON.parse(last.body));
    assert.equal(body.installation?.id, id);
    assert.equal(body.repository?.id, 3_000_000_019);
    assert.equal(body.organization?.login, "contoso");
    assert.equal(body.sender?.login, "jon");
  });

  it("tells only of repositories an unsuspended installation covers", async () => {
    await lab.openIssue("contoso/web", { by: "jon", title: "Unseen" });
    await lab.install("contoso", ["contoso/tools"]);
    await lab.openIssue("contoso/web", { by: "jon", title: "Unseen" });
    await lab.openIssue("contoso/tools", { by: "jon", title: "Seen" });
    await lab.suspend("contoso");
    await lab.openIssue("contoso/tools", { by: "jon", title: "Unseen" });
    await lab.uninstall("contoso");
    assert.deepEqual(names(), [
      "installation.created",
      "issues.opened",
      "installation.suspend",
      "installation.deleted",
    ]);
  });

  it("moves updated_at forward even when the clock stands still", async () => {
    await lab.install("contoso", "all");
    await lab.openIssue("contoso/web", { by: "jon", title: "Broken", labels: ["bug"] });
    await lab.commentIssue("contoso/web", 1, { by: "mira", body: "Me too" });
    await lab.closeIssue("contoso/web", 1, { by: "mira" });
    await lab.reopenIssue("contoso/web", 1, { by: "jon" });
    const times = receiver.received.flatMap(
      ({ body }) => Body.parse(JSON.parse(body)).issue?.updated_at ?? [],
    );
    assert.deepEqual(names().slice(1), [
      "issues.opened",
      "issues.labeled",
      "issue_comment.created",
      "issues.closed",
      "issues.reopened",
    ]);
    assert.deepEqual(times.slice(1), [...new Set(times)].sort());
  });

  it("plays the life of a pull request", async () => {
    await lab.install("contoso", "all");
    receiver.received.length = 0;
    const at = "contoso/tools";
    const { number } = await lab.openPullRequest(at, { by: "jon", title: "Fix", head: "fix", draft: true });
    await lab.readyForReview(at, number, { by: "jon" });
    await lab.checkRun(at, { pr: number, name: "build", status: "in_progress" });
    await lab.checkRun(at, { pr: number, name: "build", status: "completed", conclusion: "failure" });
    await lab.pushToPullRequest(at, number, { by: "jon" });
    await lab.review(at, number, { by: "mira", state: "approved" });
    await lab.reviewComment(at, number, { by: "mira", body: "Nice" });
    const merged = await lab.mergePullRequest(at, number, { by: "mira" });
    assert.equal(merged.merged, true);
    assert.deepEqual(names().sort(), [
      "check_run.completed",
      "check_run.created",
      "pull_request.closed",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.synchronize",
      "pull_request_review.submitted",
      "pull_request_review_comment.created",
      "push",
      "push",
    ]);
  });

  it("tells of renames, transfers, visibility, deletion and revoked authorisations", async () => {
    await lab.install("contoso", "all");
    await lab.install("mira", "all");
    receiver.received.length = 0;
    await lab.renameRepository("contoso/web", "site");
    await lab.setVisibility("contoso/site", "private");
    await lab.transferRepository("contoso/site", "mira");
    await lab.deleteRepository("mira/site");
    await lab.revokeAuthorization("jon");
    assert.deepEqual(names().sort(), [
      "github_app_authorization.revoked",
      "installation_repositories.added",
      "installation_repositories.removed",
      "installation_repositories.removed",
      "repository.deleted",
      "repository.privatized",
      "repository.renamed",
      "repository.transferred",
    ]);
  });

  it("delivers once, lists the failure, and redelivers under the same guid", async () => {
    receiver.status = 503;
    await lab.install("contoso", "all");
    assert.equal(receiver.received.length, 1);
    const { octokit } = createApp(lab);
    const listed = async () => (await octokit.request("GET /app/hook/deliveries")).data;
    const [failed] = await listed();
    assert.equal(failed?.status_code, 503);
    receiver.status = 202;
    await octokit.request("POST /app/hook/deliveries/{delivery_id}/attempts", {
      delivery_id: Number(failed.id),
    });
    await lab.settled();
    const [again] = await listed();
    assert.equal(again?.guid, failed.guid);
    assert.equal(again.redelivery, true);
    assert.equal(receiver.received[0]?.body, receiver.received[1]?.body);
    assert.equal(receiver.received[1]?.headers["x-github-delivery"], failed.guid);
  });

  it("records a receiver that is not there and sends raw payloads", async () => {
    lab.setWebhookUrl("http://127.0.0.1:1/none");
    await lab.install("contoso", "all");
    assert.equal(lab.deliveries[0]?.status, "failed to connect to host");
    lab.setWebhookUrl(receiver.url);
    await lab.deliverRaw("ping", "{ not json");
    assert.equal(receiver.received[0]?.body, "{ not json");
    assert.equal(receiver.received[0].headers["x-github-event"], "ping");
  });
});

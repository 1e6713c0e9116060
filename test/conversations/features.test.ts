import assert from "node:assert/strict";
import { z } from "zod";
import type { FakeConversation, FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { webhook, type Payload } from "../support/webhooks.ts";

const REPOSITORY = "contoso/tools";
const Body = z.object({ repository: z.record(z.string(), z.unknown()) });

describe("every feature", () => {
  let chat: Chat;
  /** The repository as the lab's webhooks show it. */
  let repository: Payload;

  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.lab.openIssue(REPOSITORY, { by: "jon", title: "Any", body: "", labels: [] });
    const sent = chat.lab.deliveries.find(({ event }) => event === "issues");
    repository = Body.parse(JSON.parse(sent?.body ?? "")).repository;
  });
  after(async () => {
    await chat.close();
  });

  /** A recorded webhook, as if it were of the repository that is subscribed here. */
  const happens = async (name: string, overrides: Payload = {}): Promise<void> => {
    const [event = ""] = name.split(".");
    const delivery = await chat.lab.deliverRaw(event, { ...webhook(name, overrides), repository });
    assert.equal(delivery?.statusCode, 202);
  };
  const subscribed = async (features: string): Promise<FakeConversation> => {
    const channel = chat.teams.channel(`channel-${String(Math.random())}`);
    const answer = await chat.ask(chat.mira, `subscribe ${REPOSITORY} ${features}`, channel);
    assert.match(answer.text, /✅ Subscribed/);
    return channel;
  };
  const root = (channel: FakeConversation, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && text.test(readable(one))),
    );
  const changed = (message: FakeMessage, text: RegExp): Promise<boolean> =>
    chat.teams.world.waitFor(() => text.test(readable(message)));
  const replied = (message: FakeMessage, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => message.replies.find((one) => text.test(readable(one))));

  it("releases: a card when one is published, which says when it is gone", async () => {
    const channel = await subscribed("releases");

    await happens("release.published", { release: { name: "Warm stoves" } });
    const card = await root(channel, /🚀 Released[^]*Warm stoves/);
    await happens("release.deleted", { release: { name: "Warm stoves" } });

    await replied(card, /Deleted/);
    await changed(card, /🗑️ Deleted/);
  });

  it("deployments: one card from creation to outcome, in any order", async () => {
    const channel = await subscribed("deployments");
    const status = (state: string, at: string): Payload => ({
      deployment: { id: 501, environment: "production" },
      deployment_status: { state, created_at: at },
    });

    await happens("deployment_status.created", status("in_progress", "2026-03-02T10:00:01Z"));
    await happens("deployment.created", { deployment: { id: 501, environment: "production" } });
    const card = await root(channel, /🔵 Deploying[^]*Deployment to production/);
    await happens("deployment_status.created", status("success", "2026-03-02T10:01:00Z"));

    await changed(card, /✅ Deployed/);
    await replied(card, /Deployed.*to production/);
  });

  it("comments: one on a commit stands under a card of that commit", async () => {
    const channel = await subscribed("comments");

    await happens("commit_comment.created", { comment: { body: "Why this?" } });

    await replied(await root(channel, /Commit/), /Why this\?/);
  });

  it("branches: a card for each that comes or goes, and none for a merge queue's", async () => {
    const channel = await subscribed("branches");

    await happens("create", { ref: "gh-readonly-queue/main/pr-1-abc", ref_type: "branch" });
    await happens("create", { ref: "fix/stove", ref_type: "branch" });
    await root(channel, /Created[^]*Branch.*fix\/stove/);
    await happens("delete", { ref: "v0.9", ref_type: "tag" });
    await root(channel, /Deleted[^]*Tag v0\.9/);

    assert.ok(!channel.threads.some((one) => readable(one).includes("readonly")));
  });

  it("discussions: a card that says when it is answered, with comments in its thread", async () => {
    const channel = await subscribed("discussions");
    const about = { number: 9, title: "Which stove?" };

    await happens("discussion.created", {
      discussion: { ...about, updated_at: "2026-03-02T10:00:00Z", answer_chosen_at: null },
    });
    const card = await root(channel, /💬 Open[^]*Which stove\?/);
    await happens("discussion_comment.created", {
      discussion: { ...about, updated_at: "2026-03-02T10:01:00Z" },
      comment: { body: "The red one" },
    });
    await replied(card, /The red one/);
    await happens("discussion.answered", {
      discussion: { ...about, updated_at: "2026-03-02T10:02:00Z", answer_chosen_at: "2026-03-02T10:02:00Z" },
    });

    await changed(card, /✅ Answered/);
  });

  it("workflows: one card a run, with its jobs and its outcome", async () => {
    const channel = await subscribed("workflows");
    const run = (status: string, conclusion: string | null, at: string): Payload => ({
      workflow: { name: "Build stoves" },
      workflow_run: { id: 77, run_attempt: 1, status, conclusion, updated_at: at },
    });

    await happens("workflow_run.requested", run("queued", null, "2026-03-02T10:00:00Z"));
    const card = await root(channel, /⏳ Queued[^]*Build stoves/);
    await happens("workflow_job.completed", {
      workflow_job: { run_id: 77, run_attempt: 1, name: "test", status: "completed", conclusion: "failure" },
    });
    await changed(card, /❌ 1 failed[^]*test/);
    await happens("workflow_run.completed", run("completed", "failure", "2026-03-02T10:05:00Z"));

    await changed(card, /❌ Failed/);
    await replied(card, /Failed.*started by/);
    assert.equal(channel.threads.filter((one) => one.from === "bot").length, 1);
  });

  it("alerts: a card with the severity, only for who may write there", async () => {
    const channel = await subscribed("alerts");
    const alert = { number: 20, updated_at: "2026-03-02T10:00:00Z" };

    await happens("dependabot_alert.created", { alert });
    const card = await root(channel, /🚨 Open[^]*Dependabot alert #20[^]*(?:Critical|High|Medium|Low)/);
    await happens("dependabot_alert.fixed", {
      alert: { ...alert, state: "fixed", updated_at: "2026-03-02T11:00:00Z" },
    });

    await changed(card, /✅ Fixed/);
  });

  it("pulls: the merge queue is a state of the card", async () => {
    const channel = await subscribed("pulls");
    const pull = (at: string): Payload => ({
      pull_request: {
        number: 31,
        state: "open",
        draft: false,
        merged_at: null,
        closed_at: null,
        updated_at: at,
      },
    });

    await happens("pull_request.opened", pull("2026-03-02T10:00:00Z"));
    const card = await root(channel, /🟢 Open/);
    await happens("pull_request.enqueued", pull("2026-03-02T10:01:00Z"));
    await changed(card, /🟠 In the merge queue/);
    await happens("pull_request.dequeued", { ...pull("2026-03-02T10:02:00Z"), reason: "CI_FAILURE" });

    await replied(card, /Removed from the merge queue.*because checks failed/);
    await changed(card, /🟢 Open/);
  });

  it("always: a repository's new visibility is told whatever is on", async () => {
    const channel = await subscribed("releases");

    await happens("repository.publicized");

    await root(channel, /🌐 Public[^]*Everybody can see this repository now/);
  });

  it("says once that the App is suspended, and that it goes on", async () => {
    const channel = await subscribed("issues");

    await chat.lab.suspend("contoso");
    await root(channel, /⏸️.*suspended our GitHub App/);
    await chat.lab.unsuspend("contoso");

    await root(channel, /▶️.*again/);
  });
});

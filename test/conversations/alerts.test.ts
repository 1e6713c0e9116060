import assert from "node:assert/strict";
import type { PullRequest } from "@octokit/webhooks-types";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { until } from "../support/until.ts";

describe("personal alerts", () => {
  let chat: Chat;
  beforeEach(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  afterEach(async () => {
    await chat.close();
  });

  const mine = (): typeof chat.channel => chat.teams.personalChat(chat.mira);
  const say = (text: string) => chat.ask(chat.mira, text, mine());
  const bots = (): readonly FakeMessage[] => mine().threads.filter((one) => one.from === "bot");
  const told = (text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      bots()
        .flatMap((root) => [root, ...root.replies])
        .find((one) => text.test(readable(one))),
    );
  const count = (text: RegExp): number =>
    bots()
      .flatMap((root) => [root, ...root.replies])
      .filter((one) => text.test(readable(one))).length;

  const held = (): Promise<number> =>
    chat.app.parts.store.read(async ({ users, alerts }) => {
      const user = await users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      return (await alerts.listHeld(user?.id ?? "", 10)).length;
    });

  const knows = ({ base, head }: PullRequest): Promise<boolean> =>
    chat.app.parts.store.read(
      async ({ alerts }) => (await alerts.listHeads(String(base.repo.id), head.sha)).length > 0,
    );

  let branch = 0;
  const openPull = (by: string, title = "Warm the stove", body = ""): Promise<PullRequest> =>
    chat.lab.openPullRequest("contoso/tools", {
      by,
      title,
      body,
      head: `branch-${String(++branch)}`,
      base: "main",
      draft: false,
    });
  const account = async (login: string): Promise<PullRequest["user"]> =>
    (await chat.lab.openIssue("contoso/tools", { by: login, title: "Who am I", body: "" })).user;

  const requestReview = async (pull: PullRequest, sender: PullRequest["user"]): Promise<number> => {
    const reviewer = await account("mira");
    const delivery = await chat.lab.deliverRaw("pull_request", {
      action: "review_requested",
      number: pull.number,
      pull_request: { ...pull, requested_reviewers: [reviewer] },
      requested_reviewer: reviewer,
      repository: pull.base.repo,
      sender,
    });
    return delivery?.statusCode ?? 0;
  };

  it("come from repositories that nobody subscribed to, on one card that keeps up", async () => {
    await say("alerts on");
    const pull = await openPull("jon");

    await requestReview(pull, pull.user);
    const card = await told(/Warm the stove[\s\S]*@jon asks for your review/);
    await chat.lab.commentIssue("contoso/tools", pull.number, { by: "jon", body: "@mira, it is urgent" });
    await told(/@jon mentioned you[\s\S]*it is urgent/);
    await chat.lab.mergePullRequest("contoso/tools", pull.number, { by: "jon" });
    await chat.teams.world.waitFor(() => /Merged/.test(readable(card)));

    assert.match(readable(card), /@jon mentioned you/);
    assert.equal(bots().filter((one) => /Merged/.test(readable(one))).length, 1);
  });

  it("say a thing once, though GitHub says it twice", async () => {
    await say("alerts on review-requested");
    const pull = await openPull("jon");

    await requestReview(pull, pull.user);
    await told(/asks for your review/);
    await requestReview(pull, pull.user);
    await chat.lab.commentIssue("contoso/tools", pull.number, { by: "jon", body: "@mira, not wanted" });
    await chat.lab.closePullRequest("contoso/tools", pull.number, { by: "jon" });
    await told(/Closed/);

    assert.equal(count(/asks for your review/), 1);
    assert.equal(count(/not wanted/), 0);
  });

  it("leave out what the person did, and what names nobody is not kept", async () => {
    await say("alerts on");
    const mira = await account("mira");
    const own = await openPull("mira", "My own @mira");
    const other = await openPull("jon", "For nobody", "ask @octocat");

    assert.equal(await requestReview(own, mira), 202);
    await chat.lab.commentIssue("contoso/tools", own.number, { by: "mira", body: "note to @mira" });
    const last = chat.lab.deliveries.find(
      ({ event, body }) => event === "pull_request" && body.includes("For nobody"),
    );
    await openPull("jon", "The last", "@mira");
    await told(/The last/);

    assert.equal(last?.statusCode, 204);
    assert.equal(other.state, "open");
    assert.equal(count(/My own/), 0);
  });

  it("are not sent of what the person can't read", async () => {
    await chat.signIn(chat.jon, "jon");
    const jons = chat.teams.personalChat(chat.jon);
    await chat.ask(chat.jon, "alerts on", jons);
    await say("alerts on");

    await chat.lab.openIssue("contoso/secret", { by: "mira", title: "Secret plan", body: "@jon, no" });
    await chat.lab.openIssue("contoso/tools", { by: "mira", title: "Open plan", body: "@jon, yes" });
    await chat.teams.world.waitFor(() => jons.threads.find((one) => /Open plan/.test(readable(one))));

    assert.ok(!jons.threads.some((one) => /Secret plan/.test(readable(one))));
  });

  it("tell an author once a commit that checks failed", async () => {
    await say("alerts on checks-failed");
    const own = await openPull("mira", "Break the stove");
    const others = await openPull("jon", "Break the oven");
    // Checks of a pull request that Ployst hasn't read of yet name nobody, and aren't kept.
    await until(() => knows(own));
    const fail = (number: number, name: string): Promise<unknown> =>
      chat.lab.checkRun("contoso/tools", { pr: number, name, status: "completed", conclusion: "failure" });

    await fail(others.number, "unit");
    await fail(own.number, "unit");
    await told(/Checks failed: unit/);
    await fail(own.number, "browser");
    await chat.lab.pushToPullRequest("contoso/tools", own.number, { by: "mira" });
    await fail(own.number, "lint");
    await chat.teams.world.waitFor(() => count(/Checks failed: lint/) === 2);

    assert.equal(count(/Checks failed: browser/), 0);
    assert.equal(count(/Break the oven/), 0);
    assert.equal(bots().filter((one) => /Break the stove/.test(readable(one))).length, 2);
  });

  it("wait for the end of quiet hours and come in one message", async () => {
    await say("alerts on");
    const at = (hours: number): string =>
      new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
    const answer = await say(`alerts quiet ${at(-2)}-${at(2)} UTC`);
    await openPull("jon", "First of two", "@mira");
    await until(async () => (await held()) === 1);
    const second = await openPull("jon", "Second of two", "");
    await requestReview(second, second.user);
    await until(async () => (await held()) === 2);

    assert.match(answer.text, /Quiet from .* until .* \(UTC\)/);
    assert.equal(count(/of two/), 0);
    await say("alerts quiet off");
    const digest = await told(/2 things came in your quiet hours/);
    assert.match(readable(digest), /First of two[\s\S]*Second of two/);
    assert.equal(count(/of two/), 1);
  });

  it("keep a hostile title inert", async () => {
    await say("alerts on");

    await openPull(
      "eve",
      "<at>Mira Chen</at> **bold** [click](https://evil.example) {{DATE(x)}}",
      "@mira <at>x</at>",
    );
    const card = await told(/click/);

    assert.doesNotMatch(JSON.stringify(card.card), /<at>|\[click\]\(|\{\{DATE\(x/);
  });

  it("are switched with a click", async () => {
    const card = await say("alerts on mentioned");

    await chat.teams.clickButton(chat.mira, card.message.id, "Turn off");

    await chat.teams.world.waitFor(() => !/🔔 On[\s\S]*🔔 On/.test(readable(card.message)));
  });

  it("need a 1:1 chat, and an account", async () => {
    const inChannel = await chat.ask(chat.mira, "alerts on");
    const stranger = await chat.ask(chat.eve, "alerts on");
    const listed = await chat.ask(chat.mira, "alerts");
    const wrong = await say("alerts on mention");

    assert.match(inChannel.text, /Open a 1:1 chat with me and say `alerts on`/);
    assert.match(stranger.text, /[Ss]ign in|GitHub account/);
    assert.match(listed.text, /Your alerts are off/);
    assert.match(wrong.text, /"mention" is nothing that I alert of/);
  });

  it("go to the 1:1 chat that is known, whoever asks where", async () => {
    await say("alerts off");

    const answer = await chat.ask(chat.mira, "alerts on assigned");

    assert.match(answer.text, /I alert you in our 1:1 chat of: assigned/);
  });
});

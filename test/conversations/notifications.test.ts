import assert from "node:assert/strict";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

describe("notifications", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  after(async () => {
    await chat.close();
  });

  const subscribed = async (what: string): Promise<typeof chat.channel> => {
    const channel = chat.teams.channel(`channel-${String(Math.random())}`);
    const answer = await chat.ask(chat.mira, `subscribe ${what}`, channel);
    assert.match(answer.text, /✅ Subscribed/);
    return channel;
  };
  const root = (channel: typeof chat.channel, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && text.test(readable(one))),
    );
  const changed = (message: FakeMessage, text: RegExp): Promise<boolean> =>
    chat.teams.world.waitFor(() => text.test(readable(message)));
  const replied = (message: FakeMessage, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => message.replies.find((one) => text.test(readable(one))));

  it("shows an issue as one card that keeps up, with comments in its thread", async () => {
    const channel = await subscribed("contoso/tools");

    const issue = await chat.lab.openIssue("contoso/tools", {
      by: "jon",
      title: "Stove is cold",
      body: "It **is**.",
      labels: [],
    });
    const card = await root(channel, /Stove is cold/);
    await chat.lab.commentIssue("contoso/tools", issue.number, { by: "mira", body: "On it" });
    await replied(card, /On it/);
    await chat.lab.labelIssue("contoso/tools", issue.number, { by: "mira", add: ["bug"] });
    await changed(card, /bug/);
    await chat.lab.closeIssue("contoso/tools", issue.number, { by: "mira" });
    await changed(card, /Closed/);

    assert.equal(channel.threads.filter((one) => one.from === "bot").length, 1);
  });

  it("shows a pull request from opening to merge on one card", async () => {
    const channel = await subscribed("contoso/tools pulls reviews");

    const pull = await chat.lab.openPullRequest("contoso/tools", {
      by: "jon",
      title: "Warm the stove",
      body: "",
      head: "warm",
      base: "main",
      draft: false,
    });
    const card = await root(channel, /Warm the stove/);
    await chat.lab.checkRun("contoso/tools", {
      pr: pull.number,
      name: "build",
      status: "completed",
      conclusion: "success",
    });
    await changed(card, /1 passed/);
    await chat.lab.review("contoso/tools", pull.number, { by: "mira", state: "approved", body: "Good" });
    await replied(card, /Good/);
    await chat.lab.mergePullRequest("contoso/tools", pull.number, { by: "mira" });
    await changed(card, /Merged/);

    assert.equal(channel.threads.filter((one) => one.from === "bot").length, 1);
  });

  it("brings an owner's private repository only while the creator can read it", async () => {
    await chat.signIn(chat.jon, "jon");
    const miras = await subscribed("contoso");
    const jons = chat.teams.channel("jons");
    await chat.ask(chat.jon, "subscribe contoso", jons);

    await chat.lab.openIssue("contoso/secret", {
      by: "mira",
      title: "Nobody may know",
      body: "",
      labels: [],
    });
    await root(miras, /Nobody may know/);
    await chat.lab.openIssue("contoso/tools", {
      by: "mira",
      title: "Everybody may know",
      body: "",
      labels: [],
    });
    await root(jons, /Everybody may know/);

    assert.ok(!jons.threads.some((one) => readable(one).includes("Nobody may know")));
  });

  it("keeps hostile titles inert", async () => {
    const channel = await subscribed("contoso/tools issues");
    const title =
      "<at>Mira Chen</at> **bold** [click](https://evil.example) \u202egnp.exe <script>alert(1)</script>";

    await chat.lab.openIssue("contoso/tools", { by: "eve", title, body: title, labels: [] });
    const card = await root(channel, /click/);

    const shown = JSON.stringify(card.card);
    assert.doesNotMatch(shown, /<at>|<script|\u202e|\[click\]\(/);
    assert.doesNotMatch(shown, /(?<!\\\\)\*\*bold/);
  });

  it("posts a comment's subject first when it has no card yet", async () => {
    const issue = await chat.lab.openIssue("contoso/web", {
      by: "jon",
      title: "Older than the channel",
      body: "",
      labels: [],
    });
    const channel = await subscribed("contoso/web");

    await chat.lab.commentIssue("contoso/web", issue.number, { by: "mira", body: "Still there" });

    await replied(await root(channel, /Older than the channel/), /Still there/);
  });

  it("brings nothing that was not asked for", async () => {
    const channel = await subscribed("contoso/web commits");

    await chat.lab.openIssue("contoso/web", { by: "jon", title: "Not asked for", body: "", labels: [] });
    await chat.lab.push("contoso/web", { by: "jon", branch: "main", commits: [{ message: "Asked for" }] });
    await root(channel, /Asked for/);

    assert.ok(!channel.threads.some((one) => readable(one).includes("Not asked for")));
  });

  it("follows a rename, and says that a deleted repository is gone", async () => {
    await chat.lab.createRepository({ name: "contoso/old-name" });
    const channel = await subscribed("contoso/old-name");

    await chat.lab.renameRepository("contoso/old-name", "new-name");
    await chat.lab.openIssue("contoso/new-name", {
      by: "mira",
      title: "After the rename",
      body: "",
      labels: [],
    });
    await root(channel, /contoso\/new-name[^]*After the rename/);
    await chat.lab.deleteRepository("contoso/new-name");

    await root(channel, /new-name.*deleted/s);
  });
});

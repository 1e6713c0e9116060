import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const REPOSITORY = "contoso/tools";
/** The form as it comes, nothing changed. */
const FORM = {
  features: "issues,pulls,commits,releases,deployments,comments",
  style: "full",
  threads: "true",
  drafts: "false",
  bots: "true",
};

describe("settings", () => {
  let chat: Chat;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
  });
  after(async () => {
    await chat.close();
  });

  const newChannel = (): FakeConversation => chat.teams.channel(`channel-${String(Math.random())}`);
  const subscribed = async (...settings: readonly string[]): Promise<FakeConversation> => {
    const channel = newChannel();
    for (const setting of settings)
      assert.match((await chat.ask(chat.mira, `settings ${setting}`, channel)).text, /^✅/);
    assert.match((await chat.ask(chat.mira, `subscribe ${REPOSITORY}`, channel)).text, /✅ Subscribed/);
    return channel;
  };
  const open = (title: string): Promise<{ readonly number: number }> =>
    chat.lab.openIssue(REPOSITORY, { by: "jon", title, body: "", labels: [] });
  const root = (channel: FakeConversation, text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && text.test(readable(one))),
    );
  const changed = (message: FakeMessage, text: RegExp): Promise<boolean> =>
    chat.teams.world.waitFor(() => text.test(readable(message)));
  const roots = (channel: FakeConversation): number =>
    channel.threads.filter((one) => one.from === "bot").length;
  const save = (message: FakeMessage, inputs: object, by = chat.mira) =>
    chat.teams.clickButton(by, message.id, "Save", { ...FORM, ...inputs });
  const changesIn = async (channel: FakeConversation) => {
    const { store } = chat.app.parts;
    return store.read(async (reads) => {
      const conversation = await reads.conversations.findByChannel(channel.id);
      const events = await reads.events.listByEntity("conversation", conversation?.id ?? "", { limit: 10 });
      return events.filter(({ verb }) => verb === "settings_changed");
    });
  };

  it("are shown as a form, which takes back nothing that somebody else changed meanwhile", async () => {
    const channel = newChannel();
    const miras = await chat.ask(chat.mira, "settings", channel);
    const jons = await chat.ask(chat.jon, "settings", channel);
    assert.match(miras.text, /Settings of this channel/);

    const first = await save(miras.message, { style: "compact", bots: "false" });
    const second = await save(jons.message, { drafts: "true" }, chat.jon);
    const nothing = await chat.teams.clickButton(chat.jon, jons.message.id, "Save", {
      ...FORM,
      style: "compact",
      bots: "false",
      drafts: "true",
    });

    assert.match(JSON.stringify(first.card), /✅ Saved by Mira Chen.*Cards are compact now.*no longer told/);
    assert.match(JSON.stringify(second.card), /✅ Saved by Jon Park\..*Draft pull requests now come at once/);
    assert.match(JSON.stringify(second.card), /"id":"style".*?"value":"compact"/);
    assert.match(JSON.stringify(nothing.card), /Nothing was changed/);
    const events = await changesIn(channel);
    assert.equal(new Set(events.map(({ actorId }) => actorId)).size, 2);
    assert.deepEqual(events.map(({ data }) => data).toReversed(), [
      { from: { style: "full", bots: true }, to: { style: "compact", bots: false } },
      { from: { drafts: false }, to: { drafts: true } },
    ]);
  });

  it("take only what the form can say", async () => {
    const form = await chat.ask(chat.mira, "settings", newChannel());

    const none = await save(form.message, { features: "" });
    const invented = await save(form.message, { features: "everything" });
    const odd = await save(form.message, { style: "tiny" });

    assert.match(none.error?.message ?? "", /at least one/);
    assert.match(invented.error?.message ?? "", /not what I put there/);
    assert.match(odd.error?.message ?? "", /not what I put there/);
  });

  it("stay as they are where the form says nothing of them", async () => {
    const channel = newChannel();
    await chat.ask(chat.mira, "settings threads off", channel);
    const form = await chat.ask(chat.mira, "settings", channel);
    const { threads: _unsaid, ...inputs } = FORM;

    const saved = await chat.teams.clickButton(chat.mira, form.message.id, "Save", {
      ...inputs,
      bots: "false",
    });

    assert.match(JSON.stringify(saved.card), /no longer told/);
    assert.match(JSON.stringify(saved.card), /"id":"threads".*?"value":"false"/);
    assert.equal((await changesIn(channel)).length, 2);
  });

  it("are changed by words too, once", async () => {
    const channel = newChannel();
    const say = async (text: string): Promise<string> => (await chat.ask(chat.jon, text, channel)).text;

    assert.match(await say("settings STYLE Compact"), /^✅ Cards are compact now/);
    assert.match(await say("settings style compact"), /so already/);
    assert.match(await say("settings style"), /Say what `style` is to be: full or compact/);
    assert.match(await say("settings style *tiny*"), /`style` can't be "\\\*tiny\\\*", only full or compact/);
    assert.match(await say("settings threads maybe"), /only on or off\. For example: `settings threads off`/);
    assert.match(await say("settings color blue"), /"color" is not a setting\. The settings are: defaults/);
    assert.match(await say("settings defaults isues"), /"isues" is not a feature/);
    assert.match(await say("settings defaults"), /at least one/);
    assert.match(await say("settings"), /Settings of this channel/);
    assert.equal((await changesIn(channel)).length, 1);
  });

  it("know threads in channels only", async () => {
    const personal = chat.teams.personalChat(chat.mira);

    const refused = await chat.ask(chat.mira, "settings threads off", personal);
    const form = await chat.ask(chat.mira, "settings", personal);
    const { threads: _none, ...inputs } = FORM;
    const saved = await chat.teams.clickButton(chat.mira, form.message.id, "Save", {
      ...inputs,
      style: "compact",
    });

    assert.match(refused.text, /only channels have threads/);
    assert.match(form.text, /Settings of this chat[^]*Only channels have threads/);
    assert.doesNotMatch(form.text, /as replies/);
    assert.match(JSON.stringify(saved.card), /Cards are compact now/);
  });

  it("name the features of a subscribe without any", async () => {
    const channel = newChannel();
    await chat.ask(chat.mira, "settings defaults reviews, issues", channel);

    const few = await chat.ask(chat.mira, `subscribe ${REPOSITORY}`, channel);
    const exact = await chat.ask(chat.mira, "subscribe contoso/web releases", channel);

    assert.match(few.text, /will get `?issues`?, `?reviews`?\./);
    assert.match(exact.text, /will get `?releases`?\./);
  });

  it("make compact cards that stay live, and full ones of them again", async () => {
    const channel = await subscribed("style compact");

    const issue = await open("Compact stove");
    const card = await root(channel, /Compact stove/);
    assert.match(JSON.stringify(card.card), /selectAction/);
    assert.equal(card.card?.["actions"], undefined);
    await chat.lab.labelIssue(REPOSITORY, issue.number, { by: "mira", add: ["bug"] });
    await changed(card, /bug/);
    await chat.ask(chat.mira, "settings style full", channel);
    await chat.lab.closeIssue(REPOSITORY, issue.number, { by: "mira" });
    await changed(card, /Closed/);

    assert.match(readable(card), /View on GitHub/);
    assert.equal(roots(channel), 1);
  });

  it("turn replies into a count on the card", async () => {
    const old = await open("Older stove");
    const channel = await subscribed("threads off");

    const issue = await open("Silent stove");
    const card = await root(channel, /Silent stove/);
    await chat.lab.commentIssue(REPOSITORY, issue.number, { by: "mira", body: "On it" });
    await changed(card, /💬 1/);
    await chat.lab.closeIssue(REPOSITORY, issue.number, { by: "mira" });
    await changed(card, /Closed/);
    await chat.lab.commentIssue(REPOSITORY, old.number, { by: "mira", body: "Still cold" });
    const loose = await root(channel, /Older stove[^]*by @mira[^]*Still cold/);

    assert.deepEqual([card.replies.length, loose.replies.length, roots(channel)], [0, 0, 2]);
  });

  it("bring drafts, or wait until they are ready", async () => {
    const wanting = await subscribed("drafts on");
    const waiting = await subscribed();
    const draft = { by: "jon", body: "", head: "warm", base: "main", draft: true };

    const pull = await chat.lab.openPullRequest(REPOSITORY, { ...draft, title: "Warm draft" });
    await root(wanting, /⚪ Draft[^]*Warm draft/);
    await chat.lab.settled();

    assert.equal(roots(waiting), 0);
    assert.ok(pull.number > 0);
  });

  it("keep quiet about bots, who still change cards that are here", async () => {
    const channel = await subscribed("bots off");
    const issue = await open("Human stove");
    const card = await root(channel, /Human stove/);
    const sent = chat.lab.deliveries.findLast(({ event }) => event === "issues");
    const payload = (change: object): Record<string, unknown> => {
      const opened: unknown = JSON.parse(sent?.body ?? "{}");
      assert.ok(typeof opened === "object" && opened !== null && "issue" in opened);
      assert.ok(typeof opened.issue === "object");
      const sender = { login: "octo-ci[bot]", id: 77, type: "Bot" };
      return { ...opened, sender, issue: { ...opened.issue, updated_at: "2100-01-01T00:00:00Z", ...change } };
    };

    await chat.lab.deliverRaw("issues", payload({ number: 4_711, title: "Robot stove" }));
    await chat.lab.deliverRaw("issues", {
      ...payload({ number: issue.number, title: "Renamed by a robot" }),
      action: "edited",
    });
    await changed(card, /Renamed by a robot/);
    await chat.lab.settled();

    assert.equal(roots(channel), 1);
  });
});

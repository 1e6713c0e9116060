import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage } from "../../demo/teams/connector/index.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";

const PULL = { by: "jon", body: "", base: "main", draft: false };
const ISSUE = { by: "jon", body: "", labels: [] };

describe("filters", () => {
  let chat: Chat;
  let channel: FakeConversation;
  let channels = 0;
  before(async () => {
    chat = await startChat();
    await chat.lab.install("contoso", "all");
    await chat.signIn(chat.mira, "mira");
    await chat.signIn(chat.eve, "eve");
  });
  beforeEach(() => {
    channels += 1;
    channel = chat.teams.channel(`filtered-${String(channels)}`);
  });
  after(async () => {
    await chat.close();
  });

  const say = async (text: string): Promise<string> => (await chat.ask(chat.mira, text, channel)).text;
  const cards = (): readonly string[] =>
    channel.threads.filter((one) => one.from === "bot").map((one) => readable(one));
  const root = (text: RegExp): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() =>
      channel.threads.find((one) => one.from === "bot" && text.test(readable(one))),
    );

  it("let labelled issues through, and none of an unwanted author", async () => {
    const said = await say('subscribe contoso/tools issues +label:"bug",p1 -author:eve');
    assert.match(said, /will get issues, filtered by \\\+label:"bug", \\\+label:"p1", \\-author:eve/);

    await chat.lab.openIssue("contoso/tools", { ...ISSUE, title: "Unlabelled" });
    await chat.lab.openIssue("contoso/tools", { ...ISSUE, by: "eve", title: "By eve", labels: ["bug"] });
    const issue = await chat.lab.openIssue("contoso/tools", { ...ISSUE, title: "Labelled", labels: ["bug"] });
    const card = await root(/Labelled/);
    await chat.lab.labelIssue("contoso/tools", issue.number, { by: "mira", remove: ["bug"] });
    await chat.lab.closeIssue("contoso/tools", issue.number, { by: "mira" });

    // The label is gone, but what was posted keeps telling the truth.
    await chat.teams.world.waitFor(() => /Closed/.test(readable(card)));
    assert.equal(cards().length, 1);
    assert.deepEqual(card.replies, []);
  });

  it("let the branches through that are named", async () => {
    await say('subscribe contoso/tools commits:"release/*"');

    await chat.lab.push("contoso/tools", { by: "jon", commits: [{ message: "On main" }] });
    await chat.lab.push("contoso/tools", {
      by: "jon",
      branch: "release/2",
      commits: [{ message: "On release" }],
    });

    await root(/On release/);
    assert.equal(cards().length, 1);
  });

  it("open a card for the state that is asked for, and not before", async () => {
    await say("subscribe contoso/tools pulls:{state:merged base:main}");

    const pull = await chat.lab.openPullRequest("contoso/tools", {
      ...PULL,
      title: "To be merged",
      head: "m1",
    });
    const dropped = await chat.lab.openPullRequest("contoso/tools", {
      ...PULL,
      title: "To be closed",
      head: "m2",
    });
    await chat.lab.closePullRequest("contoso/tools", dropped.number, { by: "mira" });
    await chat.lab.settled();
    assert.deepEqual(cards(), []);
    await chat.lab.mergePullRequest("contoso/tools", pull.number, { by: "mira" });

    await root(/Merged.*To be merged|To be merged.*Merged/s);
    assert.equal(cards().length, 1);
  });

  it("leave out repositories of an owner, and only of an owner", async () => {
    assert.match(await say("subscribe contoso/tools -repo:web"), /`subscribe contoso -repo:legacy-\*`/);
    await say("subscribe contoso issues -repo:we*");

    await chat.lab.openIssue("contoso/web", { ...ISSUE, title: "Left out" });
    await chat.lab.openIssue("contoso/tools", { ...ISSUE, title: "Not left out" });

    await root(/Not left out/);
    assert.equal(cards().length, 1);
  });

  it("add up on a later subscribe, show in the list, and go one by one", async () => {
    await say("subscribe contoso/tools issues commits:main +label:bug");

    assert.match(
      await say("subscribe contoso/tools commits:dev +label:p1"),
      /now gets issues, commits:dev, filtered by \\?\+label:"bug", \\?\+label:"p1"/,
    );
    assert.match(await say("subscribe contoso/tools +label:P1"), /already subscribed/);
    assert.match(
      await say("subscribe list"),
      /`issues`, `commits:dev`, filtered by `\+label:"bug"`, `\+label:"p1"`/,
    );
    assert.match(
      await say("unsubscribe contoso/tools +label:bug commits:dev"),
      /Filter removed.*now gets `issues`, `commits`, filtered by `\+label:"p1"`/,
    );
    assert.match(await say("unsubscribe contoso/tools -label:x"), /`-label:"x"` is not among the filters/);
    assert.match(await say("unsubscribe contoso/tools commits"), /still gets `issues`, filtered by/);
  });

  it("come back whole with the undo", async () => {
    await say('subscribe contoso/tools issues pulls:{base:"release/*"} -label:"on hold"');
    const undo = /say `(subscribe [^`]+)`/.exec(await say("unsubscribe contoso/tools"))?.[1] ?? "";

    assert.match(
      await say(undo),
      /will get issues, pulls:\{base:release\/\\\*\}, filtered by \\-label:"on hold"/,
    );
  });

  it("say what is wrong with them before anything is asked of GitHub", async () => {
    assert.match(
      await say("subscribe contoso/tools pulls:{state:megred}"),
      /"megred" is no state that I know/,
    );
    assert.match(await say("subscribe contoso/tools issues:open"), /neither a feature nor a filter/);
    assert.match(await say("subscribe list"), /isn't subscribed/);
  });

  it("offer to keep only what was named, to who can reach it", async () => {
    await say("subscribe contoso/tools issues pulls +label:bug");
    const asked = await chat.ask(chat.mira, "subscribe contoso/tools releases", channel);
    assert.match(asked.text, /now gets issues, pulls, releases.*\nIf you meant releases and nothing else/);
    const secret = await chat.ask(chat.mira, "subscribe contoso/secret issues", channel);
    assert.match(secret.text, /Subscribed/);
    const more = await chat.ask(chat.mira, "subscribe contoso/secret pulls", channel);

    await chat.teams.clickButton(chat.eve, more.message.id, "Only these");
    await chat.teams.clickButton(chat.mira, asked.message.id, "Only these");

    assert.match(readable(asked.message), /now gets only releases, filtered by/);
    const list = await say("subscribe list");
    assert.match(list, /contoso\/tools\]\([^)]+\): `releases`, filtered by `\+label:"bug"`/);
    assert.match(list, /contoso\/secret\]\([^)]+\): `issues`, `pulls`/);
  });

  it("of a whole conversation end at once, after being asked, and say how to come back", async () => {
    assert.match(await say("unsubscribe all"), /isn't subscribed to anything/);
    await say("subscribe contoso/tools issues -label:wip");
    await say("subscribe contoso/web pulls");

    const asked = await chat.ask(chat.mira, "unsubscribe all", channel);
    assert.match(asked.text, /all 2 subscriptions of this conversation: contoso\/tools, contoso\/web\?/);
    assert.match(await say("subscribe list"), /contoso\/tools/);
    await chat.teams.clickButton(chat.mira, asked.message.id, "Unsubscribe all");

    await chat.teams.world.waitFor(() => /no longer subscribed/.test(readable(asked.message)));
    assert.match(readable(asked.message), /- subscribe contoso\/tools issues -label:"wip"/);
    assert.match(await say("subscribe list"), /isn't subscribed to any/);
  });
});

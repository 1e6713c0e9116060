import assert from "node:assert/strict";
import { readable } from "../support/chat.ts";
import { startItemsWorld, type ItemsWorld } from "../support/items-world.ts";

describe("items that pull requests name", () => {
  let world: ItemsWorld;
  beforeEach(async () => {
    world = await startItemsWorld();
  });
  afterEach(() => world.close());

  const makeTeam = async (): Promise<string> => {
    const { chat } = world;
    assert.match((await chat.ask(chat.mira, "team create Kitchen", own())).text, /^✅/);
    return "Kitchen";
  };
  const own = (who = world.chat.mira) => world.chat.teams.personalChat(who);
  /** A channel that works in a team with a Jira, and hears of the repository. */
  const teamChannel = async () => {
    const team = await makeTeam();
    await world.enableJira(world.chat.mira, "team");
    await world.subscribe(world.chat.channel, team);
    return world.chat.channel;
  };

  describe("in a channel of a team with a Jira", () => {
    it("stand on the card, and keep up with Jira and with the pull request", async () => {
      const channel = await teamChannel();
      const number = await world.openPull("PROJ-1: warm it");
      const card = await world.card(channel, /warm it/);
      await world.changed(
        card,
        /Jira\n\[PROJ-1\]\(http[^)]*\/browse\/PROJ-1\) Stove is \\\*cold\\\* · ⚪ To Do/,
      );

      await world.jira.change("PROJ-1", { status: "In Review", category: "indeterminate" });
      await world.changed(card, /🔵 In Review/);
      world.jira.add({ id: "10003", key: "PROJ-2", summary: "Second" });
      await world.chat.lab.mergePullRequest("contoso/tools", number, { by: "mira" });
      await world.changed(card, /Merged[^]*🔵 In Review/);
      await world.jira.change("PROJ-1", { status: "Done", category: "done", summary: "Stove is warm" });
      await world.changed(card, /Stove is warm · 🟣 Done/);
      await world.settled();

      const cards = channel.threads.filter((one) => one.from === "bot" && /warm it/.test(readable(one)));
      assert.equal(cards.length, 1);
      assert.doesNotMatch(readable(card), /PROJ-2/);
    });

    it("are read of the branch, three of them, and what Jira doesn't know is none", async () => {
      const channel = await teamChannel();
      for (const n of [2, 3, 4])
        world.jira.add({ id: `1000${String(n)}`, key: `PROJ-${String(n)}`, summary: `No ${String(n)}` });
      await world.openPull("UTF-8, PROJ-2, PROJ-3", "PROJ-4-and-PROJ-1");
      const card = await world.card(channel, /UTF-8/);
      await world.changed(card, /No 4/);

      const keys = [...readable(card).matchAll(/\/browse\/([A-Z]+-\d)/g)].map(([, key]) => key);
      assert.deepEqual(keys, ["PROJ-2", "PROJ-3", "PROJ-4"]);
    });

    it("stand where the team's pattern says", async () => {
      const channel = await teamChannel();
      const set = await world.chat.ask(world.chat.mira, "team pattern feature/{key}-*", channel);
      assert.match(set.text, /✅/);
      await world.openPull("Not PROJ-1", "other");
      await world.openPull("Placed", "feature/proj-1-warm");

      const placed = await world.card(channel, /Placed/);
      await world.changed(placed, /\[PROJ-1\]/);
      await world.settled();
      assert.doesNotMatch(readable(await world.card(channel, /Not PROJ-1/)), /\[PROJ-1\]/);
    });

    it("are keys alone while Jira is away, and filled in when it is back", async () => {
      const channel = await teamChannel();
      world.jira.broken = { status: 503, body: "" };
      const number = await world.openPull("PROJ-1 in the dark");
      const card = await world.card(channel, /in the dark/);
      await world.changed(card, /Jira\nPROJ-1\n/);
      world.jira.broken = undefined;
      await world.chat.lab.pushToPullRequest("contoso/tools", number, { by: "jon" });
      await world.changed(card, /\[PROJ-1\][^]*To Do/);

      const all = channel.threads
        .flatMap((root) => [root, ...root.replies])
        .filter(({ from }) => from === "bot");
      assert.ok(all.every((one) => !/doesn't answer|broke/.test(readable(one))));
    });

    it("go with the service, and with the item", async () => {
      const channel = await teamChannel();
      world.jira.add({ id: "10003", key: "PROJ-2", summary: "Second" });
      const number = await world.openPull("PROJ-1 and PROJ-2");
      const card = await world.card(channel, /PROJ-1 and/);
      await world.changed(card, /\[PROJ-1\][^]*\[PROJ-2\]/);

      await world.jira.remove("PROJ-2");
      await world.chat.teams.world.waitFor(() => !/\[PROJ-2\]/.test(readable(card)));
      assert.match(readable(card), /\[PROJ-1\]/);
      const { message } = await world.chat.ask(world.chat.mira, "service disable team jira", own());
      await world.chat.teams.clickButton(world.chat.mira, message.id, "Disable");
      await world.chat.lab.pushToPullRequest("contoso/tools", number, { by: "jon" });
      await world.chat.teams.world.waitFor(() => !/\[PROJ-1\]/.test(readable(card)));
    });

    it("are on compact cards in a few words", async () => {
      const channel = await teamChannel();
      await world.chat.ask(world.chat.mira, "settings style compact", channel);
      await world.openPull("PROJ-1 shortly");
      const card = await world.card(channel, /shortly/);

      await world.changed(card, /\[PROJ-1\]\([^)]*\) · ⚪ To Do/);
      assert.doesNotMatch(readable(card), /Stove/);
    });

    it("follow a title that is changed", async () => {
      const channel = await teamChannel();
      world.jira.add({ id: "10003", key: "PROJ-2", summary: "Second" });
      const number = await world.openPull("PROJ-1 first");
      const card = await world.card(channel, /first/);
      await world.changed(card, /\[PROJ-1\]/);
      await world.chat.lab.editIssue("contoso/tools", number, { by: "jon", title: "PROJ-2 second" });

      await world.changed(card, /\[PROJ-2\]/);
      await world.settled();
      assert.doesNotMatch(readable(card), /\[PROJ-1\]/);
    });
  });

  describe("are shown to nobody whom somebody else's connection would tell", () => {
    it("so not in a channel without a team, whoever there has a Jira", async () => {
      const { chat } = world;
      await world.enableJira(chat.mira);
      await world.subscribe(chat.channel);
      await world.openPull("PROJ-1 in the open");
      const card = await world.card(chat.channel, /in the open/);
      await world.settled();

      assert.doesNotMatch(readable(card), /Stove|Jira/);
      assert.deepEqual(
        world.jira.asked.filter(({ path }) => path.includes("/issue/")),
        [],
      );
    });

    it("but in one's own 1:1 chat", async () => {
      const { chat } = world;
      await world.enableJira(chat.mira);
      await world.subscribe(own());
      await world.openPull("PROJ-1 at home");

      await world.changed(await world.card(own(), /at home/), /\[PROJ-1\][^]*To Do/);
    });

    it("and of the projects that somebody had the conversation told of, no others", async () => {
      const { chat } = world;
      world.jira.add({ id: "20001", key: "SECRET-1", summary: "Not for them" });
      await world.enableJira(chat.mira);
      await world.subscribe(chat.channel);
      assert.match((await chat.ask(chat.mira, "notify jira:PROJ")).text, /is told of/);
      await world.openPull("SECRET-1 and PROJ-1");
      const card = await world.card(chat.channel, /SECRET-1/);
      await world.changed(card, /\[PROJ-1\]/);

      assert.doesNotMatch(readable(card), /Not for them|\[SECRET-1\]/);
    });

    it("nor change by another connection's webhook", async () => {
      const channel = await teamChannel();
      await world.openPull("PROJ-1 is ours");
      const card = await world.card(channel, /is ours/);
      await world.changed(card, /To Do/);
      await world.enableJira(world.chat.eve);
      await world.jira.change("PROJ-1", { summary: "Forged by Eve" });
      await world.settled();

      assert.doesNotMatch(readable(card), /Forged/);
    });
  });
});

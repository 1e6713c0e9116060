import assert from "node:assert/strict";
import type { FakeConversation, FakePerson } from "../../demo/teams/connector/index.ts";
import { startItemsWorld, type ItemsWorld } from "../support/items-world.ts";

describe("feature", () => {
  let world: ItemsWorld;
  beforeEach(async () => {
    world = await startItemsWorld();
  });
  afterEach(() => world.close());

  const own = (who = world.chat.mira) => world.chat.teams.personalChat(who);
  const feature = async (
    key: string,
    who: FakePerson = world.chat.mira,
    where: FakeConversation = world.chat.channel,
  ) => (await world.chat.ask(who, `feature ${key}`, where)).text;

  it("shows the item, its branches, its pull requests, and how their builds stand", async () => {
    const { chat } = world;
    await world.enableJira(chat.mira);
    await world.subscribe(chat.channel);
    const number = await world.openPull("PROJ-1: warm it", "warm");
    await world.openPull("Something else, PROJ-10", "other");
    const byBranch = await world.openPull("Warm it more", "feature/proj-1-more");
    await chat.lab.push("contoso/tools", {
      by: "jon",
      branch: "spike-PROJ-1",
      commits: [{ message: "Try" }],
    });
    await chat.lab.checkRun("contoso/tools", {
      pr: number,
      name: "ci/unit",
      status: "completed",
      conclusion: "failure",
    });
    await chat.lab.mergePullRequest("contoso/tools", byBranch, { by: "mira" });

    const text = await feature("proj-1");

    assert.match(text, /Jira · Bug\n⚪ To Do\n\[PROJ-1 Stove is \\\*cold\\\*\]/);
    assert.match(text, /🔴 A build failed/);
    assert.match(text, /🟢 Open · \[contoso\/tools#1 PROJ-1: warm it\][^]*warm · 🔴 Failed: \[ci\/unit\]/);
    assert.match(text, /🟣 Merged · \[contoso\/tools#3 Warm it more\]/);
    assert.match(text, /Branches without a pull request\n\[spike-PROJ-1\][^]*contoso\/tools · ⚪ Not built/);
    assert.doesNotMatch(text, /PROJ-10|Something else/);
  });

  const check = (status: "completed" | "in_progress", pr: number) =>
    world.chat.lab.checkRun("contoso/tools", { pr, name: "ci", status });
  const lights: readonly (readonly [string, "success" | "running" | undefined, RegExp])[] = [
    ["green where all builds pass", "success", /🟢 Builds pass\nPull requests/],
    ["yellow while builds run", "running", /🟡 Builds run\nPull requests/],
    ["gray where nothing was built", undefined, /⚪ Not built\nPull requests/],
  ];
  for (const [what, state, pattern] of lights)
    it(`is ${what}`, async () => {
      const { chat } = world;
      await world.subscribe(chat.channel);
      const number = await world.openPull("PROJ-1");
      if (state === "success") await check("completed", number);
      if (state === "running") await check("in_progress", number);

      assert.match(await feature("PROJ-1"), pattern);
    });

  it("shows each person what they see, and no more", async () => {
    const { chat } = world;
    await chat.signIn(chat.jon, "jon");
    assert.match((await chat.ask(chat.mira, "subscribe contoso/secret")).text, /✅/);
    await chat.lab.openPullRequest("contoso/secret", { by: "mira", title: "PROJ-1 next", head: "next" });

    assert.match(await feature("PROJ-1"), /contoso\/secret#1/);
    const jons = await feature("PROJ-1", chat.jon);
    assert.match(jons, /One repository here isn't there for you\./);
    assert.doesNotMatch(jons, /secret|next/);
  });

  it("looks through what its person tracks in their own chat alone", async () => {
    const { chat } = world;
    await chat.ask(chat.mira, "repos track contoso/secret", own());
    await chat.lab.openPullRequest("contoso/secret", { by: "mira", title: "PROJ-1 next", head: "next" });

    assert.match(await feature("PROJ-1", chat.mira, own()), /contoso\/secret#1/);
    assert.match(await feature("PROJ-1"), /No repository is subscribed to here/);
  });

  it("finds pull requests of an owner, and says what it doesn't find", async () => {
    const { chat } = world;
    assert.match((await chat.ask(chat.mira, "subscribe contoso")).text, /✅/);
    await world.openPull("PROJ-1: warm it", "warm");

    assert.match(await feature("PROJ-1"), /contoso\/tools#1[^]*not branches/);
  });

  it("says which part is missing when a service or GitHub is away", async () => {
    const { chat } = world;
    await world.enableJira(chat.mira);
    await world.subscribe(chat.channel);
    assert.match((await chat.ask(chat.mira, "subscribe contoso/web")).text, /✅/);
    await world.openPull("PROJ-1: warm it", "warm");
    world.jira.broken = { status: 503, body: "" };
    assert.match(await feature("PROJ-1"), /contoso\/tools#1[^]*Jira doesn't answer/);
    world.jira.broken = undefined;
    chat.lab.failNext("POST /graphql", 502, 3);

    const text = await feature("PROJ-1");

    assert.match(text, /\[PROJ-1 Stove/);
    assert.match(text, /GitHub didn't answer for \*\*contoso\/(?:tools|web)\*\*/);
  });

  it("says what no service of theirs knows, and what is no key", async () => {
    const { chat } = world;
    await world.subscribe(chat.channel);

    assert.match(
      await feature("PROJ-1"),
      /Jira isn't enabled for you[^]*No branch and no pull request names it/,
    );
    assert.match(await feature("US12"), /US12[^]*Rally isn't enabled/);
    assert.match(await feature("stove"), /"stove" is no key of an item.*feature PROJ-1/);
    assert.match(await feature("PROJ-1", chat.eve), /connect your GitHub account|Sign in/i);
  });
});

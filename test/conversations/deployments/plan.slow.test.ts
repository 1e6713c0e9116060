import assert from "node:assert/strict";
import { MINUTE, type Clock } from "../../../src/core/clock.ts";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";
import { fakeSha } from "../../support/fake-source.ts";

const [ONE, TWO] = [fakeSha("one"), fakeSha("two")];

describe("a plan", () => {
  let world: DeployWorld;
  let web1: DeployServer;
  let later = 0;
  const clock: Clock = { now: () => new Date(Date.now() + later) };
  beforeEach(async () => {
    later = 0;
    world = await startDeployWorld({ overrides: { clock } });
    web1 = await world.server("web-1");
    world.source.push("main", ONE);
  });
  afterEach(() => world.close());

  it("is worth nothing after ten minutes, and has to be asked for anew", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    const { message } = await chat.ask(chat.mira, "deploy shop");
    later = 10 * MINUTE + 1;

    assert.match(await world.press(chat.mira, message, "Deploy"), /has expired or was used/);

    assert.match((await chat.ask(chat.mira, "deployment list")).text, /None yet/);
    assert.deepEqual(world.source.archives, []);
    assert.match(await world.agree(chat.mira, "deploy shop"), /Deployment #1 .* begins/);
    await world.shows(1, /of shop\n🟢 Succeeded/);
  });

  it("is begun once, however often its button is pressed at once", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    const { message } = await chat.ask(chat.mira, "deploy shop");

    const said = await Promise.all([1, 2, 3].map(() => world.press(chat.mira, message, "Deploy")));

    assert.equal(said.filter((text) => /Deployment #1 of/.test(text)).length, 1, said.join("\n"));
    await world.shows(1, /of shop\n🟢 Succeeded/);
    assert.doesNotMatch((await chat.ask(chat.mira, "deployment list")).text, /#2 of/);
  });

  it("of two people at once is one deployment after the other", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    await world.join(chat.jon, ["deploy.run"]);
    const mine = await chat.ask(chat.mira, "deploy shop");
    const his = await chat.ask(chat.jon, "deploy shop");

    await Promise.all([
      world.press(chat.mira, mine.message, "Deploy"),
      world.press(chat.jon, his.message, "Deploy"),
    ]);

    await world.shows(1, /of shop\n🟢 Succeeded/);
    await world.shows(2, /of shop\n🟢 Succeeded/);
    assert.deepEqual(await endsInOrder(), [true, true]);
  });

  it("that somebody agrees to after the project was locked is refused", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    await world.join(chat.jon, ["deploy.run"]);
    const { message } = await chat.ask(chat.mira, "deploy shop");
    await chat.ask(chat.jon, "lock shop [the](http://sale) *runs*");

    const said = await world.press(chat.mira, message, "Deploy");

    assert.match(said, /locked by Jon Park/);
    const asked = await chat.ask(chat.mira, "deploy shop");
    assert.ok(asked.text.includes(String.raw`\[the\]`), asked.text);
    assert.match((await chat.ask(chat.mira, "deployment list")).text, /None yet/);
  });

  it("of who may not deploy any more begins nothing", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    await world.join(chat.jon, ["deploy.run"]);
    const { message } = await chat.ask(chat.jon, "deploy shop");
    await chat.app.parts.store.transaction(async (tx) => {
      const { tenantId, aadObjectId } = chat.jon;
      const user = await tx.users.findByAad(tenantId, aadObjectId);
      const member = await tx.teamMembers.findByUser(world.site.teamId, user?.id ?? "");
      if (member !== undefined) await tx.teamMembers.setPermissions(member.id, ["deploy.run"], []);
    });

    assert.match(await world.press(chat.jon, message, "Deploy"), /needs deploy\.run/);

    assert.match((await chat.ask(chat.mira, "deployment list")).text, /None yet/);
  });

  it("back from a commit that was forced away leads to the one before", async () => {
    await world.project("shop", [web1]);
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /of shop\n🟢 Succeeded/);
    world.source.push("main", TWO);
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(2, /of shop\n🟢 Succeeded/);

    await world.agree(world.chat.mira, "rollback shop");

    await world.shows(3, /Rollback #3 of shop\n🟢 Succeeded/);
    assert.equal(await web1.current(), ONE);
  });

  /** Of each deployment: did it begin only when the one before had ended? */
  async function endsInOrder(): Promise<readonly boolean[]> {
    const { store } = world.chat.app.parts;
    const groups = await store.read((reads) =>
      reads.deployments.listGroupsByTeam(world.site.teamId, { limit: 10 }),
    );
    const inOrder = groups.toSorted((a, b) => a.number - b.number);
    return inOrder.map(({ startedAt, endedAt, state }, index) => {
      const before = inOrder[index - 1]?.endedAt;
      return (
        state === "success" && endedAt !== undefined && (before ?? new Date(0)) <= (startedAt ?? new Date(0))
      );
    });
  }
});

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";
import { fakeSha } from "../../support/fake-source.ts";
import { until } from "../../support/until.ts";

const [ONE, TWO, THREE] = [fakeSha("one"), fakeSha("two"), fakeSha("three")];
/** Writes a line, and waits for a file in the home folder. */
const WAITS = 'echo "waiting on $PLOYST_SERVER"; while [ ! -e ~/go ]; do sleep 0.05; done; echo "went on"';

describe("deployments in their turn", () => {
  let world: DeployWorld;
  let web1: DeployServer;
  beforeEach(async () => {
    world = await startDeployWorld();
    web1 = await world.server("web-1");
    world.source.push("main", ONE);
  });
  afterEach(() => world.close());

  const say = async (text: string, person = world.chat.mira): Promise<string> =>
    (await world.chat.ask(person, text)).text;
  const go = (server: DeployServer): Promise<void> => writeFile(path.join(server.lab.home, "go"), "");

  it("wait for the one before, and say so", async () => {
    await world.project("shop", [web1], { script: WAITS });
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /waiting on web-1/);
    world.source.push("main", TWO);

    const { text, message } = await world.chat.ask(world.chat.mira, "deploy shop");
    const said = await world.press(world.chat.mira, message, "Deploy");

    assert.match(text, /It begins after #1/);
    assert.match(said, /#2 of \*\*shop\*\* .* is queued, and begins when what is before it has ended/);
    await world.shows(2, /⏳ Queued/);
    assert.match(
      await say("deployment list"),
      /At work or waiting[^]*#1 of shop\n🔵 Deploying[^]*#2 of shop\n⏳ Queued/,
    );
    await go(web1);
    await world.shows(1, /of \w+\n🟢 Succeeded/);
    await world.shows(2, /of \w+\n🟢 Succeeded/);
    assert.equal(await web1.current(), TWO);
  });

  it("are cancelled while they wait, and while they are at work", async () => {
    await world.project("shop", [web1], { script: `trap '' HUP; ${WAITS}` });
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /waiting on web-1/);
    await world.agree(world.chat.mira, "deploy shop");

    assert.match(await say("deployment cancel 2"), /#2 is cancelled\. Nothing of it was begun/);
    await world.shows(2, /⚪ Cancelled[^]*Cancelled by Mira Chen/);
    assert.match(await say("deployment cancel 2"), /can't be cancelled: it ended: ⚪ Cancelled/);

    const { message } = await world.shows(1, /waiting on web-1/);
    assert.match(
      await world.press(world.chat.mira, message, "Cancel deployment"),
      /Its script is ended in the middle/,
    );
    const asked = await world.chat.teams.world.waitFor(() => world.says(/Cancel deployment #1 of/));
    assert.match(await world.press(world.chat.mira, asked, "Cancel it"), /#1 is being cancelled/);
    const { text } = await world.shows(1, /⚪ Cancelled\nmain/);
    assert.match(text, /Cancelled by Mira Chen\. web-1 was not finished and has nothing of it/);
    assert.doesNotMatch(text, /went on/);
    assert.equal(await web1.current(), undefined);
  });

  it("are cancelled while their files are on the way, and leave nothing of them", async () => {
    await world.project("shop", [web1]);
    world.source.stalls = true;
    await world.agree(world.chat.mira, "deploy shop");
    await until(async () => world.source.archives.length === 1);

    await world.agree(world.chat.mira, "deployment cancel 1");

    const { text } = await world.shows(1, /⚪ Cancelled\nmain/);
    assert.match(text, /Cancelled by Mira Chen\. web-1 was not finished and has nothing of it/);
    assert.equal(await web1.read(`shop/releases/${ONE}/version`), undefined);
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(2, /🟢 Succeeded/);
    assert.equal(await web1.current(), ONE);
  });

  it("are refused while the project is locked, and cancelled where it was locked while they waited", async () => {
    await world.project("shop", [web1], { script: WAITS });
    await world.join(world.chat.jon, ["deploy.run"]);
    await world.join(world.chat.eve, ["deploy.run", "lock.break"]);
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /waiting on web-1/);
    await world.agree(world.chat.mira, "deploy shop");

    assert.match(
      await say("lock shop the sale runs", world.chat.jon),
      /🔒 Project \*\*shop\*\* is locked: the sale runs/,
    );
    assert.match(await say("deploy shop"), /locked by Jon Park since 0 s: the sale runs/);
    assert.match(await say("lock shop"), /locked already, by Jon Park/);
    await go(web1);
    await world.shows(1, /of \w+\n🟢 Succeeded/);
    await world.shows(2, /⚪ Cancelled[^]*The project was locked by Jon Park: the sale runs/);

    assert.match(await say("unlock shop", world.chat.jon), /🔓 Project \*\*shop\*\* is unlocked/);
    assert.match(await say("unlock shop"), /isn't locked/);
    await say("lock shop mine");
    assert.match(await say("unlock shop", world.chat.jon), /locked by Mira Chen.*`lock\.break`/);
    assert.match(await world.agree(world.chat.eve, "unlock shop"), /unlocked/);
  });

  it("of two projects on one server wait for each other", async () => {
    await world.project("shop", [web1], { script: WAITS });
    await world.project("blog", [web1]);
    await world.agree(world.chat.mira, "deploy shop");
    await world.shows(1, /waiting on web-1/);

    await world.agree(world.chat.mira, "deploy blog");
    await world.shows(2, /🔵 Deploying[^]*⏳ Queued/);
    await go(web1);

    await world.shows(2, /of \w+\n🟢 Succeeded/);
    assert.equal(await web1.current("blog"), ONE);
  });

  it("wait for the approvals of others, who each count once", async () => {
    await world.project("shop", [web1], { settings: { approvals: 2 } });
    const { mira, jon, eve } = world.chat;
    await world.join(jon, ["deploy.approve"]);
    await world.join(eve, ["deploy.approve"]);

    assert.match(await world.agree(mira, "deploy shop"), /waits for approval/);
    const { message } = await world.shows(1, /✋ Waits for approval[^]*Approved by 0 of 2/);
    assert.match(await world.press(mira, message, "Approve"), /asked for deployment #1 yourself/);
    assert.match(await world.press(jon, message, "Approve"), /approved by you\. It needs 1 more/);
    assert.match(await say("deployment approve 1", jon), /You have decided on deployment #1 already/);
    await world.shows(1, /Approved by 1 of 2\n\n✅ Jon Park/);
    assert.match(await say("deployment approve 1 looks good", eve), /#1 is approved/);

    await world.shows(1, /of \w+\n🟢 Succeeded/);
    assert.equal(await web1.current(), ONE);
    assert.match(await say("deployment approve 1", eve), /waits for no approval/);
  });

  it("keep the way and the place that they were planned with", async () => {
    await world.project("shop", [web1], { directory: "/srv/shop", settings: { approvals: 1 } });
    const { mira } = world.chat;
    await world.agree(mira, "deploy shop");
    const shown = { ref: "main", acquire: "archive", directory: "/srv/shop", approvals: "1", checks: "" };
    const save = async (change: Readonly<Record<string, string>>): Promise<string> => {
      const { message } = await world.chat.ask(mira, "project settings shop");
      const { dialog } = await world.chat.teams.clickButton(mira, message.id, "Change…");
      assert.ok(dialog);
      const { teams, channel } = world.chat;
      const inputs = { ...shown, timeout: "30", inactivity: "10", releases: "5", ...change };
      return JSON.stringify(await teams.submitDialog(mira, channel, dialog.card, "Save", inputs));
    };

    assert.match(await save({ directory: "/srv/elsewhere" }), /Deployment #1 of shop isn't over yet/);
    assert.match(await save({ acquire: "none" }), /Deployment #1 of shop isn't over yet/);
    assert.match(await save({ timeout: "12" }), /Changed timeout of project/);

    await say("deployment cancel 1");
    assert.match(await save({ directory: "/srv/elsewhere" }), /Changed directory, timeout of project/);
  });

  it("end with one denial", async () => {
    await world.project("shop", [web1], { settings: { approvals: 1 } });
    await world.join(world.chat.jon, ["deploy.approve"]);
    await world.agree(world.chat.mira, "deploy shop");

    assert.match(
      await say("deployment deny 1 not before the sale", world.chat.jon),
      /⛔ Deployment #1 is denied/,
    );

    await world.shows(1, /⛔ Denied[^]*Denied by Jon Park: not before the sale/);
    assert.deepEqual(world.source.archives, []);
  });

  it("go back to the commit before, and lock the project then", async () => {
    await world.project("shop", [web1]);
    assert.match(await say("rollback shop"), /nothing to go back to/);
    for (const sha of [ONE, TWO, THREE]) {
      world.source.push("main", sha);
      await world.agree(world.chat.mira, "deploy shop");
      await world.shows([ONE, TWO, THREE].indexOf(sha) + 1, /of \w+\n🟢 Succeeded/);
    }

    assert.match(await say("rollback shop to 99999999"), /"99999999" is no commit that was deployed/);
    assert.match(
      await say("rollback shop"),
      /Roll back: \*\*shop\*\* to 74776f0 on web-1\?[^]*⚠️ 1 commit back/,
    );
    await world.agree(world.chat.mira, `rollback shop to ${ONE.slice(0, 8)}`);
    await world.shows(4, /Rollback #4 of shop\n🟢 Succeeded/);

    assert.equal(await web1.current(), ONE);
    assert.match(await say("rollback shop"), /nothing to go back to/);
    assert.match(await say("deploy shop"), /locked by Mira Chen.*rolled back from 7468726 to 6f6e650 by #4/);
  });
});

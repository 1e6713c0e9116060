import assert from "node:assert/strict";
import { readable } from "../../support/chat.ts";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";
import { fakeSha } from "../../support/fake-source.ts";

const [ONE, TWO] = [fakeSha("one"), fakeSha("two")];

describe("deploying", () => {
  let world: DeployWorld;
  let web1: DeployServer;
  let web2: DeployServer;
  beforeEach(async () => {
    world = await startDeployWorld();
    [web1, web2] = [await world.server("web-1"), await world.server("web-2")];
    world.source.push("main", ONE, "Open the shop");
  });
  afterEach(() => world.close());

  const say = async (text: string, person = world.chat.mira): Promise<string> =>
    (await world.chat.ask(person, text)).text;

  it("shows the plan, and then how it goes on one server after the other", async () => {
    await world.project("shop", [web1, web2], {
      script: 'echo "Building $PLOYST_PROJECT on $PLOYST_SERVER"',
    });
    const { chat } = world;

    const { text } = await chat.ask(chat.mira, "deploy shop");
    const said = await world.agree(chat.mira, "deploy shop");

    assert.match(text, /Deploy: \*\*shop\*\* main at 6f6e650 to 2 servers\?/);
    assert.match(text, /1\\?\. web-1\nnothing → 6f6e650\n2\\?\. web-2/);
    assert.match(text, /Open the shop \(Jon Park\)/);
    assert.match(said, /✅ Deployment #1 of \*\*shop\*\* \(main at 6f6e650\) begins/);
    const card = await world.shows(1, /🟢 Succeeded\nmain at 6f6e650 · by Mira Chen/);
    assert.match(card.text, /web-1\n🟢 Succeeded[^]*web-2\n🟢 Succeeded/);
    assert.match(card.text, /Building shop on web-2/);
    assert.deepEqual([await web1.current(), await web2.current()], [ONE, ONE]);
    assert.deepEqual(await statuses(), ["online", "online"]);
    assert.deepEqual(world.source.told, ["created Platform 6f6e650", "1 in_progress", "1 success"]);

    world.source.push("main", TWO, "Sell in summer, too");
    const next = await say("deploy shop");
    assert.match(next, /6f6e650 → 74776f0/);
    assert.match(next, /1 commit forward · \[compare\]\(https:\/\/github\.com\/octo\/shop\/compare/);
  });

  it("stops at the first server that fails, and says which has what", async () => {
    const web3 = await world.server("web-3");
    await world.project("shop", [web1, web2, web3], {
      script: 'echo "on $PLOYST_SERVER"; [ "$PLOYST_SERVER" != web-2 ] || { echo "no way" >&2; exit 7; }',
    });

    await world.agree(world.chat.mira, "deploy shop");

    const { text } = await world.shows(1, /🔴 Failed\nmain/);
    assert.match(
      text,
      /web-1 has 6f6e650\. web-2 failed; its current release is still nothing of it\. web-3 was not touched/,
    );
    assert.match(text, /web-2\n🔴 Failed\nnothing → 6f6e650 · exit code 7/);
    assert.match(text, /web-3\n⚪ Cancelled/);
    assert.match(text, /no way/);
    assert.deepEqual(
      [await web1.current(), await web2.current(), await web3.read("shop")],
      [ONE, undefined, undefined],
    );
    assert.deepEqual(await statuses(), ["online", "online", "online"]);
    assert.equal(world.source.told.at(-1), "1 failure");
  });

  it("goes to the servers that are named, and tries without changing anything", async () => {
    await world.project("shop", [web1, web2]);

    await world.agree(world.chat.mira, "deploy shop to WEB-2 --noop");
    const { text } = await world.shows(1, /Dry run #1 of shop\n🟢 Succeeded/);

    assert.match(text, /nothing is changed/);
    assert.match(text, /shop\/current is not there yet/);
    assert.deepEqual(await web2.read("shop"), undefined);
    assert.deepEqual(world.source.told, []);

    await world.agree(world.chat.mira, "deploy shop to web-2");
    await world.shows(2, /of \w+\n🟢 Succeeded/);
    assert.deepEqual([await web1.current(), await web2.current()], [undefined, ONE]);
    assert.match(await say("deploy shop"), /web-1\nnothing → 6f6e650\n2\\?\. web-2\n6f6e650 again/);
  });

  it("is refused where the ref moved since the plan, and where it is somebody else's or pressed twice", async () => {
    await world.project("shop", [web1]);
    const { chat } = world;
    const { message } = await chat.ask(chat.mira, "deploy shop");

    assert.match(await world.press(chat.jon, message, "Deploy"), /Only the person who ran the command/);
    world.source.push("main", TWO);
    assert.match(
      await world.press(chat.mira, message, "Deploy"),
      /main has moved from 6f6e650 to 74776f0 since the plan was made.*deploy shop for a new plan/,
    );
    assert.match(await world.press(chat.mira, message, "Deploy"), /used|expired|no longer|again/i);
    assert.match(await say("deployment list"), /None yet/);
  });

  it("is asked about anew where the project changed since the plan", async () => {
    const project = await world.project("shop", [web1]);
    const { chat } = world;
    const { message } = await chat.ask(chat.mira, "deploy shop");
    await chat.app.parts.store.transaction((tx) => tx.projects.update(project.id, 1, { script: "rm -rf /" }));

    const said = await world.press(chat.mira, message, "Deploy");

    assert.match(said, /Deploy: .*shop/);
    assert.match(await say("deployment list"), /None yet/);
  });

  it("refuses what can't be meant, with a suggestion", async () => {
    await world.project("shop", [web1]);
    await world.project("empty", []);

    assert.match(await say("deploy shpo"), /no project "shpo"\. Did you mean `shop`/);
    assert.match(await say("deploy shop to wep-1"), /deployed to no server "wep-1"\. Did you mean `web-1`/);
    assert.match(await say("deploy shop to web-2"), /deployed to no server "web-2"/);
    assert.match(await say("deploy shop everywhere"), /I can't read "everywhere".*For example/);
    assert.match(await say("deploy empty"), /has no servers/);
    assert.match(await say("deploy shop@nowhere"), /no branch, tag or commit "nowhere"/);
    await world.chat.app.parts.store.transaction((tx) =>
      tx.servers.move(web1.record.id, ["online"], "offline"),
    );
    assert.match(await say("deploy shop"), /Server web-1 is offline/);
  });

  it("wants the checks that the project requires", async () => {
    await world.project("shop", [web1], { settings: { requiredChecks: ["build", "lint"] } });
    world.source.checks = {
      state: "pending",
      checks: [
        { name: "build", state: "passed" },
        { name: "lint", state: "pending" },
      ],
    };

    assert.match(
      await say("deploy shop"),
      /must have passed on main \(6f6e650\) and haven't: lint \(pending\)/,
    );
    world.source.checks = undefined;
    assert.match(
      await say("deploy shop"),
      /requires checks \(build, lint\), and I can't see any.*GitHub App is installed/,
    );
    assert.match(await say("deployment list"), /None yet/);
  });

  it("is for who has the power in the team", async () => {
    await world.project("shop", [web1]);
    await world.join(world.chat.jon, []);
    await world.join(world.chat.eve, ["deploy.run"]);

    assert.match(await say("deploy shop", world.chat.jon), /`deploy\.run`/);
    assert.match(await say("lock shop", world.chat.jon), /`deploy\.run`/);
    assert.match(await say("deploy shop", world.chat.eve), /Deploy: \*\*shop\*\*/);
  });

  it("masks the values of variables in output, card and log, and lets the log's link end", async () => {
    const project = await world.project("shop", [web1], {
      script:
        'echo "token $SHOP_TOKEN end"; printf "%s" "$SHOP_TOKEN" | cut -c1-3; printf "%s" "${SHOP_TOKEN%-long}"; sleep 1.5; echo -long',
    });
    await world.setVariables(project, { SHOP_TOKEN: "s3cr3t-and-long" });
    const { chat } = world;

    await world.agree(chat.mira, "deploy shop");
    const { text } = await world.shows(1, /of \w+\n🟢 Succeeded/);
    const { message } = await chat.ask(chat.mira, "deployment log 1");
    const url = /"url":"(http[^"]+\/log\?[^"]+)"/.exec(JSON.stringify(message.card ?? {}))?.[1] ?? "";
    const response = await fetch(url);
    const body = await response.text();

    assert.match(text, /token \\\*\\\*\\\* end/);
    assert.equal(response.status, 200);
    assert.match(body, /token \*\*\* end/);
    for (const shown of [text, body, readable(message)]) assert.doesNotMatch(shown, /s3cr3t-and/);
    assert.equal((await fetch(url.replace(/signature=./, "signature=_"))).status, 404);
    const over = new URL(url);
    over.searchParams.set("until", "1");
    assert.equal((await fetch(over)).status, 404);
  });

  async function statuses(): Promise<readonly string[]> {
    const { store } = world.chat.app.parts;
    const servers = await store.read((reads) => reads.servers.listByTeam(world.site.teamId, { limit: 10 }));
    return servers.map(({ status }) => status);
  }
});

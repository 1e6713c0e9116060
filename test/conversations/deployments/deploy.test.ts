import assert from "node:assert/strict";
import { fakeSha } from "../../support/fake-source.ts";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";

describe("deploying", () => {
  let world: DeployWorld;
  let web1: DeployServer;
  let web2: DeployServer;
  const [one, two] = [fakeSha("one"), fakeSha("two")];
  beforeEach(async () => {
    world = await startDeployWorld();
    [web1, web2] = [await world.server("web-1"), await world.server("web-2")];
    world.source.push("main", one, "Open the shop");
  });
  afterEach(() => world.close());

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
    assert.deepEqual([await web1.current(), await web2.current()], [one, one]);

    world.source.push("main", two, "Sell in summer, too");
    const next = await chat.ask(chat.mira, "deploy shop");
    assert.match(next.text, /6f6e650 → 74776f0/);
    assert.match(next.text, /1 commit forward · \[compare\]\(https:\/\/github\.com\/octo\/shop\/compare/);
  });
});

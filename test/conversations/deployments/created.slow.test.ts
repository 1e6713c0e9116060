import assert from "node:assert/strict";
import type { FakeMessage } from "../../../demo/teams/connector/index.ts";
import { startDeployWorld, type DeployServer, type DeployWorld } from "../../support/deploy-world.ts";
import { fakeSha } from "../../support/fake-source.ts";

const ONE = fakeSha("one");

describe("a project that was just created", () => {
  let world: DeployWorld;
  let web1: DeployServer;
  beforeEach(async () => {
    world = await startDeployWorld();
    web1 = await world.server("web-1");
    await world.chat.signIn(world.chat.mira, "mira");
    world.source.push("main", ONE, "Open the shop");
  });
  afterEach(() => world.close());

  const create = async (person = world.chat.mira): Promise<void> => {
    const { chat } = world;
    const { message } = await chat.ask(person, "project create");
    const { dialog } = await chat.teams.clickButton(person, message.id, "Open the form…");
    assert.ok(dialog);
    const filled = {
      ...{
        name: "shop",
        repository: "contoso/web",
        ref: "main",
        acquire: "archive",
        directory: `${web1.lab.home}/shop`,
      },
      ...{ servers: web1.record.id, script: 'echo "Building $PLOYST_PROJECT"' },
    };
    await chat.teams.submitDialog(person, chat.channel, dialog.card, "Create", filled);
  };
  const heard = (pattern: RegExp): Promise<FakeMessage> =>
    world.chat.teams.world.waitFor(() => world.says(pattern));
  const isMade = async (): Promise<boolean> => {
    const { store } = world.chat.app.parts;
    return (await store.read((reads) => reads.projects.findByName(world.site.teamId, "shop"))) !== undefined;
  };

  it("is deployed from the plan that stands beside the answer", async () => {
    await create();
    await heard(/✅ Project shop/);
    const plan = await heard(/Deploy: \*\*shop\*\* main at 6f6e650 to web-1\?/);

    const said = await world.press(world.chat.mira, plan, "Deploy");

    assert.match(said, /✅ Deployment #1 of \*\*shop\*\* \(main at 6f6e650\) begins/);
    const { text } = await world.shows(1, /of shop\n🟢 Succeeded/);
    assert.match(text, /Building shop/);
    assert.equal(await web1.current(), ONE);
  });

  it("stays where it can't be deployed now, and says why", async () => {
    await world.chat.app.parts.store.transaction((tx) =>
      tx.servers.move(web1.record.id, ["online"], "offline"),
    );

    await create();

    await heard(/✅ Project shop/);
    await heard(/Server web-1 is offline/);
    assert.ok(await isMade());
    assert.equal(world.says(/Deploy: /), undefined);
  });

  it("is not offered to who may create projects and not deploy them", async () => {
    const { chat } = world;
    await world.join(chat.jon, ["project.create"]);
    await chat.signIn(chat.jon, "jon");

    await create(chat.jon);

    await heard(/✅ Project shop/);
    await heard(/`deploy\.run`/);
    assert.ok(await isMade());
    assert.equal(world.says(/Deploy: /), undefined);
  });
});

import assert from "node:assert/strict";
import { faults } from "../../../src/core/errors.ts";
import {
  CHANNEL_ID,
  CLIENT_APP,
  INSTALLATION,
  openSubscriptionWorld,
  repository,
  textOf,
  type SubscriptionWorld,
} from "./world.ts";

describe("subscribe list", () => {
  let world: SubscriptionWorld;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
  });
  afterEach(() => world.close());

  const subscribeAll = async (names: readonly string[]): Promise<void> => {
    const all = names.map((name, index) => repository(String(1_000 + index), name));
    Object.assign(world.github, { seenByPerson: all, seenByApp: all });
    await world.say("subscribe contoso issues");
    const { actor } = await world.turn("");
    await world.store.transaction(async (tx) => {
      const installation = await tx.installations.findByGitHubId(CLIENT_APP, INSTALLATION.id);
      for (const { id, fullName } of all)
        await tx.subscriptions.create({
          clientAppId: CLIENT_APP,
          tenantId: "tenant",
          channelId: CHANNEL_ID,
          teamId: "team",
          chatOpsUsersId: actor.github?.id ?? "",
          chatOpsInstallationsId: installation?.id ?? "",
          ghArtifactId: id,
          ghArtifactName: fullName,
          ghArtifactType: "Repo",
          settings: { features: ["issues"] },
        });
    });
    await world.say("unsubscribe contoso");
  };

  it("says how to begin where there is nothing", async () => {
    assert.match(
      textOf(await world.say("subscribe list")),
      /isn't subscribed to any.*`subscribe octo\/hello`/,
    );
  });

  it("is sorted whatever the case, each with its features", async () => {
    await subscribeAll(["contoso/b", "contoso/A", "contoso/c"]);

    const lines = textOf(await world.say("subscribe list"))
      .split("\n")
      .slice(1);

    assert.deepEqual(lines, [
      "- [contoso/A](https://github.com/contoso/A): `issues`",
      "- [contoso/b](https://github.com/contoso/b): `issues`",
      "- [contoso/c](https://github.com/contoso/c): `issues`",
    ]);
  });

  it("of two hundred comes in messages that Teams takes, and loses none", async () => {
    const names = Array.from(
      { length: 200 },
      (_, index) => `contoso/${"long-name-".repeat(9)}${String(index)}`,
    );
    await subscribeAll(names);

    const answer = await world.say("subscribe list");

    assert.ok(answer.kind === "messages");
    const texts = answer.messages.map((one) => ("text" in one ? one.text : ""));
    assert.ok(texts.every((text) => JSON.stringify(text).length < 20_000));
    assert.equal(texts.join("\n").match(/^- /gm)?.length, 200);
    assert.ok(texts.every((text) => text !== ""));
  });

  it("hides what the App has lost, with a count and the way back", async () => {
    await subscribeAll(["contoso/a", "contoso/b"]);
    world.github.seenByApp = world.github.seenByApp.slice(1);

    const text = textOf(await world.say("subscribe list"));

    assert.doesNotMatch(text, /contoso\/a/);
    assert.match(text, /One subscription is not shown/);
  });

  it("asks once for the list of an installation, and by itself only for what isn't in it", async () => {
    await subscribeAll(["contoso/a", "contoso/b", "contoso/c"]);
    world.github.listed = world.github.seenByApp.slice(1);
    world.github.calls.length = 0;

    const text = textOf(await world.say("subscribe list"));

    assert.equal(text.match(/^- /gm)?.length, 3);
    assert.deepEqual(world.github.calls, [
      "app.findInstallation",
      "app.listRepositories",
      "app.findRepositoryById",
      "app.findRepositoryInstallation",
    ]);
  });

  it("hides what is in no list and no longer reached, and names an owner by the list", async () => {
    await subscribeAll(["contoso/a", "contoso/b"]);
    await world.say("subscribe contoso issues");
    world.github.listed = world.github.seenByApp.slice(1);
    world.github.seenByApp = world.github.listed;
    world.github.calls.length = 0;

    const text = textOf(await world.say("subscribe list"));

    assert.doesNotMatch(text, /contoso\/a/);
    assert.match(text, /- \[contoso\]\(https:\/\/github.com\/contoso\)/);
    assert.ok(!world.github.calls.includes("app.findAccountById"));
  });

  it("names what is listed as GitHub names it now", async () => {
    await subscribeAll(["contoso/a"]);
    world.github.listed = [repository("1000", "contoso/renamed")];

    assert.match(textOf(await world.say("subscribe list")), /\[contoso\/renamed\]/);
  });

  for (const [what, failure] of [
    ["GitHub doesn't answer", faults.GITHUB_UNREACHABLE()],
    ["GitHub asks us to slow down", faults.GITHUB_RATE_LIMITED({ minutes: 3 })],
    ["the installation is suspended meanwhile", faults.GITHUB_INSTALLATION_SUSPENDED({ account: "contoso" })],
  ] as const) {
    it(`still shows the last-known names while ${what}`, async () => {
      await subscribeAll(["contoso/a_b"]);
      world.github.failure = failure;

      assert.match(textOf(await world.say("subscribe list")), /contoso\/a\\_b: `issues` \(/);
    });
  }

  it("doesn't hide a defect", async () => {
    await subscribeAll(["contoso/a"]);
    world.github.failure = new TypeError("a defect");

    await assert.rejects(world.say("subscribe list"), TypeError);
  });
});

import assert from "node:assert/strict";
import type { RealmRecord, Transaction } from "../../../src/adapters/store/contract/index.ts";
import { removeRealmsOf } from "../../../src/features/realms/keep.ts";
import { saveRealms, type Telling } from "../../../src/features/realms/told.ts";
import { aGroup } from "../../adapters/store/suite/deployments.ts";
import { aProject } from "../../adapters/store/suite/projects.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { openRealmWorld, type RealmWorld } from "./world.ts";

const line = (name: string, { url = `https://${name}.example.com/`, build = "1" } = {}): string =>
  `::realm name=${name} url=${url} build=${build}`;

describe("what a deployment's script told of realms", () => {
  let world: RealmWorld;
  beforeEach(async () => {
    world = await openRealmWorld();
  });
  afterEach(() => world.close());

  /** A deployment of the shop to web-1. */
  const deployment = (projectId = world.shop.project.id): Promise<Telling> =>
    world.store.transaction(async (tx) => {
      const servers = [{ serverId: world.shop.servers[0] ?? "", script: "", previousSha: "" }];
      const group = { ...aGroup(world.shop, { servers }), projectId };
      return there((await tx.deployments.create(group)).deployments[0]);
    });
  const save = (telling: Telling, ...lines: string[]) =>
    world.store.transaction((tx) => saveRealms(tx, telling, lines, world.deps));
  const list = (): Promise<readonly RealmRecord[]> =>
    world.store.read(({ realms }) => realms.listByServer(world.shop.servers[0] ?? "", { limit: 500 }));
  const names = async (): Promise<readonly string[]> => (await list()).map(({ name }) => name);

  it("is kept with where it comes from, and is asked at once", async () => {
    const telling = await deployment();

    const { saved, leftOver } = await save(telling, line("web"), line("play", { url: "" }));

    assert.equal(leftOver, 0);
    const [web, play] = await list();
    assert.deepEqual(saved, [web, play]);
    assert.deepEqual([web?.deploymentId, web?.nextCheckAt], [telling.id, world.time.now()]);
    assert.equal(play?.nextCheckAt, undefined);
    assert.deepEqual(
      world.told.map(({ name, change }) => [name, change.what]),
      [
        ["web", "created"],
        ["play", "created"],
      ],
    );
    const [event] = await world.events(web?.id ?? "");
    assert.deepEqual(
      [event?.verb, event?.teamId, event?.actorType],
      ["created", telling.teamId, "component"],
    );
  });

  it("changes nothing when it is kept twice", async () => {
    const telling = await deployment();
    await save(telling, line("web"));
    await world.ticker().stop();
    const before = await list();
    await save(telling, line("web"));

    assert.deepEqual(await list(), before);
    assert.equal(world.told.length, 1);
    assert.equal((await world.events(before[0]?.id ?? "")).length, 1);
  });

  it("starts again with the next deployment, quietly", async () => {
    await save(await deployment(), line("web"));
    const [web] = await list();
    const next = await deployment();
    await save(next, line("WEB", { build: "2" }));

    const [again, ...more] = await list();
    assert.deepEqual(more, []);
    assert.deepEqual([again?.id, again?.name, again?.meta], [web?.id, "WEB", { build: "2" }]);
    assert.equal(again?.deploymentId, next.id);
    assert.deepEqual(world.told.at(-1)?.change, { what: "updated", askedIn: "" });
  });

  it("takes the later of two lines about one realm", async () => {
    await save(await deployment(), line("web"), line("Web", { build: "9" }));

    assert.deepEqual(
      (await list()).map(({ meta }) => meta),
      [{ build: "9" }],
    );
  });

  it("is at most twenty, and a hundred on a server, and says what is left over", async () => {
    const many = Array.from({ length: 25 }, (_, index) => line(`r${String(index)}`));
    assert.equal((await save(await deployment(), ...many)).leftOver, 5);
    assert.equal((await names()).length, 20);
    for (let index = 20; index < 95; index += 1) await world.realm(`hand-${String(index)}`, "");

    const { saved, leftOver } = await save(
      await deployment(),
      ...many.slice(0, 3),
      ...["a", "b", "c", "d", "e", "f"].map((name) => line(name)),
    );

    assert.deepEqual([saved.length, leftOver], [8, 1]);
    assert.equal((await names()).length, 100);
  });

  it("stays when the project's next deployment no longer tells it, and says so", async () => {
    await save(await deployment(), line("web"), line("play"));
    await world.realm("by-hand");
    world.told.length = 0;
    const next = await deployment();
    await save(next, line("web"));
    await save(await deployment());

    const left = Object.fromEntries((await list()).map(({ name, leftOutBy }) => [name, leftOutBy]));
    assert.equal(left["play"], next.id);
    assert.equal(left["by-hand"], "");
    assert.notEqual(left["web"], "");
    assert.deepEqual(
      world.told.map(({ name, change }) => [name, change.what]),
      [
        ["web", "updated"],
        ["play", "updated"],
        ["web", "updated"],
      ],
    );
    await save(await deployment(), line("play"));
    assert.equal((await list()).find(({ name }) => name === "play")?.leftOutBy, "");
  });

  it("is picked out of all that it printed, and what can't be used is counted", async () => {
    const printed = ["Deploying …", line("web"), "::realm name=", "::realms name=x", "::realm play"];

    const { saved, malformed, leftOver } = await save(await deployment(), ...printed);

    assert.deepEqual([saved.map(({ name }) => name), malformed, leftOver], [["web"], 2, 0]);
  });

  it("is no business of another project's deployments", async () => {
    await save(await deployment(), line("web"));
    const { id: otherId } = await world.store.transaction(async (tx) =>
      there(await tx.projects.create(aProject(world.shop.teamId, { name: "Blog" }))),
    );
    await save(await deployment(otherId), line("blog"));

    assert.deepEqual(
      (await list()).map(({ leftOutBy }) => leftOutBy),
      ["", ""],
    );
  });

  it("goes with its server, each with its event", async () => {
    await save(await deployment(), line("web"), line("play"));
    const ids = (await list()).map(({ id }) => id);
    world.told.length = 0;
    const remove = (tx: Transaction): Promise<void> =>
      removeRealmsOf(
        tx,
        { id: world.shop.servers[0] ?? "" },
        { actorType: "component", actorId: "servers" },
        world.deps,
      );
    await world.store.transaction(remove);
    await world.store.transaction(remove);

    assert.deepEqual(await list(), []);
    assert.deepEqual(
      world.told.map(({ change }) => change.what),
      ["removed", "removed"],
    );
    for (const id of ids) assert.equal((await world.events(id))[0]?.verb, "deleted");
  });
});

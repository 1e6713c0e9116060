import assert from "node:assert/strict";
import { HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import type { Lookout } from "../../../src/core/lookout.ts";
import { until } from "../../support/until.ts";
import { openRealmWorld, unreachable, type RealmWorld } from "./world.ts";

describe("the realms' checks", () => {
  let world: RealmWorld;
  let tickers: Lookout[];
  beforeEach(async () => {
    world = await openRealmWorld();
    tickers = [];
  });
  afterEach(async () => {
    for (const ticker of tickers) await ticker.stop();
    await world.close();
  });

  const start = (over?: Parameters<RealmWorld["ticker"]>[0]): Lookout => {
    const ticker = world.ticker(over);
    tickers.push(ticker);
    ticker.start();
    return ticker;
  };
  /** Turns the clock second by second until there were as many questions. */
  const untilAsked = async (times: number): Promise<void> => {
    await until(async () => {
      if (world.asked.length < times) await world.time.advance(SECOND);
      return world.asked.length >= times;
    });
    await settled();
  };
  /** Nothing is due any more. */
  const settled = (): Promise<void> =>
    until(async () => {
      await world.time.advance(0);
      return world.store.read(
        async ({ realms }) => (await realms.listDueForCheck(world.time.now(), 1)).length === 0,
      );
    });

  it("bring one that answers online, with its event, and tell it once", async () => {
    const realm = await world.realm();
    start();
    await untilAsked(3);

    const { status, checkedAt } = await world.current(realm.id);
    assert.equal(status, "online");
    assert.ok(checkedAt !== undefined);
    assert.deepEqual(
      world.told.map(({ change }) => change),
      [{ what: "checked", transition: { fromState: "starting", toState: "online" }, askedIn: "" }],
    );
    const [event, ...more] = await world.events(realm.id);
    assert.deepEqual(more, []);
    assert.deepEqual(
      [event?.verb, event?.fromState, event?.toState, event?.actorType, event?.teamId],
      ["status_changed", "starting", "online", "component", world.shop.teamId],
    );
  });

  it("take it down at the second miss, and up at the first answer", async () => {
    const realm = await world.realm();
    start();
    await untilAsked(1);
    world.outside.answer = () => 503;
    await untilAsked(2);
    const once = await world.current(realm.id);
    await untilAsked(3);
    const twice = await world.current(realm.id);
    world.outside.answer = () => 302;
    await untilAsked(4);

    assert.deepEqual(
      [once.status, once.failures, once.lastError],
      ["online", 1, "It answers with HTTP 503."],
    );
    assert.deepEqual([twice.status, twice.failures], ["offline", 2]);
    const { status, lastError } = await world.current(realm.id);
    assert.deepEqual([status, lastError], ["online", ""]);
    const moves = world.told.map(({ change }) => change.transition?.toState);
    assert.deepEqual(moves, ["online", "offline", "online"]);
  });

  it("give one ten minutes to start, asking every ten seconds", async () => {
    world.outside.answer = unreachable;
    const realm = await world.realm();
    const begun = world.time.now().getTime();
    start();

    await until(async () => {
      await world.time.advance(10 * SECOND);
      await settled();
      return (await world.current(realm.id)).status === "failed";
    });

    const took = (await world.current(realm.id)).statusSince.getTime() - begun;
    assert.ok(took >= 10 * MINUTE && took < 11 * MINUTE, String(took));
    assert.ok(world.asked.length >= 55 && world.asked.length <= 62, String(world.asked.length));
    assert.equal((await world.current(realm.id)).lastError, "It doesn't answer.");
  });

  it("say why it can't be asked, where somebody has to change something", async () => {
    world.outside.answer = () => {
      throw faults.SERVICE_ADDRESS_PRIVATE({ host: "10.0.0.5" });
    };
    const realm = await world.realm();
    start();
    await untilAsked(1);

    assert.match((await world.current(realm.id)).lastError, /10\.0\.0\.5.*OUTBOUND_PRIVATE_HOSTS/);
  });

  it("leave those of a server that isn't there, and come back when it is", async () => {
    const realm = await world.realm();
    const server = world.shop.servers[0] ?? "";
    await world.store.transaction((tx) => tx.servers.move(server, ["online"], "offline"));
    start();
    for (let minutes = 0; minutes < 3; minutes += 1) {
      await world.time.advance(MINUTE);
      await settled();
    }
    assert.deepEqual(world.asked, []);
    assert.equal((await world.current(realm.id)).status, "starting");

    await world.store.transaction((tx) => tx.servers.move(server, ["offline"], "deploying"));
    await untilAsked(1);

    assert.equal((await world.current(realm.id)).status, "online");
  });

  it("count the time to start from when the server is there", async () => {
    world.outside.answer = unreachable;
    const realm = await world.realm();
    const server = world.shop.servers[0] ?? "";
    await world.store.transaction((tx) => tx.servers.move(server, ["online"], "offline"));
    start();
    for (let minutes = 0; minutes < 15; minutes += 1) {
      await world.time.advance(MINUTE);
      await settled();
    }

    await world.store.transaction((tx) => tx.servers.move(server, ["offline"], "online"));
    await untilAsked(3);

    const { status, failures } = await world.current(realm.id);
    assert.deepEqual([status, failures], ["starting", 3]);
  });

  it("ask each once, however many processes look", async () => {
    for (let index = 0; index < 20; index += 1) await world.realm(`web-${String(index)}`);
    start();
    start();
    start();

    await untilAsked(20);
    await world.time.advance(10 * SECOND);
    await settled();

    assert.equal(new Set(world.asked).size, 20);
    assert.equal(world.asked.length, 20);
    assert.equal(world.told.length, 20);
  });

  it("go on elsewhere after the process that asked has died", async () => {
    await world.store.transaction((tx) => {
      const now = world.time.now();
      return tx.leases.acquire("realm-check", "dead", now, new Date(now.getTime() + MINUTE));
    });
    await world.realm();
    start();
    await world.time.advance(30 * SECOND);
    assert.deepEqual(world.asked, []);

    await untilAsked(1);
  });

  it("ask no more than sixteen at once", async () => {
    for (let index = 0; index < 40; index += 1) await world.realm(`web-${String(index)}`);
    const { promise: gate, resolve: open } = Promise.withResolvers<undefined>();
    let [now, most] = [0, 0];
    world.outside.answer = async () => {
      now += 1;
      most = Math.max(most, now);
      await gate;
      now -= 1;
      return 200;
    };
    start();
    await untilAskedRaw(16);
    open(undefined);
    await untilAsked(40);

    assert.equal(most, 16);
  });

  const untilAskedRaw = (times: number): Promise<void> =>
    until(async () => {
      await world.time.advance(0);
      return world.asked.length >= times;
    });

  it("hear of a new one at once", async () => {
    const ticker = start();
    await settled();
    await world.realm();

    ticker.wake();
    await until(async () => {
      await world.time.advance(0);
      return world.asked.length === 1;
    });
  });

  it("break off what they ask when they are to stop, and keep nothing of it", async () => {
    const realm = await world.realm();
    world.outside.answer = (_url, signal) =>
      new Promise((_settle, reject) => {
        signal.addEventListener("abort", () => {
          reject(faults.SERVICE_UNREACHABLE({ service: "web" }));
        });
      });
    const ticker = start();
    await untilAskedRaw(1);

    await ticker.stop();
    await ticker.stop();

    assert.deepEqual(await world.current(realm.id), realm);
    assert.equal(
      await world.store.transaction(async (tx) => {
        const now = world.time.now();
        const lease = await tx.leases.acquire("realm-check", "next", now, new Date(now.getTime() + MINUTE));
        return lease?.holder;
      }),
      "next",
    );
  });

  it("change nothing of a realm that was changed while it was asked", async () => {
    const realm = await world.realm();
    world.outside.answer = async () => {
      world.outside.answer = () => 200;
      await world.realm("web", "https://other.example.com/");
      return unreachable();
    };
    start();
    await untilAsked(2);

    assert.deepEqual(world.asked, ["https://web.example.com/", "https://other.example.com/"]);
    assert.equal((await world.current(realm.id)).status, "online");
    assert.deepEqual(
      world.told.map(({ change }) => change.transition?.toState),
      ["online"],
    );
  });

  it("outlive a store that fails, and one realm that can't be kept", async () => {
    await world.realm("bad");
    await world.realm("good");
    let failures = 0;
    start({
      onRealmChanged: (_tx, { name }) => {
        if (name !== "bad") return Promise.resolve();
        failures += 1;
        return Promise.reject(new Error("disk full"));
      },
    });
    await until(async () => {
      await world.time.advance(5 * SECOND);
      return failures > 1;
    });

    const good = await world.store.read(({ realms }) => realms.listByName(world.shop.teamId, "good"));
    assert.equal(good[0]?.status, "online");
    const passed = world.time.now().getTime() - Date.parse("2026-03-01T12:00:00Z");
    assert.ok(passed >= MINUTE && passed < HOUR, "nor is it asked all the time");
  });
});

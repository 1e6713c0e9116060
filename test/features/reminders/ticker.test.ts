import assert from "node:assert/strict";
import { DAY, HOUR, MINUTE, SECOND } from "../../../src/core/clock.ts";
import type { Ticker } from "../../../src/features/reminders/ticker.ts";
import { until } from "../../support/until.ts";
import { openReminderWorld, type ReminderWorld } from "./world.ts";

describe("due reminders", () => {
  let world: ReminderWorld;
  let tickers: Ticker[];
  beforeEach(async () => {
    world = await openReminderWorld();
    tickers = [];
  });
  afterEach(async () => {
    for (const ticker of tickers) await ticker.stop();
    await world.close();
  });

  const start = async (count = 1): Promise<void> => {
    for (let made = 0; made < count; made += 1) {
      const ticker = world.ticker();
      tickers.push(ticker);
      ticker.start();
    }
    await world.time.advance(0);
  };
  const pass = async (milliseconds: number): Promise<void> => {
    for (let passed = 0; passed < milliseconds; passed += 10 * SECOND) await world.time.advance(10 * SECOND);
  };
  const waiting = async (): Promise<number> =>
    (await world.store.read((reads) => reads.jobs.countByState()))["queued"] ?? 0;
  const nextIs = (at: string): Promise<void> =>
    until(async () => (await world.current())?.nextRunAt?.toISOString() === at);

  it("become one job, whoever looks", async () => {
    await start(3);

    await pass(6 * MINUTE);
    await nextIs("2026-03-02T12:05:00.000Z");
    for (const ticker of tickers) await ticker.stop();

    assert.equal(await waiting(), 1);
    assert.equal(world.woken.length, 1);
    const job = await world.store.read((reads) => reads.jobs.find(world.woken[0] ?? ""));
    assert.deepEqual(job?.payload, { occurrence: "2026-03-01T12:05:00.000Z" });
    assert.equal(job.targetId, world.schedule.id);
  });

  it("become one job when all have seen them before one acts", async () => {
    await world.time.advance(6 * MINUTE);
    const all = Promise.withResolvers<undefined>();
    let seen = 0;
    const read: ReminderWorld["store"]["read"] = async (work) => {
      const result = await world.store.read(work);
      seen += 1;
      if (seen === 3) all.resolve(undefined);
      await all.promise;
      return result;
    };
    tickers = [1, 2, 3].map(() => world.ticker({ ...world.store, read }));

    for (const ticker of tickers) ticker.start();
    await world.time.advance(0);
    await until(() => seen >= 6);
    for (const ticker of tickers) await ticker.stop();

    assert.equal(await waiting(), 1);
  });

  it("become nothing before their time", async () => {
    await start();

    await pass(4 * MINUTE);

    assert.equal(await waiting(), 0);
  });

  it("run once when nobody was there for up to two hours", async () => {
    await world.time.advance(2 * HOUR);

    await start(2);
    await nextIs("2026-03-02T12:05:00.000Z");
    for (const ticker of tickers) await ticker.stop();

    assert.equal(await waiting(), 1);
    assert.deepEqual(await world.events(), []);
  });

  it("are skipped, with an event, when nobody was there for longer", async () => {
    await world.time.advance(3 * HOUR);

    await start(2);
    await nextIs("2026-03-02T12:05:00.000Z");
    for (const ticker of tickers) await ticker.stop();

    assert.equal(await waiting(), 0);
    const events = await world.events();
    assert.deepEqual(
      events.map(({ verb, data }) => [verb, data]),
      [["skipped", { reason: "nobody was there", from: "2026-03-01T12:05:00.000Z", late: true }]],
    );
  });

  it("run for the last time alone when several were missed", async () => {
    await world.time.advance(3 * DAY + HOUR);

    await start();
    await nextIs("2026-03-05T12:05:00.000Z");
    for (const ticker of tickers) await ticker.stop();

    const job = await world.store.read((reads) => reads.jobs.find(world.woken[0] ?? ""));
    assert.deepEqual(job?.payload, { occurrence: "2026-03-04T12:05:00.000Z" });
    assert.deepEqual(
      (await world.events()).map(({ verb }) => verb),
      ["skipped"],
    );
  });
});

import assert from "node:assert/strict";
import { deliveriesOf } from "./support/deliveries.ts";
import { eventually } from "./support/eventually.ts";
import { plantRooms } from "./support/plant.ts";
import { WorkRecord } from "./support/record.ts";
import { sendAll } from "./support/sender.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const ACCEPTED = 202;
const STOP_DEADLINE_MS = 15_000;
const SETTLE_MS = 60_000;

describe("SIGTERM", function () {
  this.timeout(120_000);
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
  });

  it("finishes what runs, refuses what is new, ends with 0, and loses nothing", async () => {
    const rooms = await plantRooms(world, { rooms: 20, tenants: 2 });
    const deliveries = rooms.flatMap(deliveriesOf);
    const accepted = new Set<string>();
    const { secret, url } = { secret: world.lab.app.webhookSecret, url: world.env["PUBLIC_URL"] ?? "" };
    const first = await world.start();
    let stoppedAt = 0;

    await sendAll([url], deliveries, {
      secret,
      goOn: () => stoppedAt === 0,
      answered: ({ guid }, status) => {
        if (status === ACCEPTED) accepted.add(guid);
        if (accepted.size < 60 || stoppedAt !== 0) return;
        stoppedAt = performance.now();
        void first.end("SIGTERM");
      },
    });
    const ended = await first.ended;
    const tookMs = performance.now() - stoppedAt;
    const refused = await sendAll([url], deliveries.slice(0, 1), { secret });
    const afterStop = new WorkRecord(world.file);
    const outboxAfterStop = afterStop.outboxByState();
    const jobsAfterStop = afterStop.jobsByState();

    assert.deepEqual(ended, { code: 0, signal: null });
    assert.ok(tookMs < STOP_DEADLINE_MS, `it took ${String(Math.round(tookMs))} ms`);
    assert.equal(refused.size, 0);
    // Nothing is left in the middle: no request without its end, no job under a lease of the process that is gone.
    assert.equal(outboxAfterStop["sending"], undefined);
    assert.equal(jobsAfterStop["running"], undefined);

    await world.start();
    const rest = deliveries.filter(({ guid }) => !accepted.has(guid));
    const statuses = await sendAll([url], rest, { secret });
    await eventually(() => afterStop.isDone(), SETTLE_MS);
    assert.deepEqual(new Set(statuses.values()), new Set([ACCEPTED]));
    assert.deepEqual(afterStop.deliveriesByState(), { done: deliveries.length });
    afterStop.close();
    for (const { room, mark } of deliveries) {
      const messages = room.conversation.threads.flatMap((root) => [root, ...root.replies]);
      const found = messages.filter(({ activity }) => JSON.stringify(activity).includes(mark));
      assert.equal(found.length, 1, mark);
    }
  });
});

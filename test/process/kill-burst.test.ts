import assert from "node:assert/strict";
import type { FakeMessage } from "../../demo/teams/connector/index.ts";
import { eventually } from "./support/eventually.ts";
import { deliveriesOf, shuffled, type TestDelivery } from "./support/deliveries.ts";
import { plantRooms } from "./support/plant.ts";
import { WorkRecord } from "./support/record.ts";
import { sendAll } from "./support/sender.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const ROOMS = 200;
const ACCEPTED = 202;
const SETTLE_MS = 90_000;

describe("a process killed in a burst of 2,000 deliveries", function () {
  this.timeout(180_000);
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
  });

  it("posts every accepted delivery's card, and a card twice only where that is recorded", async () => {
    const rooms = await plantRooms(world, { rooms: ROOMS, tenants: 4 });
    const deliveries = shuffled(rooms.flatMap(deliveriesOf));
    const accepted = new Map<string, TestDelivery>();

    for (const killAt of [600, 1_500]) {
      await sendUntilKilled(world, deliveries, accepted, killAt);
      expireLeases(world);
    }
    await world.start();
    await sendRest(world, deliveries, accepted);
    const record = new WorkRecord(world.file);
    await eventually(() => record.isDone(), SETTLE_MS);

    assert.equal(accepted.size, deliveries.length);
    assert.deepEqual(record.deliveriesByState(), { done: deliveries.length });
    assert.deepEqual(record.deliveryJobsByState(), { succeeded: deliveries.length });
    assert.deepEqual(Object.keys(record.jobsByState()), ["succeeded"]);
    assertPosted(world, deliveries, record);
    record.close();
  });
});

/** GitHub sends again what wasn't answered with 202, under the same guid. */
async function sendUntilKilled(
  world: ProcessWorld,
  deliveries: readonly TestDelivery[],
  accepted: Map<string, TestDelivery>,
  killAt: number,
): Promise<void> {
  const ployst = await world.start();
  let isAlive = true;
  await sendAll([ployst.url], unaccepted(deliveries, accepted), {
    secret: world.lab.app.webhookSecret,
    goOn: () => isAlive,
    answered: (delivery, status) => {
      if (status === ACCEPTED) accepted.set(delivery.guid, delivery);
      if (accepted.size < killAt || !isAlive) return;
      isAlive = false;
      void ployst.end("SIGKILL");
    },
  });
  assert.deepEqual(await ployst.ended, { code: null, signal: "SIGKILL" });
}

async function sendRest(
  world: ProcessWorld,
  deliveries: readonly TestDelivery[],
  accepted: Map<string, TestDelivery>,
): Promise<void> {
  await sendAll([world.env["PUBLIC_URL"] ?? ""], unaccepted(deliveries, accepted), {
    secret: world.lab.app.webhookSecret,
    answered: (delivery, status) => {
      if (status === ACCEPTED) accepted.set(delivery.guid, delivery);
    },
  });
}

function unaccepted(
  deliveries: readonly TestDelivery[],
  accepted: ReadonlyMap<string, TestDelivery>,
): readonly TestDelivery[] {
  return deliveries.filter(({ guid }) => !accepted.has(guid));
}

function expireLeases(world: ProcessWorld): void {
  const record = new WorkRecord(world.file);
  record.letLeasesRunOut();
  record.close();
}

/** Every delivery's mark is read in its own room: once, or twice where the outbox says that nobody knows. */
function assertPosted(world: ProcessWorld, deliveries: readonly TestDelivery[], record: WorkRecord): void {
  const outbox = record.listOutbox();
  const ambiguous = new Set(
    outbox.filter((row) => row.isAmbiguous).map((row) => `${row.channelId} ${row.subjectKey}`),
  );
  const missing: string[] = [];
  const repeated: string[] = [];
  for (const { room, mark, subjectKey } of deliveries) {
    const found = messagesOf(room.conversation.threads).filter((message) => contains(message, mark)).length;
    if (found === 0) missing.push(mark);
    if (found > 1 && !ambiguous.has(`${room.conversation.id} ${subjectKey}`)) repeated.push(mark);
    if (found > 2) repeated.push(`${mark} ×${String(found)}`);
  }
  assert.deepEqual({ missing, repeated }, { missing: [], repeated: [] });
  assert.deepEqual(
    outbox.filter((row) => row.outcome === "refused"),
    [],
  );
  const overlapping = world.teams.requests.filter((request) => request.status === 412);
  assert.deepEqual(overlapping, []);
}

function messagesOf(threads: readonly FakeMessage[]): readonly FakeMessage[] {
  return threads.flatMap((root) => [root, ...root.replies]);
}

function contains({ activity }: FakeMessage, mark: string): boolean {
  return JSON.stringify(activity).includes(mark);
}

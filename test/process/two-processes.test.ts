import assert from "node:assert/strict";
import { freePort } from "../../demo/free-port.ts";
import { migrate } from "../../src/adapters/store/index.ts";
import { storeDefaults } from "../support/store.ts";
import { describeWithService } from "../services/store/service.ts";
import { postgres } from "../services/store/services.ts";
import { deliveriesOf, shuffled } from "./support/deliveries.ts";
import { plantRooms } from "./support/plant.ts";
import { sendAll } from "./support/sender.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const ROOMS = 50;
const SETTLE_MS = 90_000;

await describeWithService(postgres, (reached) => {
  describe("two processes on one database", function () {
    this.timeout(150_000);
    let world: ProcessWorld;
    beforeEach(async () => {
      const databaseUrl = await reached.createDatabase();
      await migrate({ url: databaseUrl, ...storeDefaults() }, { kind: "up" });
      world = await startWorld({ databaseUrl });
    });
    afterEach(async () => {
      await world.close();
    });

    it("post each of 500 cards once, never two requests at a time in one conversation", async () => {
      const rooms = await plantRooms(world, { rooms: ROOMS, tenants: 4 });
      const deliveries = shuffled(rooms.flatMap(deliveriesOf));
      const other = String(await freePort());
      const both = await Promise.all([world.start(), world.start({ PORT: other })]);

      const statuses = await sendAll(
        both.map(({ url }) => url),
        deliveries,
        { secret: world.lab.app.webhookSecret },
      );
      const messages = (): readonly string[] =>
        rooms.flatMap(({ conversation }) =>
          conversation.threads
            .flatMap((root) => [root, ...root.replies])
            .map((one) => JSON.stringify(one.activity)),
        );
      await world.teams.waitFor(() => messages().length >= deliveries.length, SETTLE_MS);
      const ends = await Promise.all(both.map((one) => one.end("SIGTERM")));

      assert.deepEqual([...new Set(statuses.values())], [202]);
      assert.deepEqual(
        ends.map(({ code }) => code),
        [0, 0],
      );
      const posted = messages();
      const counts = deliveries.map(({ mark }) => posted.filter((text) => text.includes(mark)).length);
      assert.deepEqual([...new Set(counts)], [1]);
      assert.equal(world.teams.requests.filter(({ status }) => status === 412).length, 0);
    });
  });
});

import { randomUUID } from "node:crypto";
import { Agent } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { eventually } from "../test/process/support/eventually.ts";
import type { TestDelivery } from "../test/process/support/deliveries.ts";
import { plantRooms, type Room } from "../test/process/support/plant.ts";
import { send } from "../test/process/support/sender.ts";
import { startWorld, type ProcessWorld } from "../test/process/support/world.ts";
import { webhook } from "../test/support/webhooks.ts";
import { cpuTimeMs } from "./support/cpu-time.ts";
import type { Benchmark } from "./support/finding.ts";
import { quantile } from "./support/statistics.ts";

const ROOMS = 30;
const EVENTS_A_SECOND = 30;
const SECONDS = 20;
const WARM_UP_EVENTS = 90;
const LAST_ONES_MS = 60_000;

/** From the webhook's first byte to the card's arrival at Teams, in milliseconds, at a steady rate. */
export const latency: Benchmark = {
  title: `Receipt to post, ${String(EVENTS_A_SECOND)} events a second over ${String(ROOMS)} conversations`,
  run: async () => {
    const world = await startWorld();
    try {
      const rooms = await plantRooms(world, { rooms: ROOMS, tenants: 4 });
      const ployst = await world.start();
      await flow(world, ployst.url, rooms, WARM_UP_EVENTS, 0);
      const before = cpuTimeMs(ployst.pid);
      const times = await flow(world, ployst.url, rooms, EVENTS_A_SECOND * SECONDS, WARM_UP_EVENTS);
      return [
        { name: "receipt to post, p50", value: quantile(times, 0.5), unit: "ms" },
        { name: "receipt to post, p95", value: quantile(times, 0.95), unit: "ms", aim: { atMost: 100 } },
        { name: "receipt to post, p99", value: quantile(times, 0.99), unit: "ms" },
        {
          name: "processor time an event",
          value: (cpuTimeMs(ployst.pid) - before) / times.length,
          unit: "ms",
        },
        { name: "resident memory after it", value: ployst.residentBytes() / 1_048_576, unit: "MB" },
      ];
    } finally {
      await world.close();
    }
  },
};

async function flow(
  { teams, lab }: ProcessWorld,
  url: string,
  rooms: readonly Room[],
  events: number,
  firstNumber: number,
): Promise<readonly number[]> {
  const agent = new Agent({ keepAlive: true });
  const sentAt = new Map<string, number>();
  const took: number[] = [];
  const seen = new Map(rooms.map((room) => [room, room.conversation.threads.length]));
  const stop = teams.world.onChange(() => {
    for (const room of rooms) {
      const { threads } = room.conversation;
      for (const root of threads.slice(seen.get(room))) {
        const at = sentAt.get(`${room.conversation.id} ${/mark-\d+/.exec(root.summary ?? "")?.[0] ?? ""}`);
        if (at !== undefined) took.push(performance.now() - at);
      }
      seen.set(room, threads.length);
    }
  });
  const startedAt = performance.now();
  for (let index = 0; index < events; index += 1) {
    await pause(Math.max(0, startedAt + (index * 1_000) / EVENTS_A_SECOND - performance.now()));
    const room = rooms[index % rooms.length];
    if (room === undefined) break;
    const delivery = opened(room, firstNumber + index + 1);
    sentAt.set(`${room.conversation.id} ${delivery.mark}`, performance.now());
    void send(url, delivery, lab.app.webhookSecret, agent);
  }
  await eventually(() => took.length >= events, LAST_ONES_MS);
  stop();
  agent.destroy();
  return took;
}

function opened(room: Room, number: number): TestDelivery {
  const mark = `mark-${String(number).padStart(6, "0")}`;
  const repository = { id: room.repositoryId, full_name: room.repositoryName };
  const payload = webhook("issues.opened", { repository, issue: { number, title: `Door ${mark}` } });
  const body = Buffer.from(JSON.stringify(payload));
  return { guid: randomUUID(), event: "issues", body, room, mark, subjectKey: "" };
}

import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { deliveriesOf } from "../test/process/support/deliveries.ts";
import { plantRooms } from "../test/process/support/plant.ts";
import { startWorld, type ProcessWorld } from "../test/process/support/world.ts";
import { startChild, type Child } from "./support/child.ts";
import { cpuTimeMs } from "./support/cpu-time.ts";
import type { Benchmark, Finding } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const ROUNDS = 5;
const SECONDS = 3;
const WARM_UP_SECONDS = 2;
const CONNECTIONS = 20;
const ROOMS = 50;

const LoadResult = z.object({ accepted: z.number(), perSecond: z.number(), refused: z.number() });

/** How many deliveries a second are answered, each after it has been made durable (where that is done). */
export const acknowledgement: Benchmark = {
  title: "Webhook acknowledgement, 20 keep-alive connections",
  run: async () => {
    const world = await startWorld();
    const children: Child[] = [];
    try {
      const bodies = await writeBodies(world);
      const servers = startServers(world);
      children.push(...servers.values());
      for (const child of servers.values()) await child.firstLine;
      return toFindings(await measureAll(servers, { secret: world.lab.app.webhookSecret, bodies }));
    } finally {
      await Promise.all(children.map((child) => child.stop()));
      await world.close();
    }
  },
};

async function writeBodies(world: ProcessWorld): Promise<string> {
  const rooms = await plantRooms(world, { rooms: ROOMS, tenants: 4 });
  const bodies = rooms
    .flatMap(deliveriesOf)
    .map(({ event, body }) => ({ event, body: body.toString("utf8") }));
  const file = path.join(world.folder, "bodies.json");
  await writeFile(file, JSON.stringify(bodies));
  return file;
}

function startServers(world: ProcessWorld): Map<string, Child> {
  const { webhookSecret: secret, privateKey } = world.lab.app;
  const servers = new Map([
    ["hmac", startChild("servers/hmac-only.ts", [secret])],
    ["group", startChild("servers/group-commit.ts", [secret, path.join(world.folder, "group.sqlite")])],
    ["intake", startChild("servers/intake.ts", [], world.env)],
  ]);
  if (existsSync(path.join(import.meta.dirname, "node_modules/probot"))) {
    servers.set("probot", startChild("servers/probot.ts", [secret, privateKey]));
  }
  return servers;
}

type Load = Readonly<Record<"secret" | "bodies", string>>;

interface Measured {
  readonly perSecond: number;
  /** Processor time of the server for each request: says more than the rate where the machine is busy otherwise. */
  readonly cpuMs: number;
}

/** Round after round, each server in turn: what slows the machine for a while slows all of them. */
async function measureAll(
  servers: ReadonlyMap<string, Child>,
  load: Load,
): Promise<ReadonlyMap<string, Measured>> {
  const measured = new Map([...servers.keys()].map((name): [string, Measured[]] => [name, []]));
  for (const child of servers.values()) await measure(child, WARM_UP_SECONDS, load);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [name, child] of servers) measured.get(name)?.push(await measure(child, SECONDS, load));
  }
  return new Map(
    [...measured].map(([name, all]) => [
      name,
      {
        perSecond: median(all.map(({ perSecond }) => perSecond)),
        cpuMs: median(all.map(({ cpuMs }) => cpuMs)),
      },
    ]),
  );
}

async function measure(server: Child, seconds: number, load: Load): Promise<Measured> {
  const port = Number(await server.firstLine);
  const before = cpuTimeMs(server.process.pid);
  const plan = { port, seconds, connections: CONNECTIONS, ...load };
  const child = startChild("support/load.ts", [JSON.stringify(plan)]);
  const { accepted, perSecond, refused } = LoadResult.parse(JSON.parse(await child.firstLine));
  const cpuMs = (cpuTimeMs(server.process.pid) - before) / accepted;
  await child.stop();
  if (refused > 0) throw new Error(`${String(refused)} requests were refused`);
  return { perSecond, cpuMs };
}

function toFindings(measured: ReadonlyMap<string, Measured>): readonly Finding[] {
  const labels = new Map([
    ["intake", "Ployst, kept in SQLite"],
    ["hmac", "node:http + HMAC, nothing kept"],
    ["group", "node:http + HMAC + SQLite group commit"],
    ["probot", "Probot 14, empty handler, nothing kept"],
  ]);
  const rates = [...measured].flatMap(([server, { perSecond, cpuMs }]): readonly Finding[] => {
    const name = labels.get(server) ?? server;
    return [
      { name, value: perSecond, unit: "req/s" },
      { name: "  processor time a request", value: cpuMs, unit: "ms" },
    ];
  });
  return [...rates, ...ratio(measured, "group", 0.8), ...ratio(measured, "probot", 1)];
}

function ratio(
  measured: ReadonlyMap<string, Measured>,
  reference: string,
  atLeast: number,
): readonly Finding[] {
  const [ployst, other] = [measured.get("intake"), measured.get(reference)];
  if (ployst === undefined || other === undefined) return [];
  const value = ployst.perSecond / other.perSecond;
  return [{ name: `Ployst : ${reference}`, value, unit: "×", aim: { atLeast } }];
}

import { setTimeout as pause } from "node:timers/promises";
import { startWorld } from "../test/process/support/world.ts";
import { startChild } from "./support/child.ts";
import type { Benchmark } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const ROUNDS = 7;
const IDLE_MS = 5_000;

/** From nothing to listening, and what it holds then. */
export const start: Benchmark = {
  title: "Start and idle memory",
  run: async () => {
    const world = await startWorld();
    try {
      const [starts, imports]: [number[], number[]] = [[], []];
      for (let round = 0; round < ROUNDS; round += 1) {
        imports.push(await timeImports());
        const startedAt = performance.now();
        const ployst = await world.start();
        starts.push(performance.now() - startedAt);
        await ployst.end("SIGTERM");
      }
      const idle = await world.start();
      await pause(IDLE_MS);
      const [ployst, reference] = [median(starts), median(imports)];
      return [
        { name: "start to listening", value: ployst, unit: "ms" },
        { name: "importing the dependencies alone", value: reference, unit: "ms" },
        { name: "start : imports", value: ployst / reference, unit: "×", aim: { atMost: 1.5 } },
        {
          name: "resident memory, idle",
          value: idle.residentBytes() / 1_048_576,
          unit: "MB",
          aim: { atMost: 200 },
        },
      ];
    } finally {
      await world.close();
    }
  },
};

async function timeImports(): Promise<number> {
  const startedAt = performance.now();
  const child = startChild("servers/imports.ts", []);
  await child.firstLine;
  const taken = performance.now() - startedAt;
  await child.stop();
  return taken;
}

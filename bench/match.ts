import { DatabaseSync } from "node:sqlite";
import type { Store } from "../src/adapters/store/index.ts";
import { openBeside, plantRooms } from "../test/process/support/plant.ts";
import { startWorld, type ProcessWorld } from "../test/process/support/world.ts";
import type { Benchmark } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const SMALL = 1_000;
const LARGE = 1_000_000;
const ROUNDS = 20;
const LOOKUPS_A_ROUND = 200;
const FIRST_COPIED_REPOSITORY = 1_000_000_000;

/** Finding the subscriptions that a delivery is for, among few and among many. */
export const match: Benchmark = {
  title: "Matching a delivery's subscriptions (SQLite)",
  run: async () => {
    const worlds = [await plantWorld(SMALL), await plantWorld(LARGE)] as const;
    const stores = await Promise.all(worlds.map(openBeside));
    try {
      const [few = [], many = []] = await measure(stores, [SMALL, LARGE]);
      const [small, large] = [median(few), median(many)];
      return [
        { name: `match among ${String(SMALL)}, p50`, value: small, unit: "ms" },
        { name: `match among ${String(LARGE)}, p50`, value: large, unit: "ms" },
        { name: "many : few", value: large / small, unit: "×", aim: { atMost: 1.25 } },
      ];
    } finally {
      await Promise.all(stores.map((store) => store.close()));
      await Promise.all(worlds.map((world) => world.close()));
    }
  },
};

/** One subscription as people make it, and copies of it to other repositories. */
async function plantWorld(count: number): Promise<ProcessWorld> {
  const world = await startWorld();
  await plantRooms(world, { rooms: 1, tenants: 1 });
  const database = new DatabaseSync(world.file);
  const columns = database.prepare("SELECT name FROM pragma_table_info('chatopssubscription')").all();
  const replaced: Readonly<Record<string, string>> = {
    id: "printf('00000000-0000-7000-8000-%012d', n)",
    ghArtifactId: `CAST(${String(FIRST_COPIED_REPOSITORY)} + n AS TEXT)`,
  };
  const names = columns.map(({ name }) => String(name));
  const values = names.map((name) => replaced[name] ?? `"${name}"`);
  database.exec(`
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ${String(count)})
    INSERT INTO chatopssubscription (${names.map((name) => `"${name}"`).join(", ")})
    SELECT ${values.join(", ")} FROM numbers, (SELECT * FROM chatopssubscription LIMIT 1)`);
  database.close();
  return world;
}

async function measure(
  stores: readonly Store[],
  counts: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const times = stores.map((): number[] => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [index, store] of stores.entries()) {
      for (let lookup = 0; lookup < LOOKUPS_A_ROUND; lookup += 1) {
        const taken = await lookUp(store, (lookup * 7_919 + round * 104_729) % (counts[index] ?? 1));
        // The first round warms caches and compilers.
        if (round > 0) times[index]?.push(taken);
      }
    }
  }
  return times;
}

async function lookUp(store: Store, number: number): Promise<number> {
  const ids = { repositoryId: String(FIRST_COPIED_REPOSITORY + number), ownerId: "21031067" };
  const startedAt = performance.now();
  const found = await store.read((reads) => reads.subscriptions.listMatching(ids));
  const taken = performance.now() - startedAt;
  if (found.length !== 1) throw new Error(`${String(found.length)} subscriptions match ${ids.repositoryId}`);
  return taken;
}

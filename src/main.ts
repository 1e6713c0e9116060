import { createLog } from "./adapters/log/index.ts";
import { loadProcessConfig } from "./config/index.ts";
import { startApp } from "./process.ts";
import { migrateUp } from "./migrate.ts";
import { spareMemory } from "./spare-memory.ts";

/** `ployst start`: brings the database up to date, runs until SIGTERM or SIGINT, and ends cleanly. */
export async function run(_args: readonly string[]): Promise<number> {
  const config = loadProcessConfig();
  const log = createLog({ level: config.logging.level });
  await migrateUp(config, log);
  const ended = new Promise<string>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, resolve);
  });
  const app = await startApp(config, { log });
  spareMemory(globalThis.gc);
  log.info({ signal: await ended }, "stopping");
  await app.stop();
  return 0;
}

import { parseArgs } from "node:util";
import { createLog } from "./adapters/log/index.ts";
import { migrate, type MigrateCommand, type MigrationStatus } from "./adapters/store/index.ts";
import { databaseUrl } from "./app.ts";
import { loadProcessConfig, type Config } from "./config/index.ts";
import { systemClock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";

/** `ployst migrate [--status | --down-to <name>]`; `--down-to 0` takes all back. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { status: { type: "boolean" }, "down-to": { type: "string" } },
  });
  const config = loadProcessConfig();
  const log = createLog({ level: config.logging.level });
  const status = await migrate({ url: databaseUrl(config), clock: systemClock, log }, toCommand(values));
  process.stdout.write(describe(status));
  return 0;
}

/** What `start` does first: every process may do it, one of them does. */
export async function migrateUp(config: Config, log: Log): Promise<void> {
  await migrate({ url: databaseUrl(config), clock: systemClock, log }, { kind: "up" });
}

function toCommand(values: {
  readonly status?: boolean | undefined;
  readonly "down-to"?: string | undefined;
}): MigrateCommand {
  if (values.status === true) return { kind: "status" };
  const to = values["down-to"];
  return to === undefined ? { kind: "up" } : { kind: "down", to };
}

function describe({ executed, pending }: MigrationStatus): string {
  const lines = [
    ...executed.map((name) => `  done     ${name}`),
    ...pending.map((name) => `  pending  ${name}`),
  ];
  return `${lines.join("\n")}\n`;
}

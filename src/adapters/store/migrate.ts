import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import { connect } from "./connection.ts";
import { toStoreError } from "./database-errors.ts";
import { createMigrator, type MigrationStatus } from "./migrator.ts";
import { defineModels } from "./models.ts";

export interface MigrateOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrationsFolder?: string;
}

/** `down` without `to` takes back the last migration; `to: "0"` all. */
export type MigrateCommand =
  | { readonly kind: "up"; readonly to?: string }
  | { readonly kind: "down"; readonly to?: string }
  | { readonly kind: "status" };

/**
 * Migrates the database at `url` and answers how it stands then. Processes that do it at once wait for each other.
 * Throws STORE_SCHEMA_NEWER, STORE_BUSY, STORE_UNREACHABLE.
 */
export async function migrate(options: MigrateOptions, command: MigrateCommand): Promise<MigrationStatus> {
  const connection = await connect(options.url);
  try {
    const migrator = createMigrator({ ...options, connection, models: defineModels(connection.sequelize) });
    if (command.kind === "up") await migrator.up(command.to);
    if (command.kind === "down") await migrator.down(command.to);
    return await migrator.status();
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}

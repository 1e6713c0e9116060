import type { RunnableMigration, Umzug, UmzugStorage } from "umzug";
import type { Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { bootstrap } from "./bootstrap.ts";
import type { Connection } from "./connection.ts";
import {
  defaultMigrationsFolder,
  listMigrations,
  type Migration,
  type MigrationContext,
  type MigrationFile,
} from "./migration-files.ts";
import { underMigrationLease } from "./migration-lease.ts";
import type { Models } from "./models.ts";
import { schemaMigrations } from "./models/schema-migrations.ts";
import { Session, type SessionShared } from "./session.ts";

export interface MigrationStatus {
  readonly executed: readonly string[];
  readonly pending: readonly string[];
}

export interface Migrator {
  /** Runs what is pending, up to and with `to`. */
  up(to?: string): Promise<void>;
  /** Takes back the last migration, or all down to and with `to` (`0`: all). */
  down(to?: string): Promise<void>;
  status(): Promise<MigrationStatus>;
  /** Throws STORE_SCHEMA_NEWER or STORE_SCHEMA_OLDER unless the database has exactly the known migrations. */
  checkSchema(): Promise<void>;
}

export interface MigratorOptions {
  readonly connection: Connection;
  readonly models: Models;
  readonly clock: Clock;
  readonly log: Log;
  readonly migrationsFolder?: string;
}

const NO_SECRETS = { seal: withoutVault, open: withoutVault, rewrap: withoutVault };

/** Runs migrations, one process at a time, each in a transaction with its own entry where the dialect can. */
export function createMigrator(options: MigratorOptions): Migrator {
  const { connection, models, clock, log, migrationsFolder } = options;
  const { sequelize } = connection;
  const folder = migrationsFolder ?? defaultMigrationsFolder;
  const shared: SessionShared = { sequelize, models, clock, vault: NO_SECRETS };
  const history = new Session(shared).table(schemaMigrations);

  const listExecuted = async (): Promise<readonly string[]> => {
    if (!(await sequelize.getQueryInterface().tableExists(schemaMigrations.name))) return [];
    return history.listColumn("name", { where: {}, order: [["name", "ASC"]] });
  };
  const status = async (): Promise<MigrationStatus> => {
    const executed = await listExecuted();
    const known = await listMigrations(folder);
    const pending = known.map(({ name }) => name).filter((name) => !executed.includes(name));
    const unknown = executed.find((name) => !known.some((file) => file.name === name));
    if (unknown !== undefined) throw faults.STORE_SCHEMA_NEWER({ migration: unknown });
    return { executed, pending };
  };
  const run = async (work: (umzug: Umzug<Record<string, unknown>>) => Promise<unknown>): Promise<void> => {
    await bootstrap(sequelize);
    await underMigrationLease(shared, log, async () => {
      await status();
      const files = await listMigrations(folder);
      const migrations = files.map((file) => toRunnable(file, shared, log));
      // It brings a command line of its own, which an idle process would keep in memory for nothing.
      const { Umzug: Runner } = await import("umzug");
      await work(new Runner({ migrations, storage: readOnlyStorage(listExecuted), logger: undefined }));
    });
  };
  return {
    up: async (to) => {
      if ((await status()).pending.length === 0) return;
      await run((umzug) => (to === undefined ? umzug.up() : umzug.up({ to })));
    },
    down: (to) => run((umzug) => (to === undefined ? umzug.down() : umzug.down({ to: to === "0" ? 0 : to }))),
    status,
    checkSchema: async () => {
      const [migration] = (await status()).pending;
      if (migration !== undefined) throw faults.STORE_SCHEMA_OLDER({ migration });
    },
  };
}

function withoutVault(): never {
  throw new Error("migrations have no vault");
}

/** The entry is written (or deleted) in the migration's own transaction, not by umzug after it. */
function toRunnable(
  { name, load }: MigrationFile,
  shared: SessionShared,
  log: Log,
): RunnableMigration<Record<string, unknown>> {
  const apply = async (direction: keyof Migration): Promise<void> => {
    const migration = await load();
    await shared.sequelize.transaction(async (transaction) => {
      const context: MigrationContext = { queryInterface: shared.sequelize.getQueryInterface(), transaction };
      await migration[direction](context);
      const history = new Session(shared, transaction).table(schemaMigrations);
      if (direction === "up") await history.insert({ name });
      else await history.delete({ name });
    });
    log.info({ migration: name, direction }, "migration run");
  };
  return { name, up: () => apply("up"), down: () => apply("down") };
}

function readOnlyStorage(listExecuted: () => Promise<readonly string[]>): UmzugStorage {
  return {
    executed: async () => [...(await listExecuted())],
    logMigration: () => Promise.resolve(),
    unlogMigration: () => Promise.resolve(),
  };
}

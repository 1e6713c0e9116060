import { randomBytes } from "node:crypto";
import { QueryTypes } from "sequelize";
import { connect } from "../../../src/adapters/store/connection.ts";
import { createStore, migrate } from "../../../src/adapters/store/index.ts";
import { tableDefinitions } from "../../../src/adapters/store/models.ts";
import type { Database } from "../../adapters/store/suite/fixture.ts";
import { storeDefaults } from "../../support/store.ts";

/** A database server that the tests may use. */
export interface DatabaseService {
  readonly name: string;
  /** Where to reach it, as a person who may create databases; undefined when nobody said. */
  readonly url: string | undefined;
  /** How to say where it is. */
  readonly variable: string;
  /** Whether its absence may be a failure: SQL Server can't be had everywhere. */
  readonly required: boolean;
}

export interface ReachedService {
  /** An empty database of this run, dropped by `end`. */
  createDatabase(): Promise<string>;
  end(): Promise<void>;
}

const REACH_MS = 3_000;

/** Connects, or answers why it can't. */
export async function reachService(service: DatabaseService): Promise<ReachedService | string> {
  if (service.url === undefined) return `${service.variable} isn't set`;
  const admin = await connect(service.url);
  const { url } = service;
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error("no answer")), REACH_MS).unref();
  });
  try {
    await Promise.race([admin.sequelize.query("SELECT 1 AS one", { type: QueryTypes.SELECT }), late]);
  } catch (error) {
    await admin.close();
    return `no answer at ${new URL(url).host} (${service.variable}): ${String(error)}`;
  }
  const created: string[] = [];
  return {
    createDatabase: async () => {
      const name = `ployst_test_${randomBytes(6).toString("hex")}`;
      await admin.sequelize.query(`CREATE DATABASE ${name}`);
      created.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    end: async () => {
      for (const name of created) await admin.sequelize.query(`DROP DATABASE ${name}`);
      await admin.close();
    },
  };
}

/** Describes what needs a service: without it a pending test says so, or a failing one where services are required. */
export async function describeWithService(
  service: DatabaseService,
  describeAll: (reached: ReachedService) => void,
): Promise<void> {
  const reached = await reachService(service);
  describe(`on ${service.name}`, () => {
    if (typeof reached !== "string") {
      after(() => reached.end());
      describeAll(reached);
      return;
    }
    const title = `NOT RUN: ${reached}`;
    if (!service.required || process.env["REQUIRE_SERVICES"] !== "1") it(title);
    else
      it(title, () => {
        throw new Error(title);
      });
  });
}

/** One migrated database a run; each test finds its tables empty. */
export function sharedDatabase(reached: ReachedService): () => Promise<Database> {
  let migrated: Promise<string> | undefined;
  const prepare = async (): Promise<string> => {
    const url = await reached.createDatabase();
    await migrate({ url, ...storeDefaults() }, { kind: "up" });
    return url;
  };
  return async () => {
    migrated ??= prepare();
    const url = await migrated;
    return {
      open: ({ clock, ...vault }) => createStore({ url, ...storeDefaults(clock), ...vault }),
      dispose: () => emptyTables(url),
    };
  };
}

/** Those that others point at last; the migrations' own list stays. */
async function emptyTables(url: string): Promise<void> {
  const { sequelize, close } = await connect(url);
  const names = tableDefinitions.map(({ name }) => name).filter((name) => name !== "schema_migrations");
  await sequelize.transaction(async (transaction) => {
    const queryInterface = sequelize.getQueryInterface();
    for (const name of names.toReversed())
      await sequelize.query(`DELETE FROM ${queryInterface.quoteIdentifier(name)}`, { transaction });
  });
  await close();
}

import assert from "node:assert/strict";
import { QueryTypes, type Sequelize } from "sequelize";
import { z } from "zod";
import { connect, type Connection } from "../../../src/adapters/store/connection.ts";
import { defineModels, tableDefinitions } from "../../../src/adapters/store/models.ts";
import { runTransaction } from "../../../src/adapters/store/run-transaction.ts";
import { silentLog } from "../../../src/core/log.ts";
import { openTestStore, testVault, type TestStore } from "../../support/store.ts";
import { exerciseStore, watchMethods } from "./suite/exercise.ts";
import { NOW } from "./suite/fixture.ts";

/** Counting all jobs by state reads all of them, from an index alone: `status` asks for it, and nothing else. */
const MAY_SCAN = [/^SCAN jobs USING COVERING INDEX jobs_state_/];

describe("on SQLite, every statement of the store", () => {
  let store: TestStore;
  let connection: Connection;
  beforeEach(async () => {
    store = await openTestStore();
    connection = await connect(store.url);
  });
  afterEach(async () => {
    await connection.close();
    await store.cleanup();
  });

  it("finds its rows by an index", async () => {
    const statements = await captureStatements(connection.sequelize);

    assert.ok(statements.size > 80, `${statements.size} statements were seen`);
    const scans: string[] = [];
    for (const sql of statements)
      for (const step of await planOf(connection.sequelize, sql))
        if (isScan(step) && !MAY_SCAN.some((allowed) => allowed.test(step))) scans.push(`${step}: ${sql}`);
    assert.deepEqual(scans, []);
  });

  it("would be caught without one", async () => {
    const steps = await planOf(connection.sequelize, "SELECT `id` FROM `users` WHERE `email` = 'x'");

    assert.ok(steps.some(isScan));
  });
});

async function captureStatements(sequelize: Sequelize): Promise<Set<string>> {
  const statements = new Set<string>();
  const log = (line: string): void => {
    const sql = /^Executing \([^)]*\): (.*)$/s.exec(line)?.[1] ?? "";
    if (/^(?:SELECT|UPDATE|DELETE)\b/.test(sql)) statements.add(sql);
  };
  setLogging(sequelize, log);
  const shared = {
    sequelize,
    models: defineModels(sequelize),
    clock: { now: () => NOW },
    // Every value is under another key, so that each is written anew.
    vault: { ...testVault, rewrap: (sealed: string) => `${sealed} ` },
  };
  await runTransaction(shared, silentLog, async (tx) => {
    const watched = watchMethods(tx);
    await exerciseStore(watched.tx);
    assert.deepEqual(watched.missed(), []);
  });
  setLogging(sequelize, false);
  return statements;
}

/** Sequelize reads its options at each statement, but doesn't type them. */
function setLogging(sequelize: Sequelize, logging: false | ((line: string) => void)): void {
  const { options }: { options?: object } = sequelize as object;
  Object.assign(options ?? {}, { logging });
}

const planSchema = z.array(z.object({ detail: z.string() }));

async function planOf(sequelize: Sequelize, sql: string): Promise<readonly string[]> {
  const rows = await sequelize.query(`EXPLAIN QUERY PLAN ${sql}`, { type: QueryTypes.SELECT, raw: true });
  return planSchema.parse(rows).map(({ detail }) => detail);
}

function isScan(step: string): boolean {
  return tableDefinitions.some(({ name }) => new RegExp(`^SCAN (?:TABLE )?\`?${name}\\b`).test(step));
}

import assert from "node:assert/strict";
import type { Sequelize } from "sequelize";
import { listMigrations, defaultMigrationsFolder } from "../../../src/adapters/store/migration-files.ts";
import { bootstrap } from "../../../src/adapters/store/bootstrap.ts";
import { defineModels } from "../../../src/adapters/store/models.ts";
import { createRepositories } from "../../../src/adapters/store/repositories.ts";
import { Session } from "../../../src/adapters/store/session.ts";
import type { Transaction } from "../../../src/adapters/store/index.ts";
import { exerciseStore, watchMethods } from "./suite/exercise.ts";
import { NOW } from "./suite/fixture.ts";
import { recordMssql } from "./suite/mssql-recorder.ts";
import { complaintsAbout, complaintsAboutSchema } from "./suite/tsql-rules.ts";

// There is no SQL Server to run the suites on: what would be sent to one is held against what it takes.

describe("the statements for SQL Server", () => {
  for (const found of [true, false])
    it(`keep its rules when rows are ${found ? "there" : "missing"}`, async () => {
      const { sequelize, statements } = recordMssql({ found });

      const missed = await sequelize.transaction((transaction) => exercise(sequelize, transaction));

      assert.deepEqual(missed, []);
      assert.ok(statements.length > 90, `${statements.length} statements were seen`);
      assert.ok(statements.some((sql) => /^INSERT INTO \[outbox\]/.test(sql)));
      assert.deepEqual(statements.flatMap(withComplaints), []);
    });

  it("insert at most as many rows at once as it takes", async () => {
    const { sequelize, statements } = recordMssql({ found: false });

    await sequelize.transaction(async (transaction) => {
      const tx = repositories(sequelize, transaction);
      await tx.jobs.createMany(Array.from({ length: 2_300 }, () => ({ kind: "k" })));
    });

    const inserts = statements.filter((sql) => sql.startsWith("INSERT"));
    assert.equal(inserts.length, 5);
    assert.deepEqual(inserts.flatMap(withComplaints), []);
  });

  it("make tables and indexes that it takes, and drop them again", async () => {
    const { sequelize, statements } = recordMssql({ found: true });
    const files = await listMigrations(defaultMigrationsFolder);
    const queryInterface = sequelize.getQueryInterface();
    // The recorder knows no tables, so the bootstrap makes its own.
    queryInterface.tableExists = () => Promise.resolve(false);

    await bootstrap(sequelize);
    await sequelize.transaction(async (transaction) => {
      for (const file of files) await (await file.load()).up({ queryInterface, transaction });
      for (const file of files.toReversed()) await (await file.load()).down({ queryInterface, transaction });
    });

    assert.ok(statements.filter((sql) => sql.includes("CREATE TABLE")).length >= 15);
    assert.deepEqual(statements.flatMap(withComplaints), []);
    assert.deepEqual(complaintsAboutSchema(statements), []);
  });
});

describe("the rules for SQL Server", () => {
  const refused = [
    "SELECT * FROM [a] WHERE [id] = N'1' FOR UPDATE",
    "MERGE INTO [a] USING [b] ON 1=1",
    "INSERT INTO [a] VALUES (1) ON CONFLICT DO NOTHING",
    "SELECT * FROM [a] LIMIT 5",
    "SELECT [a] || [b] FROM [c]",
    "UPDATE [a] SET [b] = now()",
    "CREATE TABLE [a] ([b] JSON)",
    "CREATE TABLE [a] ([b] INTEGER REFERENCES [c] ([id]) ON DELETE CASCADE)",
    "INSERT INTO [a] ([b]) VALUES ('日本')",
    `INSERT INTO [a] ([b]) VALUES ${Array(1_001).fill("(1)").join(",")}`,
    `SELECT ${Array.from({ length: 2_101 }, (_, n) => `@${n}`).join(",")}`,
    "SELECT * FROM (SELECT [a] FROM [b] ORDER BY [a]) AS [x]",
    "SELECT [a] FROM [b] GROUP BY [a] ORDER BY MIN([c]) ASC, [b].[id] OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY",
    "SELECT [a] FROM [b] OFFSET 0 ROWS FETCH NEXT 5 ROWS ONLY",
  ];
  for (const sql of refused)
    it(`refuse ${sql.slice(0, 60)}`, () => assert.equal(complaintsAbout(sql).length, 1, sql));

  it("take what is only text", () => {
    assert.deepEqual(complaintsAbout("INSERT INTO [a] ([b]) VALUES (N'LIMIT 5 || MERGE 日本 now()')"), []);
  });

  it("refuse indexes that are too long, unbounded, or unique over NULL", () => {
    const table =
      "CREATE TABLE [a] ([t] NVARCHAR(MAX) NOT NULL, [k] NVARCHAR(900) COLLATE X NOT NULL, [n] NVARCHAR(10) NULL)";
    const complain = (index: string): number => complaintsAboutSchema([table, index]).length;

    assert.equal(complain("CREATE INDEX [i] ON [a] ([t])"), 1);
    assert.equal(complain("CREATE INDEX [i] ON [a] ([k], [n])"), 1);
    assert.equal(complain("CREATE UNIQUE INDEX [i] ON [a] ([n])"), 1);
    assert.equal(complain("CREATE INDEX [i] ON [a] ([n])"), 0);
  });
});

function withComplaints(sql: string): readonly string[] {
  return complaintsAbout(sql).map((complaint) => `${complaint}: ${sql.slice(0, 300)}`);
}

function repositories(
  sequelize: Sequelize,
  transaction: ConstructorParameters<typeof Session>[1],
): Transaction {
  const vault = {
    seal: (plain: string) => plain,
    open: (sealed: string) => sealed,
    rewrap: (sealed: string) => `${sealed} `,
  };
  const shared = { sequelize, models: defineModels(sequelize), clock: { now: () => NOW }, vault };
  return { ...createRepositories(new Session(shared, transaction)), afterCommit: () => undefined };
}

/** Answers the methods that were not called. */
async function exercise(
  sequelize: Sequelize,
  transaction: ConstructorParameters<typeof Session>[1],
): Promise<readonly string[]> {
  const watched = watchMethods(repositories(sequelize, transaction));
  await exerciseStore(watched.tx);
  return watched.missed();
}

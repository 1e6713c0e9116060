import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import {
  DatabaseError,
  ForeignKeyConstraintError,
  QueryTypes,
  Sequelize,
  UniqueConstraintError,
  type Transaction,
} from "sequelize";
import {
  bytes,
  flag,
  id,
  key,
  label,
  optionalKey,
  optionalText,
  optionalTime,
  text,
  time,
  whole,
} from "../../../../src/adapters/store/columns.ts";
import { encodeRow } from "../../../../src/adapters/store/rows.ts";
import {
  createSqliteModule,
  type SqliteModule,
} from "../../../../src/adapters/store/sqlite/dialect-module.ts";
import { insertBound } from "../../../../src/adapters/store/sqlite/bound-insert.ts";
import { defineTable } from "../../../../src/adapters/store/table-definition.ts";
import { Table, type NewRow } from "../../../../src/adapters/store/table.ts";

const COLUMNS = {
  id: id(),
  name: key(40),
  title: label(20),
  other: optionalKey(40),
  body: text(),
  note: optionalText(),
  size: whole(),
  loud: flag(),
  at: time(),
  until: optionalTime(),
  payload: bytes(),
  createdAt: time(),
};
const BOUND = defineTable("bound", COLUMNS, { unique: [["name"]] });
const BULK = defineTable("bulk", COLUMNS);
const NOW = new Date("2026-11-21T10:00:00.123Z");
type Row = NewRow<typeof COLUMNS>;

const moment = fc.date({
  min: new Date("1970-01-01T00:00:00Z"),
  max: new Date("2999-12-31T23:59:59.999Z"),
  noInvalidDate: true,
});
const wording = fc.oneof(
  fc.string({ unit: "binary" }).map((any) => any.replaceAll("\0", "")),
  fc.constantFrom("", "it's", "''", '`a` "b" $1 ?1 :x', "漢字 👩‍💻", '{"a":[1,true,null]}', "1.0", "007"),
);
const rowOf = (n: number): fc.Arbitrary<Row> =>
  fc.record({
    id: fc.uuid(),
    name: fc.constant(`name ${String(n)}`),
    title: wording,
    other: fc.option(wording),
    body: wording,
    note: fc.option(wording),
    size: fc.integer(),
    loud: fc.boolean(),
    at: moment,
    until: fc.option(moment),
    payload: fc.option(fc.uint8Array().map((list) => Buffer.from(list))),
  });
const aRow: Row = {
  id: "1",
  name: "name",
  title: "",
  other: null,
  body: "",
  note: null,
  size: 1,
  loud: true,
  at: NOW,
  until: null,
  payload: null,
};

describe("an insert with bound values", () => {
  let folder: string;
  let module: SqliteModule;
  let sequelize: Sequelize;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ployst-bound-"));
    module = createSqliteModule({ waitMs: 50 });
    sequelize = new Sequelize({
      dialect: "sqlite",
      storage: path.join(folder, "test.sqlite"),
      dialectModule: module.dialectModule,
      logging: false,
      retry: { max: 1 },
    });
    for (const { name, columns, unique } of [BOUND, BULK]) {
      const attributes = Object.fromEntries(
        Object.entries(columns).map(([column, { attribute }]) => [column, { ...attribute }]),
      );
      const options = { tableName: name, freezeTableName: true, timestamps: false };
      await sequelize.define(name, attributes, options).sync();
      for (const fields of unique)
        await sequelize.getQueryInterface().addIndex(name, [...fields], { unique: true });
    }
  });
  afterEach(async () => {
    await module.close();
    await sequelize.close();
    await rm(folder, { recursive: true, force: true });
  });

  const boundTable = (transaction: Transaction): Table<typeof COLUMNS> =>
    new Table(BOUND, {
      models: { get: (name) => sequelize.model(name) },
      queryInterface: sequelize.getQueryInterface(),
      transaction,
      clock: { now: () => NOW },
    });
  const insert = (rows: readonly Row[]): Promise<void> =>
    sequelize.transaction((transaction) => boundTable(transaction).insertMany(rows));
  const listStored = (table: string): Promise<object[]> => {
    const types = Object.keys(COLUMNS).map((name) => `typeof(${name}) AS "${name} type"`);
    return sequelize.query(`SELECT *, ${types.join(", ")} FROM ${table} ORDER BY id`, {
      type: QueryTypes.SELECT,
    });
  };

  it("leaves the same rows as sequelize does, type by type", async () => {
    const lists = fc
      .integer({ min: 1, max: 4 })
      .chain((length) => fc.tuple(...Array.from({ length }, (_, n) => rowOf(n))));

    await fc.assert(
      fc.asyncProperty(lists, async (rows) => {
        await sequelize.query("DELETE FROM bound");
        await sequelize.query("DELETE FROM bulk");

        await sequelize.transaction(async (transaction) => {
          const stamped = rows.map((row) => encodeRow(COLUMNS, { ...row, createdAt: NOW }));
          assert.ok(await insertBound(transaction, BOUND, stamped));
          await sequelize.model("bulk").bulkCreate(stamped, { validate: false, transaction });
        });

        const stored = await listStored("bound");
        assert.equal(stored.length, rows.length);
        assert.deepEqual(stored, await listStored("bulk"));
      }),
      { numRuns: 100 },
    );
  });

  it("stamps the rows and reads them back", async () => {
    await insert([{ ...aRow, payload: Buffer.from([0, 255]), until: NOW }]);

    const [row] = await sequelize.transaction((transaction) => boundTable(transaction).list({ where: {} }));
    assert.deepEqual(row, { ...aRow, payload: Buffer.from([0, 255]), until: NOW, createdAt: NOW });
  });

  it("says that a key is taken in sequelize's words, and keeps none of the rows", async () => {
    await sequelize.transaction(async (transaction) => {
      const table = boundTable(transaction);
      await table.insert({ ...aRow, id: "0", name: "taken" });
      const rows = [
        { ...aRow, id: "1", name: "free" },
        { ...aRow, id: "2", name: "taken" },
      ];

      await assert.rejects(table.insertMany(rows), (error) => {
        assert.ok(error instanceof UniqueConstraintError);
        assert.deepEqual(error.fields, ["name"]);
        return true;
      });
    });

    assert.equal((await listStored("bound")).length, 1);
  });

  it("says so of foreign keys as well", async () => {
    await sequelize.query("CREATE TABLE child (id TEXT PRIMARY KEY REFERENCES bound (id))");
    const child = defineTable("child", { id: id() });
    sequelize.define(
      "child",
      { id: { ...child.columns.id.attribute } },
      { freezeTableName: true, timestamps: false },
    );

    await assert.rejects(
      sequelize.transaction((transaction) =>
        new Table(child, {
          models: { get: (name) => sequelize.model(name) },
          queryInterface: sequelize.getQueryInterface(),
          transaction,
          clock: { now: () => NOW },
        }).insert({ id: "nobody" }),
      ),
      ForeignKeyConstraintError,
    );
  });

  it("is undone with the savepoint that it stands in", async () => {
    await sequelize.transaction(async (transaction) => {
      await boundTable(transaction).insert({ ...aRow, id: "0", name: "outer" });
      const inner = sequelize.transaction({ transaction }, async (nested) => {
        await boundTable(nested).insertMany([{ ...aRow, name: "inner" }]);
        throw new Error("no");
      });
      await assert.rejects(inner, /no/);
    });

    assert.equal((await listStored("bound")).length, 1);
  });

  it("waits for the writer's turn, and says when it doesn't come", async () => {
    await sequelize.transaction(async (transaction) => {
      await boundTable(transaction).insert(aRow);

      await assert.rejects(insert([{ ...aRow, id: "2", name: "late" }]), (error) => {
        assert.ok(error instanceof DatabaseError);
        assert.equal(Reflect.get(error.parent, "code"), "SQLITE_BUSY");
        return true;
      });
    });

    await insert([{ ...aRow, id: "2", name: "late" }]);
    assert.equal((await listStored("bound")).length, 2);
  });

  it("is nothing for a transaction of another database", async () => {
    assert.equal(await insertBound(undefined, BOUND, [aRow]), false);
  });
});

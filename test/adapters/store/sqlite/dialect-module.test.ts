import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  DataTypes,
  ForeignKeyConstraintError,
  QueryTypes,
  Sequelize,
  UniqueConstraintError,
} from "sequelize";
import {
  createSqliteModule,
  type SqliteModule,
} from "../../../../src/adapters/store/sqlite/dialect-module.ts";

interface Opened {
  readonly sequelize: Sequelize;
  readonly module: SqliteModule;
}

describe("sequelize over node:sqlite", () => {
  let folder: string;
  const opened: Opened[] = [];
  const open = (waitMs = 5_000): Opened => {
    const module = createSqliteModule({ waitMs });
    const sequelize = new Sequelize({
      dialect: "sqlite",
      storage: path.join(folder, "test.sqlite"),
      dialectModule: module.dialectModule,
      logging: false,
      retry: { max: 1 },
    });
    opened.push({ sequelize, module });
    return { sequelize, module };
  };
  const one = async (sequelize: Sequelize, sql: string): Promise<unknown> =>
    (await sequelize.query(sql, { type: QueryTypes.SELECT }))[0];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ployst-sqlite-"));
    const { sequelize } = open();
    await sequelize.query("CREATE TABLE counters (id INTEGER PRIMARY KEY, n INTEGER NOT NULL UNIQUE)");
    await sequelize.query("INSERT INTO counters VALUES (1, 0)");
  });
  afterEach(async () => {
    for (const { sequelize, module } of opened.splice(0)) {
      await module.close();
      await sequelize.close();
    }
    await rm(folder, { recursive: true, force: true });
  });

  const increment = (sequelize: Sequelize): Promise<void> =>
    sequelize.transaction(async (transaction) => {
      const [row] = await sequelize.query<{ n: number }>("SELECT n FROM counters WHERE id = 1", {
        type: QueryTypes.SELECT,
        transaction,
      });
      await new Promise((resolve) => setImmediate(resolve));
      await sequelize.query(`UPDATE counters SET n = ${(row?.n ?? 0) + 1} WHERE id = 1`, { transaction });
    });

  it("takes a text with NUL for what it is, written out or bound", async () => {
    const { sequelize } = open();
    const text = "it's \0 here";
    await sequelize.query("CREATE TABLE texts (t TEXT)");
    await sequelize.query("INSERT INTO texts VALUES ($1)", { bind: [text] });

    const find = (t: string): Promise<unknown> =>
      one(sequelize, `SELECT t FROM texts WHERE t IN ('x', ${sequelize.escape(t)})`);

    assert.deepEqual(await find(text), { t: text });
    assert.equal(await find("it's \0 there"), undefined);
  });

  it("loses no update among transactions that read before they write, over two connections", async () => {
    const { sequelize: a } = open();
    const { sequelize: b } = open();

    await Promise.all(Array.from({ length: 30 }, (_, n) => increment(n % 2 === 0 ? a : b)));

    assert.deepEqual(await one(a, "SELECT n FROM counters"), { n: 30 });
  });

  it("sets each connection up: WAL, NORMAL, foreign keys", async () => {
    const { sequelize } = open();

    await sequelize.transaction(async (transaction) => {
      const pragma = async (name: string): Promise<unknown> =>
        (await sequelize.query(`PRAGMA ${name}`, { type: QueryTypes.SELECT, transaction }))[0];
      await sequelize.query("UPDATE counters SET n = 1", { transaction });
      assert.deepEqual(await pragma("journal_mode"), { journal_mode: "wal" });
      assert.deepEqual(await pragma("synchronous"), { synchronous: 1 });
      assert.deepEqual(await pragma("foreign_keys"), { foreign_keys: 1 });
    });
  });

  it("fails a write outside the transaction that it waits for, instead of waiting for ever", async () => {
    const { sequelize } = open(50);

    const nested = sequelize.transaction(async (transaction) => {
      await sequelize.query("UPDATE counters SET n = 5", { transaction });
      await sequelize.query("UPDATE counters SET n = 6");
    });

    await assert.rejects(nested, { name: "SequelizeTimeoutError" });
    assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 0 });
    await increment(sequelize);
    assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 1 });
  });

  it("gives up when another process keeps the file, and goes on when it lets go", async () => {
    const { sequelize: other } = open();
    const { sequelize } = open(50);

    await other.transaction(async (transaction) => {
      await other.query("UPDATE counters SET n = 5", { transaction });
      await assert.rejects(increment(sequelize), { name: "SequelizeTimeoutError" });
    });

    await increment(sequelize);
    assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 6 });
  });

  it("holds no turn for a transaction that has sent nothing", async () => {
    const { sequelize } = open(50);

    await sequelize.transaction(async () => {
      await increment(sequelize);
    });

    assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 1 });
  });

  it("reads the last committed state while somebody writes", async () => {
    const { sequelize } = open(50);

    await sequelize.transaction(async (transaction) => {
      await sequelize.query("UPDATE counters SET n = 5", { transaction });
      assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 0 });
    });
  });

  it("rolls back to a savepoint", async () => {
    const { sequelize } = open();

    await sequelize.transaction(async (transaction) => {
      await sequelize.query("UPDATE counters SET n = 5", { transaction });
      const inner = sequelize.transaction({ transaction }, async (nested) => {
        await sequelize.query("UPDATE counters SET n = 6", { transaction: nested });
        throw new Error("no");
      });
      await assert.rejects(inner, /no/);
    });

    assert.deepEqual(await one(sequelize, "SELECT n FROM counters"), { n: 5 });
  });

  it("names constraints as sequelize knows them", async () => {
    const { sequelize } = open();
    await sequelize.query("CREATE TABLE kids (id INTEGER REFERENCES counters (id))");

    await assert.rejects(sequelize.query("INSERT INTO counters VALUES (2, 0)"), UniqueConstraintError);
    await assert.rejects(sequelize.query("INSERT INTO kids VALUES (99)"), ForeignKeyConstraintError);
  });

  it("keeps blobs, texts, booleans and null, and gives the ids of a bulk insert", async () => {
    const { sequelize } = open();
    const things = sequelize.define(
      "things",
      { blob: DataTypes.BLOB, text: DataTypes.TEXT, flag: DataTypes.BOOLEAN, at: DataTypes.DATE(3) },
      { timestamps: false },
    );
    await things.sync();
    const at = new Date("2026-11-21T10:00:00.123Z");
    const values = { blob: Buffer.from([0, 255, 39]), text: "日本 '🎉'\\", flag: true, at };

    const made = await things.bulkCreate([values, { blob: null, text: "", flag: false, at: null }]);

    assert.deepEqual(
      made.map((thing) => thing.get("id")),
      [1, 2],
    );
    const [first, second] = await things.findAll({ order: [["id", "ASC"]] });
    // The store's decoders make Buffers and Dates of what SQLite keeps.
    const kept = { ...values, blob: new Uint8Array(), at: "2026-11-21 10:00:00.123 +00:00" };
    assert.deepEqual({ ...first?.get(), blob: new Uint8Array() }, { id: 1, ...kept });
    assert.deepEqual(first?.get("blob"), new Uint8Array([0, 255, 39]));
    assert.deepEqual(second?.get(), { id: 2, blob: null, text: "", flag: false, at: null });
  });

  it("runs more different statements than it keeps", async () => {
    const { sequelize } = open();

    for (let n = 0; n < 500; n++)
      assert.deepEqual(await one(sequelize, `SELECT ${n} AS n FROM counters`), { n });
  });

  it("closes after the writer that is at work, and refuses what comes later", async () => {
    const { sequelize, module } = open();
    let closing: Promise<void> | undefined;

    await sequelize.transaction(async (transaction) => {
      await sequelize.query("UPDATE counters SET n = 5", { transaction });
      closing = module.close();
      await sequelize.query("UPDATE counters SET n = 6", { transaction });
    });
    await closing;

    const { sequelize: next } = open();
    assert.deepEqual(await one(next, "SELECT n FROM counters"), { n: 6 });
    await assert.rejects(one(sequelize, "SELECT n FROM counters"));
  });
});

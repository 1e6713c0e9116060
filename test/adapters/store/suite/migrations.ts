import assert from "node:assert/strict";
import type { QueryInterface } from "sequelize";
import { connect } from "../../../../src/adapters/store/connection.ts";
import { createStore, migrate, type MigrateCommand } from "../../../../src/adapters/store/index.ts";
import { tableDefinitions } from "../../../../src/adapters/store/models.ts";
import { isFault } from "../../../../src/core/errors.ts";
import { storeDefaults } from "../../../support/store.ts";

interface Shape {
  readonly columns: Readonly<Record<string, "optional" | "required">>;
  readonly unique: readonly string[];
  readonly indexes: readonly string[];
}

/** What the migrations must do on every dialect; `createDatabase` gives the address of an empty database. */
export function describeMigrations(createDatabase: () => Promise<string>): void {
  describe("migrations", () => {
    const run = (url: string, command: MigrateCommand = { kind: "up" }) =>
      migrate({ url, ...storeDefaults() }, command);

    it("go up, down and up again, and make the tables that the models know", async () => {
      const url = await createDatabase();

      const up = await run(url);
      const first = await shapesIn(url);
      const down = await run(url, { kind: "down", to: "0" });
      const empty = await shapesIn(url);
      const again = await run(url);

      assert.deepEqual(up.pending, []);
      assert.deepEqual(down.executed, []);
      assert.deepEqual(again, up);
      assert.deepEqual(Object.keys(empty).toSorted(), ["leases", "schema_migrations"]);
      assert.deepEqual(await shapesIn(url), first);
      assert.deepEqual(first, modelShapes());
    });

    it("go down and up one by one", async () => {
      const url = await createDatabase();
      const { executed } = await run(url);

      for (const name of executed.toReversed()) {
        const after = await run(url, { kind: "down" });
        assert.equal(after.pending[0], name);
      }
      for (const name of executed) {
        const after = await run(url, { kind: "up", to: name });
        assert.equal(after.executed.at(-1), name);
      }
    });

    it("run once when many processes start at once", async () => {
      const url = await createDatabase();

      const all = await Promise.all(Array.from({ length: 4 }, () => run(url)));

      assert.ok(all.every(({ pending }) => pending.length === 0));
      assert.deepEqual(await shapesIn(url), modelShapes());
    });

    it("keep the logins of who was connected before, as they are looked up now", async () => {
      const url = await createDatabase();
      await run(url, { kind: "up", to: "20261121024000-keep-pressed-buttons" });
      const before = await connect(url);
      const queryInterface = before.sequelize.getQueryInterface();
      const at = new Date("2026-01-01T00:00:00Z");
      const person = { tenantId: "t", teamsUserId: "29:m", createdAt: at, updatedAt: at };
      await queryInterface.bulkInsert("users", [
        {
          ...{ ...person, id: "user", aadObjectId: "m", linkKey: "t/m", displayName: "M", surname: "" },
          ...{ email: "", emailVerifiedAt: null, isAdmin: false, currentTeamId: "", state: "active" },
        },
      ]);
      const tokens = { accessToken: null, refreshToken: null, expiresAt: null, refreshExpiresAt: null };
      await queryInterface.bulkInsert("chatopsgithubuser", [
        {
          ...{ ...person, ...tokens, id: "connection", userId: "user", clientAppId: "app" },
          ...{ ghUserId: "7", ghLogin: "Mona-Lisa", state: "connected" },
        },
      ]);
      await before.close();

      await run(url);

      const after = await connect(url);
      const rows = await after.sequelize.getQueryInterface().select(null, "chatopsgithubuser", {});
      await after.close();
      assert.deepEqual(
        rows.map((row): unknown => Reflect.get(row, "ghLoginKey")),
        ["mona-lisa"],
      );
    });

    it("are asked for by a store that finds too few of them", async () => {
      const url = await createDatabase();
      const open = () => createStore({ url, ...storeDefaults() });

      await assert.rejects(open(), (error) => isFault(error, "STORE_SCHEMA_OLDER"));
      const { executed } = await run(url);
      const last = executed.at(-1) ?? "none";
      await run(url, { kind: "down" });

      await assert.rejects(
        open(),
        (error) => isFault(error, "STORE_SCHEMA_OLDER") && error.message.includes(last),
      );
    });

    it("refuse a database that a newer program migrated", async () => {
      const url = await createDatabase();
      await run(url);
      const { sequelize, close } = await connect(url);
      const name = "29990101000000-from-the-future";
      await sequelize.getQueryInterface().bulkInsert("schema_migrations", [{ name, createdAt: new Date(0) }]);
      await close();

      const newer = (error: unknown): boolean =>
        isFault(error, "STORE_SCHEMA_NEWER") && error.message.includes(name);
      await assert.rejects(createStore({ url, ...storeDefaults() }), newer);
      await assert.rejects(run(url), newer);
    });
  });
}

function modelShapes(): Record<string, Shape> {
  return Object.fromEntries(
    tableDefinitions.map(({ name, columns, unique, indexes }) => {
      const kinds = Object.entries(columns).map(
        ([column, { attribute }]) =>
          [column, attribute.allowNull === false ? "required" : "optional"] as const,
      );
      const shape: Shape = {
        columns: Object.fromEntries(kinds),
        unique: unique.map(String).toSorted(),
        indexes: indexes.map(String).toSorted(),
      };
      return [name, shape];
    }),
  );
}

async function shapesIn(url: string): Promise<Record<string, Shape>> {
  const { sequelize, close } = await connect(url);
  const queryInterface = sequelize.getQueryInterface();
  const shapes: Record<string, Shape> = {};
  for (const { name } of tableDefinitions)
    if (await queryInterface.tableExists(name)) shapes[name] = await shapeOf(queryInterface, name);
  await close();
  return shapes;
}

interface IndexRow {
  readonly primary: boolean;
  readonly unique: boolean;
  readonly name: string;
  readonly fields: readonly { readonly attribute: string }[];
}

async function shapeOf(queryInterface: QueryInterface, table: string): Promise<Shape> {
  const columns = Object.entries(await queryInterface.describeTable(table)).map(
    ([column, { allowNull }]) => [column, allowNull ? "optional" : "required"] as const,
  );
  // Sequelize types the answer as an object; it is a list of these.
  const found = (await queryInterface.showIndex(table)) as readonly IndexRow[];
  const listed = found.filter(({ primary, name }) => !primary && !name.startsWith("sqlite_autoindex"));
  const fields = (index: IndexRow): string => index.fields.map(({ attribute }) => attribute).join(",");
  return {
    columns: Object.fromEntries(columns),
    unique: listed
      .filter(({ unique }) => unique)
      .map(fields)
      .toSorted(),
    indexes: listed
      .filter(({ unique }) => !unique)
      .map(fields)
      .toSorted(),
  };
}

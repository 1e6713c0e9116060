import type { DataType, ModelAttributes, Sequelize } from "sequelize";
import { leases } from "./models/leases.ts";
import { schemaMigrations } from "./models/schema-migrations.ts";

/**
 * Makes the two tables that migrations themselves need: the lease under which they run and the list of those that
 * ran. Several processes may do it at once.
 */
export async function bootstrap(sequelize: Sequelize): Promise<void> {
  const types = typesFor(sequelize.getDialect());
  const required = { allowNull: false };
  const key = (length: number): { type: DataType; allowNull: boolean } => ({
    type: types.key(length),
    ...required,
  });
  await ensureTable(sequelize, leases.name, {
    name: { ...key(150), primaryKey: true },
    holder: key(100),
    fence: { type: "INTEGER", ...required },
    until: { type: types.time, ...required },
    createdAt: { type: types.time, ...required },
    updatedAt: { type: types.time, ...required },
  });
  await ensureTable(sequelize, schemaMigrations.name, {
    name: { ...key(150), primaryKey: true },
    createdAt: { type: types.time, ...required },
  });
}

const RACES = 3;

async function ensureTable(sequelize: Sequelize, name: string, columns: ModelAttributes): Promise<void> {
  const queryInterface = sequelize.getQueryInterface();
  for (let attempt = 1; ; attempt++) {
    if (await queryInterface.tableExists(name)) return;
    try {
      await queryInterface.createTable(name, columns);
      return;
    } catch (error) {
      // PostgreSQL's IF NOT EXISTS fails when somebody else makes the table at the same moment.
      if (attempt === RACES) throw error;
    }
  }
}

function typesFor(dialect: string): { readonly key: (length: number) => string; readonly time: string } {
  switch (dialect) {
    case "postgres":
      return { key: (length) => `VARCHAR(${length}) COLLATE "C"`, time: "TIMESTAMP WITH TIME ZONE" };
    case "mariadb":
      return {
        key: (length) => `VARCHAR(${length}) CHARACTER SET utf8mb4 COLLATE utf8mb4_nopad_bin`,
        time: "DATETIME(3)",
      };
    case "mssql":
      return {
        key: (length) => `NVARCHAR(${length}) COLLATE Latin1_General_100_BIN2`,
        time: "DATETIMEOFFSET(3)",
      };
    default:
      return { key: (length) => `VARCHAR(${length})`, time: "DATETIME" };
  }
}

import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

const CONNECTIONS = "chatopsgithubuser";
const BY_LOGIN = "chatopsgithubuser_clientAppId_ghLoginKey_idx";

export async function up(context: MigrationContext): Promise<void> {
  const { queryInterface, transaction } = context;
  const { id, key, label, time } = columnsFor(queryInterface);
  await createTables(context, [
    {
      name: "github_people",
      columns: {
        id: id(),
        tenantId: key(64),
        ghLogin: key(100),
        ghLoginKey: key(100),
        teamsUserId: key(255),
        displayName: label(256),
        mappedBy: key(36),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["ghLoginKey", "tenantId"]],
      indexes: [["tenantId", "ghLoginKey"]],
    },
  ]);
  // Without a default, which SQL Server would make a constraint of its own for.
  await queryInterface.addColumn(
    CONNECTIONS,
    "ghLoginKey",
    { ...key(100), allowNull: true },
    { transaction },
  );
  const [table, to, from] = quoted(context, CONNECTIONS, "ghLoginKey", "ghLogin");
  await queryInterface.sequelize.query(`UPDATE ${table} SET ${to} = LOWER(${from})`, { transaction });
  await queryInterface.addIndex(CONNECTIONS, ["clientAppId", "ghLoginKey"], { name: BY_LOGIN, transaction });
}

export async function down(context: MigrationContext): Promise<void> {
  const { queryInterface, transaction } = context;
  await queryInterface.removeIndex(CONNECTIONS, BY_LOGIN, { transaction });
  const [table, column] = quoted(context, CONNECTIONS, "ghLoginKey");
  // By hand: for SQLite sequelize would make the table anew, without its indexes.
  await queryInterface.sequelize.query(`ALTER TABLE ${table} DROP COLUMN ${column}`, { transaction });
  await dropTables(context, ["github_people"]);
}

function quoted({ queryInterface }: MigrationContext, ...names: readonly string[]): readonly string[] {
  const generator = queryInterface.queryGenerator as { quoteIdentifier: (name: string) => string };
  return names.map((name) => generator.quoteIdentifier(name));
}

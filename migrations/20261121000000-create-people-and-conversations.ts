import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, key, label, text, flag, whole, time, optionalTime } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "users",
      columns: {
        id: id(),
        tenantId: key(64),
        aadObjectId: key(64),
        teamsUserId: key(255),
        linkKey: key(129),
        displayName: label(256),
        surname: label(256),
        email: key(254),
        emailVerifiedAt: optionalTime(),
        isAdmin: flag(),
        currentTeamId: key(36),
        state: key(20),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["linkKey"]],
    },
    {
      name: "conversations",
      columns: {
        id: id(),
        tenantId: key(64),
        teamId: key(128),
        channelId: key(255),
        type: key(20),
        serviceUrl: text(),
        name: label(256),
        threads: flag(),
        ploystTeamId: key(36),
        settings: text(),
        state: key(20),
        pausedAt: optionalTime(),
        outboxSeq: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["channelId"]],
      indexes: [["teamId"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["users", "conversations"]);
}

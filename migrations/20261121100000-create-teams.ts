import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "teams",
      columns: {
        id: id(),
        tenantId: key(64),
        name: label(100),
        nameKey: key(400),
        liveKey: key(465),
        ownerId: reference("users"),
        environmentId: key(36),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"]],
      indexes: [["tenantId", "nameKey"], ["tenantId", "id"], ["ownerId"]],
    },
    {
      name: "team_members",
      columns: {
        id: id(),
        teamId: reference("teams"),
        userId: reference("users"),
        role: key(20),
        permissions: text(),
        state: key(20),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["teamId", "userId"]],
      indexes: [
        ["userId", "state"],
        ["teamId", "id"],
      ],
    },
    {
      name: "team_invitations",
      columns: {
        id: id(),
        teamId: reference("teams"),
        creatorId: reference("users"),
        recipientId: reference("users"),
        email: key(254),
        surname: label(256),
        tokenHash: key(128),
        liveKey: key(73),
        state: key(20),
        expiresAt: time(),
        sentAt: optionalTime(),
        acceptedAt: optionalTime(),
        declinedAt: optionalTime(),
        revokedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["tokenHash"], ["liveKey"]],
      indexes: [
        ["teamId", "state", "id"],
        ["teamId", "email", "id"],
        ["recipientId", "state", "id"],
        ["creatorId"],
        ["state", "expiresAt"],
      ],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["teams", "team_members", "team_invitations"]);
}

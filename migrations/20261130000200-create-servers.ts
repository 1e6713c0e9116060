import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "servers",
      columns: {
        id: id(),
        teamId: reference("teams"),
        cloudId: reference("clouds"),
        environmentId: key(36),
        name: label(100),
        liveKey: key(437),
        os: key(20),
        status: key(20),
        image: text(),
        size: text(),
        region: text(),
        privateAddress: text(),
        publicAddress: text(),
        sshUser: text(),
        sshPort: whole(),
        providerId: text(),
        clientToken: key(64),
        hostKeyFingerprint: key(100),
        requestedBy: reference("users"),
        conversationId: key(36),
        threadRootId: key(255),
        lastError: text(),
        checkedAt: optionalTime(),
        deleteAfter: optionalTime(),
        version: whole(),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"], ["clientToken"]],
      indexes: [["teamId", "id"], ["cloudId", "id"], ["status", "checkedAt"], ["requestedBy"]],
    },
    {
      name: "server_key_pairs",
      columns: {
        id: id(),
        serverId: reference("servers"),
        keyPairId: reference("key_pairs"),
        state: key(20),
        lastError: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["serverId", "keyPairId"]],
      indexes: [
        ["serverId", "id"],
        ["keyPairId", "id"],
      ],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["servers", "server_key_pairs"]);
}

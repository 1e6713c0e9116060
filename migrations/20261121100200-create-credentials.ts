import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, looseReference, key, label, text, sealed, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "key_pairs",
      columns: {
        id: id(),
        ownerType: key(20),
        ownerId: looseReference(),
        name: label(100),
        liveKey: key(458),
        algorithm: key(40),
        publicKey: text(),
        fingerprint: key(100),
        privateKey: sealed(),
        state: key(20),
        replacesId: key(36),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"]],
      indexes: [["ownerId", "ownerType", "id"]],
    },
    {
      name: "provider_tokens",
      columns: {
        id: id(),
        teamMemberId: reference("team_members"),
        cloudId: looseReference(),
        key: key(100),
        value: sealed(),
        state: key(20),
        expiresAt: time(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["teamMemberId", "cloudId", "key"]],
      indexes: [["state", "expiresAt"]],
    },
    {
      name: "api_tokens",
      columns: {
        id: id(),
        userId: reference("users"),
        name: label(200),
        tokenHash: key(128),
        scopes: text(),
        expiresAt: time(),
        lastUsedAt: optionalTime(),
        revokedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["tokenHash"]],
      indexes: [["userId", "id"], ["expiresAt"]],
    },
    {
      name: "web_sessions",
      columns: {
        id: id(),
        userId: reference("users"),
        name: label(200),
        tokenHash: key(128),
        scopes: text(),
        expiresAt: time(),
        lastUsedAt: optionalTime(),
        revokedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["tokenHash"]],
      indexes: [["userId", "id"], ["expiresAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["key_pairs", "provider_tokens", "api_tokens", "web_sessions"]);
}

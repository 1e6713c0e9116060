import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "registrations",
      columns: {
        id: id(),
        userId: reference("users"),
        tenantId: key(64),
        emailAddress: key(254),
        emailKey: key(319),
        bcryptHash: key(100),
        state: key(20),
        posixUid: key(64),
        posixUidKey: key(64),
        uidNumber: whole(),
        uidNumberKey: key(36),
        gidNumber: whole(),
        homeDirectory: text(),
        loginShell: text(),
        ldapDn: text(),
        ldapError: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["userId"], ["emailKey"], ["posixUidKey"], ["uidNumberKey"]],
      indexes: [["emailAddress"], ["state", "id"]],
    },
    {
      name: "posix_numbers",
      columns: {
        sequence: { ...key(40), primaryKey: true },
        next: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
    },
    {
      name: "account_tokens",
      columns: {
        id: id(),
        userId: reference("users"),
        kind: key(20),
        tokenHash: key(128),
        tries: whole(),
        expiresAt: time(),
        endedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["kind", "tokenHash"]],
      indexes: [["userId", "kind"], ["expiresAt"]],
    },
    {
      name: "ssh_public_keys",
      columns: {
        id: id(),
        userId: reference("users"),
        type: key(64),
        publicKey: text(),
        fingerprint: key(100),
        comment: label(256),
        liveKey: key(137),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"]],
      indexes: [["userId", "id"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["registrations", "posix_numbers", "account_tokens", "ssh_public_keys"]);
}

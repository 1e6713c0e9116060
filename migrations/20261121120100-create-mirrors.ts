import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, large, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "tracked_repositories",
      columns: {
        id: id(),
        userId: reference("users"),
        ghRepoId: key(40),
        owner: label(100),
        name: label(100),
        nameKey: key(201),
        url: key(500),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["userId", "ghRepoId"]],
      indexes: [["userId", "id"], ["userId", "nameKey"], ["ghRepoId", "id"], ["url"]],
    },
    {
      name: "mirrors",
      columns: {
        id: id(),
        repositoryUrl: key(500),
        workerId: key(36),
        path: text(),
        state: key(20),
        headAt: optionalTime(),
        bytes: large(),
        lastError: text(),
        lastUsedAt: time(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["workerId", "repositoryUrl"]],
      indexes: [
        ["workerId", "id"],
        ["workerId", "state", "lastUsedAt"],
      ],
    },
    {
      name: "git_host_keys",
      columns: { id: id(), host: key(300), publicKeys: text(), createdAt: time(), updatedAt: time() },
      unique: [["host"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["tracked_repositories", "mirrors", "git_host_keys"]);
}

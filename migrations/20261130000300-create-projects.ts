import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, key, label, text, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "projects",
      columns: {
        id: id(),
        teamId: reference("teams"),
        environmentId: key(36),
        name: label(100),
        nameKey: key(400),
        liveKey: key(437),
        vcs: key(20),
        repositoryUrl: key(500),
        ghRepoId: key(40),
        defaultRef: text(),
        acquire: key(20),
        directory: text(),
        script: text(),
        hooks: text(),
        settings: text(),
        lockedBy: key(36),
        lockReason: text(),
        lockedAt: optionalTime(),
        version: whole(),
        deletedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["liveKey"]],
      indexes: [["teamId", "nameKey"], ["teamId", "id"], ["repositoryUrl"], ["lockedBy"]],
    },
    {
      name: "project_servers",
      columns: {
        id: id(),
        projectId: reference("projects"),
        serverId: reference("servers"),
        position: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [
        ["projectId", "serverId"],
        ["projectId", "position"],
      ],
      indexes: [["serverId", "id"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["projects", "project_servers"]);
}

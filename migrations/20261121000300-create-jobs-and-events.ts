import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const { id, key, text, whole, time, optionalTime } = columnsFor(context.queryInterface);
  await createTables(context, [
    {
      name: "jobs",
      columns: {
        id: id(),
        kind: key(60),
        targetId: key(255),
        payload: text(),
        runAfter: time(),
        attempts: whole(),
        state: key(20),
        leaseHolder: key(100),
        leaseUntil: optionalTime(),
        claimToken: key(36),
        finishedAt: optionalTime(),
        lastError: text(),
        createdAt: time(),
        updatedAt: time(),
      },
      indexes: [
        ["state", "runAfter"],
        ["state", "leaseUntil"],
        ["state", "finishedAt"],
        ["kind", "targetId"],
      ],
    },
    {
      name: "events",
      columns: {
        id: id(),
        at: time(),
        actorType: key(20),
        actorId: key(100),
        tenantId: key(64),
        teamId: key(128),
        entityType: key(40),
        entityId: key(100),
        verb: key(40),
        fromState: key(40),
        toState: key(40),
        data: text(),
        correlationId: key(100),
      },
      indexes: [
        ["entityType", "entityId", "at", "id"],
        ["teamId", "at"],
      ],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, ["jobs", "events"]);
}

import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext } from "./support/tables.ts";

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  const { id, reference, looseReference, key, text, flag, whole, time, optionalTime } = kinds;
  await createTables(context, [
    {
      name: "notifications",
      columns: {
        id: id(),
        conversationId: reference("conversations"),
        source: key(40),
        sourceKey: key(200),
        settings: text(),
        state: key(20),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["conversationId", "source", "sourceKey"]],
      indexes: [["source", "sourceKey"]],
    },
    {
      name: "cards",
      columns: {
        id: id(),
        conversationId: reference("conversations"),
        subjectKey: key(300),
        rootActivityId: key(255),
        state: key(20),
        facts: text(),
        renderedHash: key(64),
        version: whole(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["conversationId", "subjectKey"]],
    },
    {
      name: "outbox",
      columns: {
        id: id(),
        conversationId: reference("conversations"),
        seq: whole(),
        kind: key(20),
        lane: key(20),
        laneRank: whole(),
        subjectKey: key(300),
        body: text(),
        dueAt: time(),
        attempts: whole(),
        state: key(20),
        outcome: key(20),
        ambiguous: flag(),
        lastError: text(),
        finishedAt: optionalTime(),
        createdAt: time(),
        updatedAt: time(),
      },
      unique: [["conversationId", "seq"]],
      indexes: [
        ["state", "dueAt"],
        ["conversationId", "state", "dueAt"],
        ["state", "finishedAt"],
      ],
    },
    {
      name: "inbound_activities",
      columns: { id: id(), conversationId: key(255), activityId: key(255), createdAt: time() },
      unique: [["conversationId", "activityId"]],
      indexes: [["createdAt"]],
    },
    {
      name: "pending_commands",
      columns: {
        id: id(),
        userId: reference("users"),
        conversationId: looseReference(),
        text: text(),
        waitsFor: key(20),
        waitsForKey: key(100),
        threadRootId: key(255),
        claimed: flag(),
        claimToken: key(36),
        expiresAt: time(),
        createdAt: time(),
        updatedAt: time(),
      },
      indexes: [
        ["waitsFor", "waitsForKey", "claimed", "expiresAt"],
        ["userId", "waitsFor", "claimed"],
        ["expiresAt"],
      ],
    },
    {
      name: "confirmations",
      columns: {
        id: id(),
        userId: looseReference(),
        conversationId: looseReference(),
        command: text(),
        target: text(),
        expiresAt: time(),
        usedAt: optionalTime(),
        usedBy: key(36),
        createdAt: time(),
        updatedAt: time(),
      },
      indexes: [["expiresAt"]],
    },
  ]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, [
    "notifications",
    "cards",
    "outbox",
    "inbound_activities",
    "pending_commands",
    "confirmations",
  ]);
}

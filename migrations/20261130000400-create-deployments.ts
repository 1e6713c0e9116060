import { columnsFor } from "./support/columns.ts";
import { createTables, dropTables, type MigrationContext, type TableSpec } from "./support/tables.ts";

type Kinds = ReturnType<typeof columnsFor>;

export async function up(context: MigrationContext): Promise<void> {
  const kinds = columnsFor(context.queryInterface);
  await createTables(context, [groups(kinds), deployments(kinds), approvals(kinds), output(kinds)]);
}

export async function down(context: MigrationContext): Promise<void> {
  await dropTables(context, [
    "deployment_groups",
    "deployments",
    "deployment_approvals",
    "deployment_output",
  ]);
}

function groups({ id, reference, key, text, whole, flag, time, optionalTime }: Kinds): TableSpec {
  return {
    name: "deployment_groups",
    columns: {
      id: id(),
      teamId: reference("teams"),
      projectId: reference("projects"),
      number: whole(),
      ref: text(),
      sha: key(64),
      previousSha: key(64),
      requestedBy: reference("users"),
      conversationId: key(36),
      threadRootId: key(255),
      plan: text(),
      noop: flag(),
      rollbackOf: key(36),
      approvalsNeeded: whole(),
      state: key(20),
      stateReason: text(),
      ghDeploymentId: key(40),
      confirmedAt: time(),
      expiresAt: optionalTime(),
      startedAt: optionalTime(),
      endedAt: optionalTime(),
      createdAt: time(),
      updatedAt: time(),
    },
    unique: [["teamId", "number"]],
    indexes: [
      ["teamId", "id"],
      ["teamId", "state", "id"],
      ["projectId", "id"],
      ["projectId", "state", "endedAt"],
      ["state", "expiresAt"],
      ["requestedBy", "state"],
    ],
  };
}

function deployments(kinds: Kinds): TableSpec {
  const { id, reference, looseReference, key, text, whole, optionalWhole, large, time, optionalTime } = kinds;
  return {
    name: "deployments",
    columns: {
      id: id(),
      groupId: reference("deployment_groups"),
      teamId: looseReference(),
      projectId: looseReference(),
      serverId: reference("servers"),
      position: whole(),
      script: text(),
      state: key(20),
      exitcode: optionalWhole(),
      previousSha: key(64),
      lastError: text(),
      logOffset: large(),
      step: text(),
      currentKey: key(73),
      startedAt: optionalTime(),
      endedAt: optionalTime(),
      outputPrunedAt: optionalTime(),
      createdAt: time(),
      updatedAt: time(),
    },
    unique: [["groupId", "position"], ["groupId", "serverId"], ["currentKey"]],
    indexes: [
      ["serverId", "state"],
      ["outputPrunedAt", "endedAt"],
    ],
  };
}

function approvals({ id, reference, key, text, time }: Kinds): TableSpec {
  return {
    name: "deployment_approvals",
    columns: {
      id: id(),
      groupId: reference("deployment_groups"),
      userId: reference("users"),
      decision: key(20),
      reason: text(),
      createdAt: time(),
      updatedAt: time(),
    },
    unique: [["groupId", "userId"]],
    indexes: [["userId", "id"]],
  };
}

function output({ id, reference, text, whole, time }: Kinds): TableSpec {
  return {
    name: "deployment_output",
    columns: {
      id: id(),
      deploymentId: reference("deployments"),
      seq: whole(),
      chunk: text(),
      createdAt: time(),
    },
    unique: [["deploymentId", "seq"]],
  };
}

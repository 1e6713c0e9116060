import { choice, flag, id, key, optionalTime, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const deploymentGroups = defineTable(
  "deployment_groups",
  {
    id: id(),
    teamId: reference(),
    projectId: reference(),
    /** Short, for people; counts up in a team. */
    number: whole(),
    ref: text(),
    sha: key(64),
    previousSha: key(64),
    requestedBy: reference(),
    /** `''` for none. */
    conversationId: key(36),
    threadRootId: key(255),
    /** JSON */
    plan: text(),
    noop: flag(),
    /** `''` for none. */
    rollbackOf: key(36),
    approvalsNeeded: whole(),
    state: choice(
      "pending_approval",
      "queued",
      "executing",
      "cancelling",
      "success",
      "failed",
      "cancelled",
      "denied",
      "expired",
    ),
    stateReason: text(),
    ghDeploymentId: key(40),
    confirmedAt: time(),
    /** Null unless it waits for approval. */
    expiresAt: optionalTime(),
    startedAt: optionalTime(),
    endedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["teamId", "number"]],
    indexes: [
      ["teamId", "id"],
      ["teamId", "state", "id"],
      ["projectId", "id"],
      ["projectId", "state", "endedAt"],
      ["state", "expiresAt"],
      ["requestedBy", "state"],
    ],
  },
);

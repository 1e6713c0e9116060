import {
  choice,
  id,
  key,
  large,
  optionalTime,
  optionalWhole,
  reference,
  sealed,
  text,
  time,
  whole,
} from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const deployments = defineTable(
  "deployments",
  {
    id: id(),
    groupId: reference(),
    /** The group's; so is `projectId`. */
    teamId: reference(),
    projectId: reference(),
    serverId: reference(),
    position: whole(),
    script: text(),
    state: choice(
      "pending_approval",
      "queued",
      "executing",
      "cancelling",
      "success",
      "failed",
      "cancelled",
      "timed_out",
      "unknown",
    ),
    exitcode: optionalWhole(),
    previousSha: key(64),
    lastError: text(),
    logOffset: large(),
    step: text(),
    /** JSON: a list of the values that its script was given; null before that, and after its end. */
    masked: sealed(),
    /** `projectId/serverId` while the server has this one of the project, the row's id otherwise. */
    currentKey: key(73),
    startedAt: optionalTime(),
    endedAt: optionalTime(),
    /** When the last of its output went, after its time. */
    outputPrunedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["groupId", "position"], ["groupId", "serverId"], ["currentKey"]],
    indexes: [
      ["serverId", "state"],
      ["outputPrunedAt", "endedAt"],
    ],
  },
);

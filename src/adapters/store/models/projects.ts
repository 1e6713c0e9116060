import { choice, id, key, label, optionalTime, reference, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const projects = defineTable(
  "projects",
  {
    id: id(),
    teamId: reference(),
    /** `''` for none. */
    environmentId: key(36),
    name: label(100),
    /** The name as names are compared: composed, lower case. */
    nameKey: key(400),
    /** `teamId/nameKey` while it lives, the row's id otherwise. */
    liveKey: key(437),
    vcs: choice("git", "github"),
    repositoryUrl: key(500),
    ghRepoId: key(40),
    defaultRef: text(),
    acquire: choice("archive", "clone", "none"),
    directory: text(),
    script: text(),
    /** JSON: scripts by name. */
    hooks: text(),
    /** JSON */
    settings: text(),
    /** users.id; `''` while it isn't locked. */
    lockedBy: key(36),
    lockReason: text(),
    /** Null while it isn't locked. */
    lockedAt: optionalTime(),
    version: whole(),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["liveKey"]],
    indexes: [
      ["teamId", "nameKey"],
      ["teamId", "id"],
      ["repositoryUrl"],
      ["lockedBy"],
      ["environmentId", "id"],
    ],
  },
);

import { choice, id, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const teamMembers = defineTable(
  "team_members",
  {
    id: id(),
    teamId: reference(),
    userId: reference(),
    role: choice("owner", "admin", "user"),
    /** JSON: a list of names. */
    permissions: text(),
    state: choice("created", "invited", "accepted", "active", "expired", "withdrawn"),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["teamId", "userId"]],
    indexes: [
      ["userId", "state"],
      ["teamId", "id"],
    ],
  },
);

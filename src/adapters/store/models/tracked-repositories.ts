import { id, key, label, reference, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const trackedRepositories = defineTable(
  "tracked_repositories",
  {
    id: id(),
    userId: reference(),
    ghRepoId: key(40),
    owner: label(100),
    name: label(100),
    /** `owner/name`, lower case. */
    nameKey: key(201),
    url: key(500),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["userId", "ghRepoId"]],
    indexes: [["userId", "id"], ["userId", "nameKey"], ["ghRepoId", "id"], ["url"]],
  },
);

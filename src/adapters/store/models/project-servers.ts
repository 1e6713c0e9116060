import { id, reference, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Which servers a project is deployed to, and in which order. */
export const projectServers = defineTable(
  "project_servers",
  {
    id: id(),
    projectId: reference(),
    serverId: reference(),
    position: whole(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [
      ["projectId", "serverId"],
      ["projectId", "position"],
    ],
    indexes: [["serverId", "id"]],
  },
);

import { choice, id, key, optionalTime, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const chatopsinstallation = defineTable(
  "chatopsinstallation",
  {
    id: id(),
    clientAppId: key(64),
    ghInstallationId: key(20),
    ghAccountId: key(20),
    ghAccountLogin: key(100),
    accountType: choice("User", "Organization"),
    repositorySelection: choice("all", "selected"),
    permissions: text(),
    suspendedAt: optionalTime(),
    deletedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["clientAppId", "ghInstallationId"]], indexes: [["clientAppId", "ghAccountId"]] },
);

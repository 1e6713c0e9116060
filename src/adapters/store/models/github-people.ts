import { id, key, label, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** GitHub logins that an administrator gave to Teams users, who need not have signed in. */
export const githubPeople = defineTable(
  "github_people",
  {
    id: id(),
    tenantId: key(64),
    ghLogin: key(100),
    /** In lower case: GitHub doesn't tell logins apart by case. */
    ghLoginKey: key(100),
    teamsUserId: key(255),
    displayName: label(256),
    mappedBy: key(36),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["ghLoginKey", "tenantId"]], indexes: [["tenantId", "ghLoginKey"]] },
);

import { choice, id, key, optionalKey, optionalTime, reference, sealed, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const chatopsgithubuser = defineTable(
  "chatopsgithubuser",
  {
    id: id(),
    userId: reference(),
    tenantId: key(64),
    clientAppId: key(64),
    teamsUserId: key(255),
    ghUserId: key(20),
    ghLogin: key(100),
    /** In lower case: GitHub doesn't tell logins apart by case. */
    ghLoginKey: optionalKey(100),
    accessToken: sealed(),
    refreshToken: sealed(),
    expiresAt: optionalTime(),
    refreshExpiresAt: optionalTime(),
    state: choice("connected", "expired", "revoked"),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    unique: [["clientAppId", "tenantId", "teamsUserId"]],
    indexes: [
      ["userId", "clientAppId"],
      ["clientAppId", "ghUserId"],
      ["clientAppId", "ghLoginKey"],
    ],
  },
);

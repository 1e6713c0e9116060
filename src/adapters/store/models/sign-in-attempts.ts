import { id, key, optionalTime, reference, sealed, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const signInAttempts = defineTable(
  "sign_in_attempts",
  {
    id: id(),
    userId: reference(),
    stateHash: key(128),
    verifier: sealed(),
    browserHash: key(128),
    codeHash: key(128),
    /** Provisional tokens with the GitHub account they are of, as sealed JSON. */
    tokens: sealed(),
    tries: whole(),
    expiresAt: time(),
    usedAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["stateHash"]], indexes: [["userId", "expiresAt"], ["expiresAt"]] },
);

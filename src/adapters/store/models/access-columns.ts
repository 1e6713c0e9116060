import { id, key, label, optionalTime, reference, text, time } from "../columns.ts";

/** What API tokens and web sessions have in common: all of it. */
export const accessColumns = {
  id: id(),
  userId: reference(),
  name: label(200),
  tokenHash: key(128),
  /** JSON: a list of names. */
  scopes: text(),
  expiresAt: time(),
  lastUsedAt: optionalTime(),
  revokedAt: optionalTime(),
  createdAt: time(),
  updatedAt: time(),
};

export const accessKeys = {
  unique: [["tokenHash"]],
  indexes: [["userId", "id"], ["expiresAt"]],
} as const;

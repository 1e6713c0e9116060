import { fault, faultWith } from "../fault.ts";

export const storeFaults = {
  STORE_BUSY: fault(
    "unavailable",
    "The database is too busy at the moment. Nothing was changed; try again in a minute.",
    { retryable: true },
  ),
  STORE_UNREACHABLE: fault(
    "unavailable",
    "The database doesn't answer. Nothing was changed; try again in a minute.",
    { retryable: true },
  ),
  STORE_SCHEMA_NEWER: faultWith(
    "configuration",
    (a: { migration: string }) =>
      `The database was migrated by a newer Ployst (it has ${a.migration}). Run that version, or restore a backup.`,
    { migration: "20270101000000-example" },
  ),
  STORE_SCHEMA_OLDER: faultWith(
    "configuration",
    (a: { migration: string }) => `The database lacks the migration ${a.migration}. Run \`ployst migrate\`.`,
    { migration: "20270101000000-example" },
  ),
  QUEUE_ITEM_UNKNOWN: faultWith(
    "missing",
    (a: { given: string }) =>
      `Nothing that failed for good has the id "${a.given}". Say \`queue\` to see the ids, or \`queue retry all\`.`,
    { given: "9f86d081" },
  ),
  SECRET_KEY_UNKNOWN: faultWith(
    "configuration",
    (a: { keyId: string }) =>
      `A secret in the database was sealed with the key "${a.keyId}", which SECRETS_KEYS doesn't have. Add that key back after the active one.`,
    { keyId: "k1" },
  ),
  SECRET_UNREADABLE: fault(
    "configuration",
    "A secret in the database can't be opened: it was changed or moved. Connect that account again.",
  ),
};

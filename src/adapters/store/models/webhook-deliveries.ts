import { bytes, choice, id, key, text, time, whole } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const webhookDeliveries = defineTable(
  "webhook_deliveries",
  {
    id: id(),
    guid: key(100),
    source: key(40),
    event: key(100),
    action: key(100),
    installationId: key(20),
    repositoryId: key(20),
    receivedAt: time(),
    state: choice("received", "done", "dead"),
    attempts: whole(),
    /** Gzipped; null when done. */
    payload: bytes(),
    lastError: text(),
    createdAt: time(),
    updatedAt: time(),
  },
  { unique: [["source", "guid"]], indexes: [["state", "receivedAt"]] },
);

import { id, optionalTime, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Beside chatopssubscription, so that what is written while delivering doesn't touch the row that is matched. */
export const subscriptionHealth = defineTable(
  "subscription_health",
  {
    /** The subscription's. */
    id: id(),
    lastDeliveryAt: optionalTime(),
    lastErrorAt: optionalTime(),
    lastError: text(),
    /** When GitHub first refused its creator, while it still does. */
    refusedAt: optionalTime(),
    /** When GitHub first said that its creator reads something private. */
    provenAt: optionalTime(),
    createdAt: time(),
    updatedAt: time(),
  },
  {},
);

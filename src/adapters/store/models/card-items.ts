import { id, key, reference, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

/** Which work items of services a subject's card shows: what has to be drawn anew when one changes. */
export const cardItems = defineTable(
  "card_items",
  {
    id: id(),
    conversationId: reference(),
    subjectKey: key(300),
    /** Names the item's part of the card's facts. */
    part: key(120),
    /** Whose sight of the item the card shows. */
    connectionId: reference(),
    /** Of what names the item for ever in its service. */
    itemHash: key(64),
    createdAt: time(),
  },
  { unique: [["conversationId", "subjectKey", "part"]], indexes: [["connectionId", "itemHash"]] },
);

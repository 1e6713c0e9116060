import { choice, flag, id, key, optionalText, reference, text, time } from "../columns.ts";
import { defineTable } from "../table-definition.ts";

export const pendingCommands = defineTable(
  "pending_commands",
  {
    id: id(),
    userId: reference(),
    conversationId: reference(),
    text: text(),
    /** The pressed button that it stands for; none for a typed command. */
    action: optionalText(),
    waitsFor: choice("signin", "installation", "profile"),
    waitsForKey: key(100),
    threadRootId: key(255),
    claimed: flag(),
    /** Names the claim that won the row. */
    claimToken: key(36),
    expiresAt: time(),
    createdAt: time(),
    updatedAt: time(),
  },
  {
    indexes: [
      ["waitsFor", "waitsForKey", "claimed", "expiresAt"],
      ["userId", "waitsFor", "claimed"],
      ["expiresAt"],
    ],
  },
);

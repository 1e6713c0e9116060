import assert from "node:assert/strict";
import { welcomeBack, type Resumed } from "../../src/bot/welcome.ts";
import type { ConversationType } from "../../src/core/conversation.ts";
import type { InboundLifecycle } from "../../src/core/inbound.ts";
import { CHANNEL, MIRA } from "./world.ts";

describe("what the bot says when it is back", () => {
  const cases: readonly (readonly [ConversationType, Resumed, string])[] = [
    ["channel", { here: 1, elsewhere: 0, otherChannels: 0 }, "I'm back. This channel has 1 subscription."],
    ["group", { here: 3, elsewhere: 0, otherChannels: 0 }, "I'm back. This chat has 3 subscriptions."],
    [
      "channel",
      { here: 2, elsewhere: 1, otherChannels: 1 },
      "I'm back. This channel has 2 subscriptions; 1 other channel of this team goes on with 1 subscription.",
    ],
    [
      "channel",
      { here: 0, elsewhere: 40, otherChannels: 20 },
      "I'm back. 20 other channels of this team go on with 40 subscriptions; this one has none.",
    ],
  ];
  for (const [type, resumed, text] of cases) {
    it(text, () => {
      const activity: InboundLifecycle = {
        kind: "lifecycle",
        activityId: "1",
        conversation: { ...CHANNEL, type },
        from: MIRA,
        change: "bot-added",
      };

      assert.deepEqual(welcomeBack(activity, resumed), { text });
    });
  }
});

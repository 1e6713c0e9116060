import assert from "node:assert/strict";
import { DEFAULT_SETTINGS, toConversationSettings } from "../../src/core/conversation-settings.ts";
import type { JsonObject } from "../../src/core/json.ts";

describe("a conversation's settings", () => {
  const inChannel = (settings: JsonObject, threads = true) =>
    toConversationSettings({ type: "channel", threads, settings });

  it("are the defaults while nobody chose", () => {
    assert.deepEqual(inChannel({}), DEFAULT_SETTINGS);
    assert.deepEqual(inChannel({}, false), { ...DEFAULT_SETTINGS, threads: false });
  });

  it("are each by itself: what can't be read takes no other with it", () => {
    const odd = {
      features: "issues",
      style: "tiny",
      drafts: "yes",
      bots: false,
      ofALaterVersion: { deep: [1] },
    };

    assert.deepEqual(inChannel(odd), { ...DEFAULT_SETTINGS, bots: false });
  });

  it("hold the features that this version knows, in the grammar's order, and never none", () => {
    assert.deepEqual(inChannel({ features: ["reviews", "telepathy", "issues"] }).features, [
      "issues",
      "reviews",
    ]);
    assert.deepEqual(inChannel({ features: ["telepathy"] }).features, DEFAULT_SETTINGS.features);
    assert.deepEqual(inChannel({ features: [] }).features, DEFAULT_SETTINGS.features);
  });

  it("know threads in channels only", () => {
    for (const type of ["personal", "group"] as const)
      assert.equal(toConversationSettings({ type, threads: false, settings: { bots: false } }).threads, true);
    assert.equal(inChannel({ bots: false }, false).threads, false);
  });
});

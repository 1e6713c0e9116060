import assert from "node:assert/strict";
import { acceptActivity } from "../../src/bot/accept.ts";
import { receiveActivity } from "../../src/bot/receive.ts";
import type { ConversationReference } from "../../src/core/conversation.ts";
import type { InboundActivity, InboundLifecycle } from "../../src/core/inbound.ts";
import { CHANNEL, message, MIRA, openBotWorld, type BotWorld } from "./world.ts";

const OPS: ConversationReference = { ...CHANNEL, channelId: "19:ops", name: "Ops" };
const OTHER_TEAM: ConversationReference = { ...CHANNEL, channelId: "19:other", teamId: "other" };
const CHAT: ConversationReference = { ...CHANNEL, channelId: "a:mira", teamId: "", type: "personal" };

describe("an activity that comes in", () => {
  let world: BotWorld;
  beforeEach(async () => {
    world = await openBotWorld();
  });
  afterEach(() => world.close());

  let last = 0;
  const lifecycle = (change: InboundLifecycle["change"], conversation = CHANNEL): InboundLifecycle => {
    last += 1;
    return { kind: "lifecycle", activityId: `lifecycle-${String(last)}`, conversation, from: MIRA, change };
  };
  const accept = (activity: InboundActivity) => acceptActivity(activity, world.receiveDeps);
  const know = (...places: readonly ConversationReference[]) =>
    world.store.transaction(async (tx) => {
      for (const place of places) await tx.conversations.ensure(place);
    });
  const state = async ({ channelId }: ConversationReference) =>
    (await world.store.read((reads) => reads.conversations.findByChannel(channelId)))?.state;
  const jobs = async () => (await world.store.read((reads) => reads.jobs.countByState()))["queued"] ?? 0;

  it("becomes a job once, however often it comes", async () => {
    const activity = message("help");
    const [first, ...repeats] = await Promise.all([accept(activity), accept(activity), accept(activity)]);
    const later = await accept(activity);

    const kinds = [first, ...repeats, later].map((accepted) => accepted.kind);
    assert.deepEqual(kinds.toSorted(), ["done", "done", "done", "job"]);
    assert.equal(await jobs(), 1);
  });

  it("is another one in another conversation", async () => {
    const activity = message("help");

    await accept(activity);
    await accept({ ...activity, conversation: OPS });

    assert.equal(await jobs(), 2);
  });

  it("in a 1:1 chat tells where its person is reached alone", async () => {
    const { tenantId, aadObjectId } = MIRA;
    const known = async () => {
      const user = await world.store.read((reads) => reads.users.findByAad(tenantId, aadObjectId));
      const chat = await world.store.read((reads) => reads.conversations.findByChannel(CHAT.channelId));
      return [user?.personalConversationId, chat?.id];
    };

    await accept(message("help"));
    assert.deepEqual(await known(), [undefined, undefined]);
    await accept({ ...message("help"), conversation: CHAT });

    const [remembered, chat] = await known();
    assert.ok(chat !== undefined);
    assert.equal(remembered, chat);
  });

  it("is woken after it was written, or answered by nothing when it is a repeat", async () => {
    const activity = message("help");

    assert.equal(await receiveActivity(activity, false, world.receiveDeps), undefined);
    assert.equal(await receiveActivity(activity, false, world.receiveDeps), undefined);

    assert.equal(world.wakened.length, 1);
  });

  it("is left alone when nobody acts on its kind", async () => {
    const { activityId, conversation, from } = message("");

    await accept({ kind: "other", activityId, conversation, from, type: "typing" });

    assert.equal(await state(CHANNEL), undefined);
  });

  it("that adds the bot is welcomed once, though one install brings two of them", async () => {
    await accept(lifecycle("bot-added"));
    await accept(lifecycle("bot-added"));

    assert.deepEqual(await world.said(), ["welcome"]);
    assert.equal(world.notified.length, 1);
  });

  it("that adds the bot where it had been removed is welcomed again", async () => {
    await know(CHANNEL);
    await accept(lifecycle("bot-removed"));
    await accept(lifecycle("bot-added"));
    await accept(lifecycle("bot-added"));

    assert.deepEqual(await world.said(), ["welcome"]);
    assert.equal(await state(CHANNEL), "active");
  });

  it("that brings the bot back to a whole team is answered once, though both come at the same moment", async () => {
    await know(CHANNEL, OPS);
    await accept(lifecycle("bot-removed"));

    await Promise.all([accept(lifecycle("bot-added")), accept(lifecycle("bot-added"))]);

    assert.deepEqual([await world.said(), await world.said(OPS.channelId)], [["welcome"], []]);
    assert.deepEqual(await Promise.all([CHANNEL, OPS].map(state)), ["active", "active"]);
  });

  for (const change of ["bot-removed", "team-deleted"] as const) {
    it(`pauses the whole team on ${change}, and no other`, async () => {
      await know(CHANNEL, OPS, OTHER_TEAM, CHAT);

      await accept(lifecycle(change));

      assert.deepEqual(await Promise.all([CHANNEL, OPS, OTHER_TEAM, CHAT].map(state)), [
        "paused",
        "paused",
        "active",
        "active",
      ]);
    });
  }

  it("that removes the bot from a chat pauses that chat alone", async () => {
    await know(CHANNEL, CHAT, { ...CHAT, channelId: "a:jon" });

    await accept(lifecycle("bot-removed", CHAT));

    assert.deepEqual(await Promise.all([CHAT, CHANNEL, { ...CHAT, channelId: "a:jon" }].map(state)), [
      "paused",
      "active",
      "active",
    ]);
  });

  const back: readonly (readonly [InboundLifecycle["change"], InboundLifecycle["change"]])[] = [
    ["bot-removed", "bot-added"],
    ["team-deleted", "team-restored"],
  ];
  for (const [away, change] of back) {
    it(`wakes all channels that ${away} paused on ${change}, but none that is gone`, async () => {
      const gone = { ...CHANNEL, channelId: "19:gone" };
      await know(CHANNEL, OPS, gone, OTHER_TEAM);
      await accept(lifecycle("deleted", gone));
      await accept(lifecycle(away));
      await accept(lifecycle(away, OTHER_TEAM));

      await accept(lifecycle(change));

      assert.deepEqual(await Promise.all([CHANNEL, OPS, gone, OTHER_TEAM].map(state)), [
        "active",
        "active",
        "gone",
        "paused",
      ]);
    });
  }

  it("follows a channel's deletion and restoration", async () => {
    await know(CHANNEL, OPS);

    await accept(lifecycle("deleted", OPS));
    assert.equal(await state(OPS), "gone");
    await accept(lifecycle("restored", OPS));

    assert.equal(await state(OPS), "active");
    assert.equal(await state(CHANNEL), "active");
  });

  it("out of a channel with members of its own touches that channel alone, until the bot is let in again", async () => {
    await know(CHANNEL, OPS);

    await accept(lifecycle("bot-removed-from-channel", OPS));
    assert.deepEqual(await Promise.all([CHANNEL, OPS].map(state)), ["active", "gone"]);
    await accept(lifecycle("bot-added"));
    assert.equal(await state(OPS), "gone");
    await accept(lifecycle("bot-added-to-channel", OPS));

    assert.equal(await state(OPS), "active");
    assert.deepEqual(await world.said(OPS.channelId), ["welcome"]);
  });

  it("lets nothing be heard later of what waited while the bot was away", async () => {
    await accept(lifecycle("bot-added"));
    await accept(lifecycle("bot-removed"));
    assert.deepEqual(await world.said(), []);

    const known = await world.store.read((reads) => reads.conversations.findByChannel(CHANNEL.channelId));
    await world.store.transaction((tx) =>
      tx.outbox.append([
        { conversationId: known?.id ?? "", kind: "create", lane: "state", body: { text: "meanwhile" } },
      ]),
    );
    await accept(lifecycle("team-restored"));

    assert.equal(await state(CHANNEL), "active");
    assert.deepEqual(await world.said(), []);
  });

  it("follows a channel's new name", async () => {
    await know(OPS);

    await accept(lifecycle("renamed", { ...OPS, name: "Operations" }));

    const conversation = await world.store.read((reads) => reads.conversations.findByChannel(OPS.channelId));
    assert.equal(conversation?.name, "Operations");
  });

  it("about a conversation that nobody knows changes nothing", async () => {
    for (const change of [
      "bot-removed",
      "renamed",
      "deleted",
      "restored",
      "team-deleted",
      "team-restored",
      "bot-removed-from-channel",
    ] as const)
      await accept(lifecycle(change));

    assert.equal(await state(CHANNEL), undefined);
  });
});

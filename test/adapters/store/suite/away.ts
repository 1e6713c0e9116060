import assert from "node:assert/strict";
import type { Store, Transaction } from "../../../../src/adapters/store/index.ts";
import { addMilliseconds, DAY } from "../../../../src/core/clock.ts";
import { aConversation, aSubscription, aWorld, NOW, useStore, type MakeDatabase } from "./fixture.ts";

/** What becomes of a conversation from which the bot is away. */
export function describeAway(makeDatabase: MakeDatabase): void {
  describe("conversations without the bot", () => {
    const at = useStore(makeDatabase);
    const message = (conversationId: string, text: string) =>
      ({ conversationId, kind: "create", lane: "notification", body: { text } }) as const;

    it("refuse what waits there, but for changes of posted cards", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      await store.transaction(async (tx) => {
        for (const subjectKey of ["pr:1", "pr:2"]) await aCard(tx, id, subjectKey);
        await tx.cards.recordRoot(id, "pr:1", "m1");
        const about = (kind: "create" | "update", subjectKey: string) => ({
          ...message(id, subjectKey),
          kind,
          subjectKey,
        });
        await tx.outbox.append([about("update", "pr:1"), about("create", "pr:2"), about("update", "pr:2")]);
        await tx.outbox.append([message(id, "news"), { ...message(id, "answer"), kind: "reply" }]);
      });

      const [first, again] = await store.transaction(async (tx) => [
        await tx.conversations.setState(id, "paused", "removed"),
        await tx.conversations.setState(id, "paused", "removed"),
      ]);

      assert.deepEqual([first, again], [true, false]);
      const left = await store.read((reads) => reads.outbox.listDue(id, addMilliseconds(NOW, DAY), 10));
      assert.deepEqual(
        left.map(({ kind, subjectKey }) => [kind, subjectKey]),
        [["update", "pr:1"]],
      );
      assert.equal((await store.read((reads) => reads.cards.find(id, "pr:2")))?.rootState, "none");
    });

    it("end after their time, with all that was theirs, and nobody else's", async () => {
      const { store } = at();
      const { away, kept } = await store.transaction(async (tx) => {
        const world = await aWorld(tx);
        const other = await tx.conversations.ensure(aConversation({ channelId: "19:other" }));
        await tx.subscriptions.create(aSubscription(world, {}));
        await tx.subscriptions.create(aSubscription(world, { channelId: "19:other" }));
        for (const { id } of [world.conversation, other]) await aCard(tx, id, "pr:1");
        await tx.outbox.append([message(world.conversation.id, "x"), message(other.id, "y")]);
        await tx.conversations.changeSettings(world.conversation.id, { settings: { style: "compact" } });
        await tx.conversations.setState(world.conversation.id, "paused", "removed");
        return { away: world.conversation, kept: other };
      });
      await end(store, NOW);
      assert.equal(await subscriptionsOf(store, away.channelId), 1);

      await end(store, addMilliseconds(NOW, 1));

      const channels = [away.channelId, kept.channelId];
      const counts = await store.read((reads) => reads.subscriptions.countByChannel(channels));
      assert.deepEqual([...counts], [[kept.channelId, 1]]);
      assert.equal(await store.read((reads) => reads.cards.find(away.id, "pr:1")), undefined);
      assert.ok(await store.read((reads) => reads.cards.find(kept.id, "pr:1")));
      const ended = await store.read((reads) => reads.conversations.find(away.id));
      assert.deepEqual([ended?.state, ended?.settings], ["gone", {}]);
      const events = await store.read((reads) =>
        reads.events.listByEntity("conversation", away.id, { limit: 10 }),
      );
      assert.equal(events.filter(({ verb }) => verb === "ended").length, 1);
    });

    it("end in bites", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      await store.transaction(async (tx) => {
        for (let number = 0; number < 5; number += 1) await aCard(tx, id, `pr:${String(number)}`);
        await tx.conversations.setState(id, "gone", "deleted");
      });

      const bites = await end(store, addMilliseconds(NOW, 1), 2);

      assert.ok(bites >= 3, String(bites));
      assert.equal(await store.read((reads) => reads.cards.find(id, "pr:4")), undefined);
    });

    it("go on when somebody speaks there first", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      await store.transaction((tx) => tx.conversations.setState(id, "paused", "removed"));

      await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      await end(store, addMilliseconds(NOW, DAY));

      assert.equal((await store.read((reads) => reads.conversations.find(id)))?.state, "active");
    });
  });
}

async function aCard(tx: Transaction, conversationId: string, subjectKey: string): Promise<void> {
  await tx.cards.create({ conversationId, subjectKey, facts: {}, renderedHash: "", rootState: "queued" });
}

/** Ends what is to be ended; answers in how many bites. */
async function end(store: Store, before: Date, limit = 50): Promise<number> {
  for (let bites = 1; ; bites += 1)
    if ((await store.transaction((tx) => tx.conversations.pruneAway(before, limit))) < limit) return bites;
}

async function subscriptionsOf(store: Store, channelId: string): Promise<number | undefined> {
  return (await store.read((reads) => reads.subscriptions.countByChannel([channelId]))).get(channelId);
}

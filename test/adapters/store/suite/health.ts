import assert from "node:assert/strict";
import { aSubscription, aWorld, NOW, useStore, type MakeDatabase } from "./fixture.ts";

const LATER = new Date(NOW.getTime() + 60_000);

export function describeSubscriptionHealth(makeDatabase: MakeDatabase): void {
  describe("a subscription's health", () => {
    const at = useStore(makeDatabase);
    const aSubscribed = (): Promise<string> =>
      at().store.transaction(
        async (tx) => (await tx.subscriptions.create(aSubscription(await aWorld(tx)))).id,
      );
    const read = async (id: string) =>
      at().store.read((reads) => reads.subscriptionHealth.list([id, "nobody"]));

    it("is unknown, then its last delivery and its last error, each by itself", async () => {
      const id = await aSubscribed();
      assert.deepEqual(await read(id), []);

      await at().store.transaction((tx) => tx.subscriptionHealth.recordDelivery([id, id], NOW));
      await at().store.transaction((tx) => tx.subscriptionHealth.recordError([id], NOW, "GITHUB_FORBIDDEN"));
      await at().store.transaction((tx) => tx.subscriptionHealth.recordDelivery([id], LATER));

      const expected = { lastDeliveryAt: LATER, lastErrorAt: NOW, lastError: "GITHUB_FORBIDDEN" };
      assert.deepEqual(await read(id), [{ subscriptionId: id, ...expected }]);
    });

    it("keeps the first refusal until it is cleared", async () => {
      const id = await aSubscribed();

      await at().store.transaction((tx) => tx.subscriptionHealth.markRefused(id, NOW));
      await at().store.transaction((tx) => tx.subscriptionHealth.markRefused(id, LATER));
      assert.deepEqual((await read(id))[0]?.refusedAt, NOW);
      const clear = () => at().store.transaction((tx) => tx.subscriptionHealth.clearRefused(id));
      assert.deepEqual([await clear(), await clear()], [true, false]);
      assert.equal((await read(id))[0]?.refusedAt, undefined);
      await at().store.transaction((tx) => tx.subscriptionHealth.markRefused(id, LATER));

      assert.deepEqual((await read(id))[0]?.refusedAt, LATER);
    });

    it("forgets the refusal and the error with the creator, and everything with the subscription", async () => {
      const { store } = at();
      const world = await store.transaction(aWorld);
      const { id } = await store.transaction((tx) => tx.subscriptions.create(aSubscription(world)));
      await store.transaction((tx) => tx.subscriptionHealth.markProven(id, NOW));
      await store.transaction((tx) => tx.subscriptionHealth.markRefused(id, NOW));
      assert.deepEqual((await read(id))[0]?.provenAt, NOW);
      await store.transaction((tx) => tx.subscriptionHealth.recordError([id], NOW, "x"));
      await store.transaction((tx) => tx.subscriptionHealth.recordDelivery([id], NOW));

      await store.transaction((tx) => tx.subscriptions.adopt(id, world.githubUser.id, world.installation.id));
      assert.deepEqual(await read(id), [{ subscriptionId: id, lastDeliveryAt: NOW, lastError: "" }]);
      await store.transaction((tx) => tx.subscriptions.delete(id));

      assert.deepEqual(await read(id), []);
    });

    it("is written by two that never saw it, at once", async () => {
      const id = await aSubscribed();
      const other = await at().another();

      await Promise.all(
        [at().store, other].map((store) =>
          store.transaction((tx) => tx.subscriptionHealth.recordDelivery([id], NOW)),
        ),
      );

      assert.equal((await read(id)).length, 1);
    });
  });

  describe("what is lost or expires while several see it", () => {
    const at = useStore(makeDatabase);

    it("is the doing of one of them", async () => {
      const { store } = at();
      const other = await at().another();
      const world = await store.transaction(aWorld);
      const { id } = await store.transaction((tx) => tx.subscriptions.create(aSubscription(world)));

      const all = [store, other, store, other];
      const lost = await Promise.all(
        all.map((one) => one.transaction((tx) => tx.subscriptions.lose(id, "x"))),
      );
      const expired = await Promise.all(
        all.map((one) => one.transaction((tx) => tx.githubUsers.expire(world.githubUser.id))),
      );

      assert.deepEqual(lost.filter(Boolean), [true]);
      assert.deepEqual(expired.filter(Boolean), [true]);
    });
  });

  describe("what waits in one conversation", () => {
    const at = useStore(makeDatabase);

    it("is its own, with the reason of the oldest", async () => {
      const { store } = at();
      const { conversation } = await store.transaction(aWorld);
      const message = {
        conversationId: conversation.id,
        kind: "create",
        lane: "state",
        body: { text: "x" },
      } as const;
      assert.deepEqual(await store.read((reads) => reads.outbox.backlogOf(conversation.id)), {
        waiting: 0,
        lastError: "",
      });

      const [first] = await store.transaction((tx) => tx.outbox.append([message, message]));
      await store.transaction((tx) => tx.outbox.retryAt(first?.id ?? "", LATER, "HTTP 429"));

      const backlog = await store.read((reads) => reads.outbox.backlogOf(conversation.id));
      assert.deepEqual([backlog.waiting, backlog.lastError], [2, "HTTP 429"]);
      assert.equal((await store.read((reads) => reads.outbox.backlogOf("another"))).waiting, 0);
    });
  });

  describe("how connections stand", () => {
    const at = useStore(makeDatabase);

    it("is told of several at once, with the time of the change", async () => {
      const { store, clock } = at();
      const { githubUser } = await store.transaction(aWorld);
      clock.pass(5_000);
      await store.transaction((tx) => tx.githubUsers.setState(githubUser.id, "expired"));

      const found = await store.read((reads) => reads.githubUsers.listStanding([githubUser.id, "nobody"]));

      const since = new Date(NOW.getTime() + 5_000);
      assert.deepEqual(found, [{ id: githubUser.id, ghLogin: githubUser.ghLogin, state: "expired", since }]);
    });
  });
}

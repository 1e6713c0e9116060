import assert from "node:assert/strict";
import type { RestingCards, Store } from "../../../../src/adapters/store/contract/index.ts";
import { addMilliseconds } from "../../../../src/core/clock.ts";
import { aConversation, NOW, useStore, type MakeDatabase } from "./fixture.ts";

const CONNECTION = "01a1fd45-0000-7000-8000-0000000000c1";
const LATER = addMilliseconds(NOW, 1_000);

export function describeRestingCards(makeDatabase: MakeDatabase): void {
  describe("cards at rest", () => {
    const at = useStore(makeDatabase);

    it("are deleted with their items, those that changed since are not", async () => {
      const { store, clock } = at();
      const [here, there] = [await conversation(store, "19:here"), await conversation(store, "19:there")];
      for (const subjectKey of ["pull:1#7", "pull:1#8"])
        for (const conversationId of [here, there]) await post(store, conversationId, subjectKey);
      clock.pass(1_000);
      await touch(store, there, "pull:1#7");

      assert.equal(await prune(store, { before: NOW }), 0);
      assert.equal(await prune(store, { before: LATER }), 3);

      assert.deepEqual(await subjectsOf(store, here), []);
      assert.deepEqual(await subjectsOf(store, there), ["pull:1#7"]);
      const items = await store.read((reads) => reads.cardItems.listByItem(CONNECTION, "PROJ-1", 10));
      assert.deepEqual(items, [{ conversationId: there, subjectKey: "pull:1#7", part: "item:1" }]);
      assert.equal(await prune(store, { before: LATER }), 0);
    });

    it("are deleted by kinds, whose names are told apart to the colon", async () => {
      const { store, clock } = at();
      const id = await conversation(store, "19:here");
      const subjects = [
        "pull:1#7",
        "pushed:1",
        "push:1@a",
        "run:1#2",
        "alerts/push:1@a",
        "jenkins:x",
        "Push:1@b",
      ];
      for (const subjectKey of subjects) await post(store, id, subjectKey);
      clock.pass(1_000);

      assert.equal(await prune(store, { before: LATER, kinds: ["push", "run"] }), 2);

      const left = subjects.filter((key) => key !== "push:1@a" && key !== "run:1#2");
      assert.deepEqual(await subjectsOf(store, id, subjects), left.toSorted());
    });

    it("go in bites, those at rest for longest first", async () => {
      const { store, clock } = at();
      const id = await conversation(store, "19:here");
      const subjects = ["push:3", "push:1", "push:2"];
      for (const subjectKey of subjects) {
        await post(store, id, subjectKey);
        clock.pass(10);
      }

      assert.equal(await prune(store, { before: LATER }, 2), 2);
      assert.deepEqual(await subjectsOf(store, id, subjects), ["push:2"]);
      assert.equal(await prune(store, { before: LATER }, 2), 1);
    });

    it("are met by whoever read them before as changed, and are made anew", async () => {
      const { store, clock } = at();
      const id = await conversation(store, "19:here");
      await post(store, id, "push:1");
      const known = await store.read((reads) => reads.cards.find(id, "push:1"));
      assert.ok(known);
      clock.pass(1_000);

      await prune(store, { before: LATER });

      assert.equal(await store.transaction((tx) => tx.cards.update(known, { renderedHash: "x" })), false);
      await store.transaction((tx) => tx.cards.recordRoot(id, "push:1", "m1"));
      await post(store, id, "push:1");
      assert.deepEqual(await subjectsOf(store, id, ["push:1"]), ["push:1"]);
    });
  });
}

async function conversation(store: Store, channelId: string): Promise<string> {
  return (await store.transaction((tx) => tx.conversations.ensure(aConversation({ channelId })))).id;
}

async function post(store: Store, conversationId: string, subjectKey: string): Promise<void> {
  const place = { conversationId, subjectKey };
  await store.transaction(async (tx) => {
    await tx.cards.create({ ...place, facts: {}, renderedHash: "", rootState: "queued" });
    await tx.cardItems.replace(place, [{ part: "item:1", connectionId: CONNECTION, itemKey: "PROJ-1" }]);
  });
}

async function touch(store: Store, conversationId: string, subjectKey: string): Promise<void> {
  await store.transaction((tx) => tx.cards.recordRoot(conversationId, subjectKey, "m1"));
}

function prune(store: Store, resting: RestingCards, limit = 10): Promise<number> {
  return store.transaction((tx) => tx.cards.prune(resting, limit));
}

async function subjectsOf(
  store: Store,
  conversationId: string,
  among: readonly string[] = ["pull:1#7", "pull:1#8"],
): Promise<readonly string[]> {
  const cards = await store.read((reads) => reads.cards.listBySubjects(among, [conversationId]));
  return cards.map(({ subjectKey }) => subjectKey).toSorted();
}

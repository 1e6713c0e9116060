import assert from "node:assert/strict";
import { aConversation, useStore, type MakeDatabase } from "./fixture.ts";

const [ANN, BOB] = ["01a1fd45-0000-7000-8000-0000000000c1", "01a1fd45-0000-7000-8000-0000000000c2"] as const;
const LONG = `jira:https://jira.example.test/${"世界".repeat(300)}#10002`;

export function describeCardItems(makeDatabase: MakeDatabase): void {
  describe("items that cards show", () => {
    const at = useStore(makeDatabase);
    const find = (connectionId: string, itemKey: string, limit = 10) =>
      at().store.read((reads) => reads.cardItems.listByItem(connectionId, itemKey, limit));

    it("are found by connection and item, however long its name, and are replaced together", async () => {
      const { store } = at();
      const { id: conversationId } = await store.transaction((tx) =>
        tx.conversations.ensure(aConversation()),
      );
      const card = { conversationId, subjectKey: "pull:1#7" };
      const one = { part: "item:jira:PROJ-1", connectionId: ANN, itemKey: LONG };
      const two = { part: "item:rally:US1", connectionId: BOB, itemKey: "rally:x#1" };
      await store.transaction((tx) => tx.cardItems.replace(card, [one, two]));
      await store.transaction((tx) => tx.cardItems.replace({ ...card, subjectKey: "pull:1#8" }, [one]));

      const both = await find(ANN, LONG);
      assert.deepEqual(both.map(({ subjectKey }) => subjectKey).sort(), ["pull:1#7", "pull:1#8"]);
      assert.deepEqual((await find(ANN, LONG, 1)).length, 1);
      assert.deepEqual(await find(BOB, LONG), []);
      assert.deepEqual(await find(BOB, "rally:x#1"), [{ ...card, part: two.part }]);
      await store.transaction((tx) => tx.cardItems.replace(card, [{ ...one, connectionId: BOB }]));
      assert.deepEqual(await find(BOB, LONG), [{ ...card, part: one.part }]);
      assert.deepEqual(await find(BOB, "rally:x#1"), []);
      assert.deepEqual((await find(ANN, LONG)).length, 1);
      await store.transaction((tx) => tx.cardItems.replace(card, []));
      assert.deepEqual(await find(BOB, LONG), []);
    });
  });
}

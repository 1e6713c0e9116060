import assert from "node:assert/strict";
import { DAY } from "../../../../src/core/clock.ts";
import { aConversation, aPerson, NOW, useStore, type MakeDatabase } from "./fixture.ts";

const LATER = new Date(NOW.getTime() + DAY);

export function describePeople(makeDatabase: MakeDatabase): void {
  describe("users", () => {
    const at = useStore(makeDatabase);

    it("are made at first contact, with an event, and found again", async () => {
      const { store } = at();

      const made = await store.transaction((tx) => tx.users.ensure(aPerson()));

      const again = await store.transaction((tx) => tx.users.ensure(aPerson()));
      assert.deepEqual(again, made);
      const found = await store.read(({ users }) => users.findByAad("tenant-1", "aad-mira"));
      assert.deepEqual(found, made);
      assert.deepEqual(await store.read(({ users }) => users.find(made.id)), made);
      const events = await store.read((reads) => reads.events.listByEntity("user", made.id, { limit: 10 }));
      assert.deepEqual(
        events.map(({ verb, actorType, actorId, at: time }) => ({ verb, actorType, actorId, time })),
        [{ verb: "created", actorType: "user", actorId: made.id, time: NOW }],
      );
    });

    it("keep their display name current, any script and length", async () => {
      const { store } = at();
      const made = await store.transaction((tx) => tx.users.ensure(aPerson()));
      const displayName = "王小明 🧑‍🚀 Ünïcode\\ 'quoted' \"x\"";

      await store.transaction((tx) => tx.users.ensure(aPerson({ displayName })));
      await store.transaction((tx) => tx.users.ensure(aPerson({ displayName: "" })));

      const found = await store.read(({ users }) => users.find(made.id));
      assert.equal(found?.displayName, displayName);
      const long = await store.transaction((tx) =>
        tx.users.ensure(aPerson({ displayName: "é".repeat(400) })),
      );
      const stored = await store.read(({ users }) => users.find(long.id));
      assert.equal(stored?.displayName, "é".repeat(256));
    });

    it("are not mixed up by case, trailing spaces or tenant", async () => {
      const { store } = at();
      const people = [
        aPerson({ aadObjectId: "ABC" }),
        aPerson({ aadObjectId: "abc" }),
        aPerson({ aadObjectId: "abc", tenantId: "tenant-2" }),
      ];

      const ids = await store.transaction(async (tx) => {
        const made: string[] = [];
        for (const person of people) made.push((await tx.users.ensure(person)).id);
        return made;
      });

      assert.equal(new Set(ids).size, 3);
    });
  });

  describe("conversations", () => {
    const at = useStore(makeDatabase);

    it("are made at first contact and refreshed by the next", async () => {
      const { store } = at();
      const made = await store.transaction((tx) => tx.conversations.ensure(aConversation()));

      const moved = aConversation({ serviceUrl: "https://smba.example/amer/", name: "" });
      const seen = await store.transaction((tx) => tx.conversations.ensure(moved));

      assert.deepEqual(seen, { ...made, serviceUrl: "https://smba.example/amer/" });
      assert.equal(made.threads, true);
      assert.deepEqual(await store.read(({ conversations }) => conversations.find(made.id)), seen);
      assert.deepEqual(
        await store.read(({ conversations }) => conversations.findByChannel(made.channelId)),
        seen,
      );
    });

    it("go and wake up again, with an event for each change of state", async () => {
      const { store } = at();
      const made = await store.transaction((tx) => tx.conversations.ensure(aConversation()));

      await store.transaction((tx) => tx.conversations.setState(made.id, "gone", "bot removed"));
      await store.transaction((tx) => tx.conversations.setState(made.id, "gone", "bot removed"));
      const gone = await store.read(({ conversations }) => conversations.find(made.id));
      const awake = await store.transaction((tx) => tx.conversations.ensure(aConversation()));

      assert.equal(gone?.state, "gone");
      assert.equal(awake.state, "active");
      const events = await store.read((reads) =>
        reads.events.listByEntity("conversation", made.id, { limit: 10 }),
      );
      assert.deepEqual(events.map(({ toState }) => toState).toSorted(), ["active", "active", "gone"]);
    });

    it("keep what was chosen there, each setting by itself, though two choose at once", async () => {
      const { store, another } = at();
      const { id } = await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      const other = await another();

      await Promise.all([
        store.transaction((tx) => tx.conversations.changeSettings(id, { settings: { style: "compact" } })),
        other.transaction((tx) => tx.conversations.changeSettings(id, { settings: { drafts: true } })),
        store.transaction((tx) => tx.conversations.changeSettings(id, { threads: false })),
      ]);
      const changed = await store.transaction((tx) =>
        tx.conversations.changeSettings(id, { settings: { style: "full" } }),
      );
      await store.transaction((tx) => tx.conversations.ensure(aConversation({ name: "Another name" })));

      assert.deepEqual(changed?.before.settings, { style: "compact", drafts: true });
      const kept = await store.read((reads) => reads.conversations.find(id));
      assert.deepEqual(kept?.settings, { style: "full", drafts: true });
      assert.equal(kept.threads, false);
      const nowhere = await store.transaction((tx) => tx.conversations.changeSettings("nowhere", {}));
      assert.equal(nowhere, undefined);
    });

    it("are renamed and listed by team", async () => {
      const { store } = at();
      await store.transaction(async ({ conversations }) => {
        await conversations.ensure(aConversation());
        await conversations.ensure(aConversation({ channelId: "19:b" }));
        await conversations.ensure(aConversation({ channelId: "a:personal", teamId: "", type: "personal" }));
      });

      await store.transaction((tx) => tx.conversations.rename("19:b", "Releases 🚀"));
      await store.transaction((tx) => tx.conversations.rename("19:b", "Releases 🚀"));
      await store.transaction((tx) => tx.conversations.rename("19:nowhere", "Nobody's"));

      const names = await store.transaction(async ({ conversations }) => {
        const inTeam = await conversations.listByTeam("19:team@thread.tacv2");
        assert.deepEqual(await conversations.listByTeam(""), []);
        return inTeam.map(({ name }) => name).toSorted();
      });
      assert.deepEqual(names, ["General", "Releases 🚀"]);
      const renamed = await store.read(async (reads) => {
        const conversation = await reads.conversations.findByChannel("19:b");
        return reads.events.listByEntity("conversation", conversation?.id ?? "", { limit: 10 });
      });
      assert.deepEqual(
        renamed.filter(({ verb }) => verb === "renamed").map(({ data }) => data),
        [{ from: "General", to: "Releases 🚀" }],
      );
    });
  });

  describe("inbound activities", () => {
    const at = useStore(makeDatabase);

    it("count once, by conversation and exact id", async () => {
      const { store } = at();
      const record = (channelId: string, activityId: string): Promise<boolean> =>
        store.transaction((tx) => tx.inbound.record(channelId, activityId));

      assert.equal(await record("19:a", "1:X"), true);
      assert.equal(await record("19:a", "1:X"), false);
      assert.equal(await record("19:a", "1:x"), true);
      assert.equal(await record("19:b", "1:X"), true);
    });

    it("are pruned oldest first up to a limit", async () => {
      const { store, clock } = at();
      for (const id of ["1", "2", "3"]) await store.transaction((tx) => tx.inbound.record("19:a", id));
      clock.pass(2 * DAY);
      await store.transaction((tx) => tx.inbound.record("19:a", "new"));

      const pruned = await store.transaction((tx) => tx.inbound.prune(LATER, 2));
      const rest = await store.transaction((tx) => tx.inbound.prune(LATER, 100));

      assert.deepEqual([pruned, rest], [2, 1]);
      assert.equal(await store.transaction((tx) => tx.inbound.record("19:a", "new")), false);
    });
  });

  describe("events", () => {
    const at = useStore(makeDatabase);

    it("are listed by entity, newest first, page by page, also within one millisecond", async () => {
      const { store, clock } = at();
      const event = (verb: string) =>
        ({ actorType: "component", actorId: "test", entityType: "job", entityId: "j", verb }) as const;
      await store.transaction((tx) => tx.events.recordMany([event("a"), event("b"), event("c")]));
      clock.pass(1);
      await store.transaction((tx) =>
        tx.events.record({ ...event("d"), data: { text: "日本 🎉", deep: { n: [1, null, true] } } }),
      );
      await store.transaction((tx) => tx.events.record({ ...event("other"), entityId: "k" }));

      const list = (before?: string) =>
        store.read((reads) =>
          reads.events.listByEntity("job", "j", { limit: 2, ...(before !== undefined && { before }) }),
        );
      const first = await list();
      const second = await list(first[1]?.id);
      const third = await list(second[1]?.id);

      assert.deepEqual(
        [first, second, third].map((page) => page.map(({ verb }) => verb)),
        [["d", "c"], ["b", "a"], []],
      );
      assert.deepEqual(first[0]?.data, { text: "日本 🎉", deep: { n: [1, null, true] } });
      assert.equal(first.at(0)?.at.getTime(), NOW.getTime() + 1);
    });
  });
}

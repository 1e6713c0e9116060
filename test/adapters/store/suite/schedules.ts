import assert from "node:assert/strict";
import type { ScheduleRecord, Transaction } from "../../../../src/adapters/store/index.ts";
import { aWorld, NOW, useStore, type MakeDatabase, type World } from "./fixture.ts";

const EARLIER = new Date(NOW.getTime() - 60_000);
const LATER = new Date(NOW.getTime() + 60_000);

type NewSchedule = Parameters<Transaction["schedules"]["create"]>[0];

export function aSchedule(world: World, change: Partial<NewSchedule> = {}): NewSchedule {
  return {
    conversationId: world.conversation.id,
    creatorId: world.githubUser.id,
    ghArtifactId: "3001",
    ghArtifactName: "octo/Hello",
    ghArtifactType: "Repo",
    days: "1,2,3,4,5",
    timeOfDay: "09:30",
    zone: "Europe/Berlin",
    filters: { drafts: false, labels: ["Grüße 世界 🎉 it's"] },
    nextRunAt: EARLIER,
    ...change,
  };
}

export function describeSchedules(makeDatabase: MakeDatabase): void {
  describe("schedules", () => {
    const store = useStore(makeDatabase);

    const given = (...changes: Partial<NewSchedule>[]): Promise<readonly ScheduleRecord[]> =>
      store().store.transaction(async (tx) => {
        const world = await aWorld(tx);
        const made: ScheduleRecord[] = [];
        for (const change of changes) made.push(await tx.schedules.create(aSchedule(world, change)));
        return made;
      });

    it("come back as they were kept, numbered in their conversation", async () => {
      const [first, second] = await given({}, { nextRunAt: LATER });

      const listed = await store().store.read((reads) =>
        reads.schedules.listForConversation(first?.conversationId ?? ""),
      );

      assert.deepEqual(listed, [first, second]);
      assert.deepEqual(
        listed.map(({ number, state }) => [number, state]),
        [
          [1, "active"],
          [2, "active"],
        ],
      );
    });

    it("are due when their time has come and they run", async () => {
      const [due, , paused] = await given({}, { nextRunAt: LATER }, {});
      await store().store.transaction((tx) => tx.schedules.halt(paused?.id ?? "", "active", "paused", ""));

      const found = await store().store.read((reads) => reads.schedules.listDue(NOW, 10));
      const next = await store().store.read((reads) => reads.schedules.nextDue());

      assert.deepEqual(
        found.map(({ id }) => id),
        [due?.id],
      );
      assert.deepEqual(next, EARLIER);
    });

    it("are moved on by one of many, once", async () => {
      const [due] = await given({});
      const stores = [store().store, await store().another(), await store().another()];

      const won = await Promise.all(
        stores.map((each) => each.transaction((tx) => tx.schedules.advance(due?.id ?? "", NOW, LATER))),
      );
      const after = await store().store.read((reads) => reads.schedules.find(due?.id ?? ""));

      assert.equal(won.filter(Boolean).length, 1);
      assert.deepEqual(after?.nextRunAt, LATER);
    });

    it("halt and go on in another's name, once", async () => {
      const [made] = await given({});
      const id = made?.id ?? "";
      const creatorId = made?.creatorId ?? "";

      const outcomes = await store().store.transaction(async ({ schedules }) => {
        await schedules.recordMissing(id, NOW);
        await schedules.recordWarning(id, NOW);
        return [
          await schedules.halt(id, "active", "stopped", "gone"),
          await schedules.halt(id, "active", "paused", ""),
          await schedules.resume(id, creatorId, LATER),
          await schedules.resume(id, creatorId, LATER),
        ];
      });
      const after = await store().store.read((reads) => reads.schedules.find(id));

      assert.deepEqual(outcomes, [true, false, true, false]);
      assert.deepEqual(after, { ...made, nextRunAt: LATER });
    });

    it("forget their troubles when they have run, and are gone when removed", async () => {
      const [made] = await given({});
      const id = made?.id ?? "";
      await store().store.transaction(async ({ schedules }) => {
        await schedules.recordMissing(id, NOW);
        await schedules.recordRun(id, NOW, "octo/World");
      });
      const run = await store().store.read((reads) => reads.schedules.find(id));
      await store().store.transaction((tx) => tx.schedules.delete(id));

      assert.deepEqual(run, { ...made, lastRunAt: NOW, ghArtifactName: "octo/World" });
      assert.equal(await store().store.read((reads) => reads.schedules.find(id)), undefined);
    });
  });
}

import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../../src/core/clock.ts";
import type { NewDelivery } from "../../../../src/adapters/store/index.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";

const UNTIL = new Date(NOW.getTime() + MINUTE);

function aDelivery(guid: string, payload = '{"zen":"簡単 🎉"}'): NewDelivery {
  return {
    guid,
    source: "github",
    event: "push",
    action: "",
    installationId: "7001",
    repositoryId: "3001",
    payload: Buffer.from(payload),
  };
}

export function describeWork(makeDatabase: MakeDatabase): void {
  describe("deliveries", () => {
    const at = useStore(makeDatabase);
    const accept = (...deliveries: NewDelivery[]) =>
      at().store.transaction((tx) => tx.deliveries.accept(deliveries));

    it("are accepted with a job each and keep their bytes", async () => {
      const { store } = at();
      const payload = JSON.stringify({ text: "é🎉".repeat(50_000) });

      const [first, second] = await accept(aDelivery("g-1"), aDelivery("g-2", payload));

      assert.ok(first?.jobId !== undefined && second !== undefined);
      assert.deepEqual([first.outcome, second.outcome], ["accepted", "accepted"]);
      const job = await store.read((reads) => reads.jobs.find(first.jobId ?? ""));
      assert.deepEqual([job?.kind, job?.targetId, job?.state], ["delivery", first.id, "queued"]);
      const kept = await store.read((reads) => reads.deliveries.findPayload(second.id));
      assert.equal(kept?.toString("utf8"), payload);
      const record = await store.read((reads) => reads.deliveries.find(first.id));
      assert.deepEqual(record, {
        id: first.id,
        guid: "g-1",
        source: "github",
        event: "push",
        action: "",
        installationId: "7001",
        repositoryId: "3001",
        receivedAt: NOW,
        state: "received",
        attempts: 0,
        lastError: "",
      });
    });

    it("are told apart from repeats, by source and exact guid, also within one call", async () => {
      const [first] = await accept(aDelivery("g-1"));

      const outcomes = await accept(
        aDelivery("g-1"),
        aDelivery("G-1"),
        { ...aDelivery("g-1"), source: "jira" },
        aDelivery("g-2"),
        aDelivery("g-2"),
      );

      assert.deepEqual(
        outcomes.map(({ outcome }) => outcome),
        ["repeat", "accepted", "accepted", "accepted", "repeat"],
      );
      assert.equal(outcomes[0]?.id, first?.id);
      assert.equal(outcomes[4]?.id, outcomes[3]?.id);
      assert.deepEqual(await at().store.read((reads) => reads.jobs.countByState()), { queued: 4 });
    });

    it("run again when they had died", async () => {
      const { store, clock } = at();
      const [first] = await accept(aDelivery("g-1"));
      assert.ok(first?.jobId !== undefined);
      const jobId = first.jobId;
      await store.transaction(async (tx) => {
        await tx.jobs.claim(jobId, "w", NOW, UNTIL);
        await tx.jobs.die(jobId, "w", "boom");
        await tx.deliveries.markDead(first.id, "boom");
      });
      assert.equal((await store.read((reads) => reads.deliveries.find(first.id)))?.lastError, "boom");
      clock.pass(HOUR);

      const [revived, repeat] = await accept(aDelivery("g-1", "new"), aDelivery("g-1"));

      assert.deepEqual(revived, { id: first.id, jobId, outcome: "revived" });
      assert.equal(repeat?.outcome, "repeat");
      const job = await store.read((reads) => reads.jobs.find(jobId));
      assert.deepEqual([job?.state, job?.attempts], ["queued", 0]);
      assert.equal((await store.read((reads) => reads.deliveries.find(first.id)))?.state, "received");
      const payload = await store.read((reads) => reads.deliveries.findPayload(first.id));
      assert.equal(payload?.toString(), "new");
    });

    it("get a new job when the dead one was pruned", async () => {
      const { store, clock } = at();
      const [first] = await accept(aDelivery("g-1"));
      assert.ok(first?.jobId !== undefined);
      const jobId = first.jobId;
      await store.transaction(async (tx) => {
        await tx.jobs.claim(jobId, "w", NOW, UNTIL);
        await tx.jobs.die(jobId, "w", "boom");
        await tx.deliveries.markDead(first.id, "boom");
      });
      clock.pass(HOUR);
      assert.equal(await store.transaction((tx) => tx.jobs.prune(clock.now(), 10)), 1);

      const [revived] = await accept(aDelivery("g-1"));

      assert.ok(revived?.outcome === "revived");
      const job = await store.read((reads) => reads.jobs.find(revived.jobId ?? ""));
      assert.equal(job?.targetId, first.id);
    });

    it("give up their payload when done and are pruned", async () => {
      const { store, clock } = at();
      const [done, open] = await accept(aDelivery("g-1"), aDelivery("g-2"));
      assert.ok(done && open);

      await store.transaction((tx) => tx.deliveries.markDone(done.id));

      assert.equal(await store.read((reads) => reads.deliveries.findPayload(done.id)), undefined);
      assert.equal((await store.read((reads) => reads.deliveries.find(done.id)))?.state, "done");
      assert.deepEqual((await accept(aDelivery("g-1")))[0]?.outcome, "repeat");
      clock.pass(MINUTE);
      assert.equal(await store.transaction((tx) => tx.deliveries.prune(clock.now(), 10)), 1);
      assert.ok(await store.read((reads) => reads.deliveries.find(open.id)));
    });

    it("say how they stand, by exact guid", async () => {
      const { store } = at();
      const [done, dead] = await accept(aDelivery("g-1"), aDelivery("g-2"), aDelivery("g-3"));
      await store.transaction((tx) => tx.deliveries.markDone(done?.id ?? ""));
      await store.transaction((tx) => tx.deliveries.markDead(dead?.id ?? "", "boom"));

      const states = await store.read(({ deliveries }) =>
        deliveries.listStates("github", ["g-1", "g-2", "g-3", "G-3", "g-4"]),
      );
      const others = await store.read(({ deliveries }) => deliveries.listStates("jira", ["g-1"]));

      assert.deepEqual(Object.fromEntries(states), { "g-1": "done", "g-2": "dead", "g-3": "received" });
      assert.equal(others.size, 0);
    });

    it("are listed when dead, newest first, and begin anew with their jobs", async () => {
      const { store, clock } = at();
      const [first, running] = await accept(aDelivery("g-1"), aDelivery("g-2"));
      clock.pass(MINUTE);
      const [pruned, fine] = await accept(aDelivery("g-3"), aDelivery("g-4"));
      assert.ok(first && running && pruned && fine);
      const until = new Date(clock.now().getTime() + HOUR);
      await store.transaction(async (tx) => {
        for (const { jobId } of [first, running, pruned]) {
          await tx.jobs.claim(jobId ?? "", "w", clock.now(), until);
          if (jobId !== running.jobId) await tx.jobs.die(jobId ?? "", "w", "boom");
        }
        for (const { id } of [first, running, pruned]) await tx.deliveries.markDead(id, "boom");
      });
      const listed = await store.read(({ deliveries }) => deliveries.listDead(10));
      assert.deepEqual(listed.map(({ guid, lastError }) => [guid, lastError])[0], ["g-3", "boom"]);
      assert.deepEqual(listed.map(({ guid }) => guid).toSorted(), ["g-1", "g-2", "g-3"]);
      assert.equal((await store.read(({ deliveries }) => deliveries.listDead(1))).length, 1);
      clock.pass(1);
      await store.transaction(async (tx) => tx.jobs.prune(clock.now(), 1));

      const ids = [first, running, pruned, fine].map(({ id }) => id);
      const revived = await store.transaction((tx) => tx.deliveries.reviveDead([...ids, "none"]));

      assert.deepEqual(revived.map(({ id }) => id).toSorted(), [first.id, pruned.id].toSorted());
      for (const { id, jobId } of revived) {
        const job = await store.read((reads) => reads.jobs.find(jobId));
        assert.deepEqual([job?.targetId, job?.state, job?.attempts], [id, "queued", 0]);
        const record = await store.read((reads) => reads.deliveries.find(id));
        assert.deepEqual([record?.state, record?.lastError], ["received", ""]);
        assert.ok(await store.read((reads) => reads.deliveries.findPayload(id)));
      }
      assert.equal((await store.read((reads) => reads.deliveries.find(running.id)))?.state, "dead");
      assert.deepEqual(await store.transaction((tx) => tx.deliveries.reviveDead(ids.slice(0, 1))), []);
    });

    it("come in groups larger than one statement", async () => {
      const group = Array.from({ length: 600 }, (_, n) => aDelivery(`g-${n}`, "{}"));

      await accept(...group);
      const repeats = await accept(...group);

      assert.ok(repeats.every(({ outcome }) => outcome === "repeat"));
      assert.deepEqual(await at().store.read((reads) => reads.jobs.countByState()), { queued: 600 });
    });
  });

  describe("jobs", () => {
    const at = useStore(makeDatabase);
    const create = (change: { kind?: string; runAfter?: Date } = {}) =>
      at().store.transaction((tx) => tx.jobs.create({ kind: "command", payload: { n: 1 }, ...change }));
    const dueAt = (now: Date) => at().store.read((reads) => reads.jobs.listDue(now, 10));

    it("are claimed once they are due, by one holder, with the attempt counted", async () => {
      const { store } = at();
      const job = await create();
      const waiting = await create({ runAfter: UNTIL });
      const claim = (id: string, holder: string) =>
        store.transaction((tx) => tx.jobs.claim(id, holder, NOW, UNTIL));
      assert.deepEqual(await dueAt(NOW), [job.id]);

      assert.deepEqual(await claim(job.id, "w1"), { ...job, state: "running", attempts: 1 });
      assert.equal(await claim(job.id, "w2"), undefined);
      assert.equal(await claim(job.id, "w1"), undefined);
      assert.equal(await claim(waiting.id, "w1"), undefined);

      assert.deepEqual(await dueAt(NOW), []);
      assert.deepEqual(await store.read((reads) => reads.jobs.nextDue()), UNTIL);
    });

    it("go to another holder when the lease ran out, and the former can end nothing", async () => {
      const { store } = at();
      const { id } = await create();
      const later = new Date(UNTIL.getTime() + 1);
      const end = new Date(later.getTime() + MINUTE);
      await store.transaction((tx) => tx.jobs.claim(id, "w1", NOW, UNTIL));
      assert.deepEqual(await dueAt(later), [id]);

      const taken = await store.transaction((tx) => tx.jobs.claim(id, "w2", later, end));

      assert.equal(taken?.attempts, 2);
      const asFormer = await store.transaction(async ({ jobs }) => [
        await jobs.renew(id, "w1", end),
        await jobs.succeed(id, "w1"),
        await jobs.retryAt(id, "w1", end, "x"),
        await jobs.delay(id, "w1", end),
        await jobs.die(id, "w1", "x"),
      ]);
      assert.deepEqual(asFormer, [false, false, false, false, false]);
      const asHolder = await store.transaction(async ({ jobs }) => [
        await jobs.renew(id, "w2", end),
        await jobs.renew(id, "w2", end),
        await jobs.succeed(id, "w2"),
        await jobs.succeed(id, "w2"),
      ]);
      assert.deepEqual(asHolder, [true, true, true, false]);
      const found = await store.read((reads) => reads.jobs.find(id));
      assert.deepEqual([found?.state, found?.payload], ["succeeded", {}]);
    });

    it("fail with whatever the failure says, and are found by whatever somebody sent", async () => {
      const { store, clock } = at();
      const { id } = await create();
      await store.transaction((tx) => tx.jobs.claim(id, "w", clock.now(), UNTIL));

      const isRetried = await store.transaction((tx) => tx.jobs.retryAt(id, "w", NOW, "it's \0 \ud800"));

      assert.equal(isRetried, true);
      assert.equal(await store.read((reads) => reads.jobs.find(`${id.slice(1)}\0`)), undefined);
    });

    it("are retried, delayed without a count, and die with their payload", async () => {
      const { store, clock } = at();
      const { id } = await create();
      const claim = () => store.transaction((tx) => tx.jobs.claim(id, "w", clock.now(), UNTIL));
      await claim();
      await store.transaction((tx) => tx.jobs.delay(id, "w", NOW));
      assert.equal((await claim())?.attempts, 1);

      const later = new Date(NOW.getTime() + HOUR);
      assert.equal(await store.transaction((tx) => tx.jobs.retryAt(id, "w", later, "again")), true);

      assert.equal(await claim(), undefined);
      clock.pass(HOUR);
      const again = await claim();
      assert.deepEqual([again?.attempts, again?.lastError, again?.payload], [2, "again", { n: 1 }]);
      await store.transaction((tx) => tx.jobs.die(id, "w", "given up"));
      const dead = await store.read((reads) => reads.jobs.find(id));
      assert.deepEqual([dead?.state, dead?.lastError, dead?.payload], ["dead", "given up", { n: 1 }]);
      clock.pass(1);
      assert.equal(await store.transaction((tx) => tx.jobs.prune(clock.now(), 10)), 1);
    });

    it("are listed when dead, the latest first, and run again as if never tried", async () => {
      const { store, clock } = at();
      const [first, second, alive] = [await create(), await create({ kind: "other" }), await create()];
      for (const { id } of [first, second]) {
        await store.transaction((tx) => tx.jobs.claim(id, "w", clock.now(), UNTIL));
        await store.transaction((tx) => tx.jobs.die(id, "w", "given up"));
        clock.pass(1);
      }
      const listed = await store.read(({ jobs }) => jobs.listDead(10));
      const { id, kind, targetId } = second;
      const diedAt = new Date(NOW.getTime() + 1);
      assert.deepEqual(listed[0], { id, kind, targetId, attempts: 1, lastError: "given up", diedAt });
      assert.equal(listed[1]?.id, first.id);
      assert.equal((await store.read(({ jobs }) => jobs.listDead(1))).length, 1);

      const revive = () => store.transaction((tx) => tx.jobs.reviveDead([first.id, alive.id, "none"]));

      assert.deepEqual(await revive(), [first.id]);
      assert.deepEqual(await revive(), []);
      const again = await store.transaction((tx) => tx.jobs.claim(first.id, "w", clock.now(), UNTIL));
      assert.deepEqual([again?.attempts, again?.lastError, again?.payload], [1, "", { n: 1 }]);
      assert.equal((await store.read(({ jobs }) => jobs.listDead(10))).length, 1);
    });

    it("are claimed many at once, each by one", async () => {
      const { store } = at();
      const jobs = await store.transaction((tx) =>
        tx.jobs.createMany(Array.from({ length: 5 }, (_, n) => ({ kind: `k${n}` }))),
      );
      const ids = jobs.map(({ id }) => id);
      const kinds = await store.read((reads) => reads.jobs.listKinds([...ids, "none"]));
      assert.deepEqual(
        ids.map((id) => kinds.get(id)),
        ["k0", "k1", "k2", "k3", "k4"],
      );

      const first = await store.transaction((tx) => tx.jobs.claimMany(ids.slice(0, 3), "w1", NOW, UNTIL));
      const second = await store.transaction((tx) => tx.jobs.claimMany(ids, "w1", NOW, UNTIL));

      assert.deepEqual([first.length, second.length], [3, 2]);
      const all = [...first, ...second].map(({ id }) => id).toSorted();
      assert.deepEqual(all, ids.toSorted());
      assert.deepEqual(await store.transaction((tx) => tx.jobs.claimMany([], "w1", NOW, UNTIL)), []);
    });

    it("are due oldest first, abandoned ones before all", async () => {
      const { store } = at();
      const at2 = new Date(NOW.getTime() - 2 * MINUTE);
      const at1 = new Date(NOW.getTime() - MINUTE);
      const newer = await create({ runAfter: at1 });
      const older = await create({ runAfter: at2 });
      const abandoned = await create({ runAfter: at1 });
      await store.transaction((tx) => tx.jobs.claim(abandoned.id, "w", at1, new Date(NOW.getTime() - 1)));

      assert.deepEqual(await dueAt(NOW), [abandoned.id, older.id, newer.id]);
      assert.deepEqual(await store.read((reads) => reads.jobs.countByState()), { queued: 2, running: 1 });
    });
  });

  describe("leases", () => {
    const at = useStore(makeDatabase);

    it("have one holder, and a fence that grows with each new one", async () => {
      const { store } = at();
      const acquire = (holder: string, now: Date, until: Date) =>
        store.transaction((tx) => tx.leases.acquire("drain:1", holder, now, until));
      const later = new Date(UNTIL.getTime() + 1);
      const end = new Date(later.getTime() + MINUTE);

      const first = await acquire("a", NOW, UNTIL);
      assert.deepEqual(first, { name: "drain:1", holder: "a", fence: 1, until: UNTIL });
      assert.equal(await acquire("b", NOW, UNTIL), undefined);
      assert.equal((await acquire("a", NOW, UNTIL))?.fence, 1);
      assert.equal((await acquire("b", later, end))?.fence, 2);
      assert.equal(await acquire("a", later, end), undefined);

      await store.transaction((tx) => tx.leases.release("drain:1", "a"));
      assert.equal((await store.transaction((tx) => tx.leases.find("drain:1")))?.holder, "b");
      await store.transaction((tx) => tx.leases.release("drain:1", "b"));
      assert.equal(await store.transaction((tx) => tx.leases.find("drain:1")), undefined);
      assert.equal((await acquire("a", later, end))?.fence, 3);
    });
  });
}

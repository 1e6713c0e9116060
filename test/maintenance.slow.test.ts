import assert from "node:assert/strict";
import { addMilliseconds, DAY, HOUR, MINUTE } from "../src/core/clock.ts";
import { silentLog } from "../src/core/log.ts";
import { createMaintenance, type MaintenanceDeps } from "../src/maintenance.ts";
import { ManualTime } from "./support/manual-time.ts";
import { until } from "./support/until.ts";
import { openTestStore, type TestStore } from "./support/store.ts";

describe("maintenance", () => {
  const time = new ManualTime();
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore({ clock: time });
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const make = (parts: Partial<MaintenanceDeps> = {}): ReturnType<typeof createMaintenance> =>
    createMaintenance({
      store,
      clock: time,
      timers: time,
      log: silentLog,
      requeueDirectory: () => Promise.resolve(0),
      requeueServices: () => Promise.resolve(0),
      requeueClouds: () => Promise.resolve(0),
      retention: { deliveriesDays: 30, jobsDays: 14, outputDays: 90, cardsDays: 90 },
      ...parts,
    });

  it("ends invitations whose time is over, in as many bites as it takes", async () => {
    const [invited, MANY] = [[] as string[], 120];
    await store.transaction(async (tx) => {
      const person = { tenantId: "t", aadObjectId: "mira", teamsUserId: "29:mira", displayName: "Mira" };
      const { id: creatorId } = await tx.users.ensure(person);
      const team = await tx.teams.create({ tenantId: "t", name: "Platform", ownerId: creatorId });
      for (let count = 0; count <= MANY; count++) {
        const email = `${String(count)}@example.com`;
        const { id: recipientId } = await tx.users.createUnlinked(
          { tenantId: "t", email, surname: "Park" },
          creatorId,
        );
        const expiresAt = addMilliseconds(time.now(), count === MANY ? DAY : HOUR);
        const about = { teamId: team?.id ?? "", creatorId, recipientId, email, surname: "Park" };
        const made = await tx.teamInvitations.create({ ...about, tokenHash: email, expiresAt });
        invited.push(made?.id ?? "");
      }
    });
    await time.advance(HOUR);

    const maintenance = make();
    maintenance.start();
    await time.advance(2 * MINUTE);
    const state = async (index: number): Promise<string | undefined> =>
      (await store.read((reads) => reads.teamInvitations.find(invited[index] ?? "")))?.state;
    await until(async () => (await state(MANY - 1)) === "expired");
    await maintenance.stop();

    assert.deepEqual([await state(0), await state(MANY)], ["expired", "pending"]);
  });

  it("deletes finished jobs after their time, in as many bites as it takes, and keeps the rest", async () => {
    const finish = async (count: number): Promise<void> => {
      const jobs = await store.transaction((tx) =>
        tx.jobs.createMany(Array.from({ length: count }, () => ({ kind: "x" }))),
      );
      const now = time.now();
      await store.transaction((tx) =>
        tx.jobs.claimMany(
          jobs.map((job) => job.id),
          "me",
          now,
          addMilliseconds(now, HOUR),
        ),
      );
      await store.transaction(async (tx) => {
        for (const job of jobs) await tx.jobs.succeed(job.id, "me");
      });
    };
    await finish(450);
    await finish(150);
    await time.advance(15 * DAY);
    await finish(1);
    const waiting = await store.transaction((tx) => tx.jobs.create({ kind: "y" }));

    const maintenance = make();
    maintenance.start();
    await time.advance(2 * MINUTE);
    await until(async () => (await store.read((reads) => reads.jobs.countByState()))["succeeded"] === 1);
    await maintenance.stop();

    assert.ok(await store.read((reads) => reads.jobs.find(waiting.id)));
  });

  it("deletes sessions and one-time codes that are over", async () => {
    const person = { tenantId: "t", aadObjectId: "ada", teamsUserId: "29:ada", displayName: "Ada" };
    const { id: userId } = await store.transaction((tx) => tx.users.ensure(person));
    const inAnHour = () => addMilliseconds(time.now(), HOUR);
    const open = (tokenHash: string, expiresAt: Date) =>
      store.transaction((tx) =>
        tx.webSessions.create({ userId, name: "", scopes: [], tokenHash, expiresAt }),
      );
    const offer = () =>
      store.transaction((tx) =>
        tx.accountTokens.create({ userId, kind: "link", tokenHash: "code", expiresAt: inAnHour() }),
      );
    await open("over", inAnHour());
    await open("living", addMilliseconds(time.now(), DAY));
    await offer();
    await time.advance(2 * HOUR);
    await assert.rejects(offer(), "the hash is still there");

    const maintenance = make();
    maintenance.start();
    await time.advance(2 * MINUTE);
    await until(() =>
      offer().then(
        () => true,
        () => false,
      ),
    );
    await maintenance.stop();

    await open("over", inAnHour());
    assert.equal((await store.read((reads) => reads.webSessions.listLive(userId))).length, 2);
  });

  it("ends what belongs to a conversation that the bot left 30 days ago, and no sooner", async () => {
    const { id } = await store.transaction(async (tx) => {
      const conversation = await tx.conversations.ensure({
        tenantId: "tenant",
        teamId: "team",
        channelId: "19:general",
        type: "channel",
        serviceUrl: "https://smba.example/",
        name: "General",
      });
      const card = { subjectKey: "pr:1", facts: {}, renderedHash: "", rootState: "none" } as const;
      await tx.cards.create({ conversationId: conversation.id, ...card });
      await tx.conversations.setState(conversation.id, "paused", "removed");
      return conversation;
    });
    const find = () => store.read((reads) => reads.cards.find(id, "pr:1"));
    const state = async () => (await store.read((reads) => reads.conversations.find(id)))?.state;
    const maintain = async (): Promise<void> => {
      const maintenance = make();
      maintenance.start();
      await time.advance(2 * MINUTE);
      await maintenance.stop();
    };
    await time.advance(29 * DAY);
    await maintain();
    assert.equal(await state(), "paused");

    await time.advance(2 * DAY);
    await maintain();

    assert.equal(await find(), undefined);
    assert.equal(await state(), "gone");
  });

  it("forgets what somebody was asked to confirm, as long after as the turns that used it", async () => {
    const asked = await store.transaction(async (tx) => {
      const person = { tenantId: "t", aadObjectId: "ada", teamsUserId: "29:ada", displayName: "Ada" };
      const { id: userId } = await tx.users.ensure(person);
      const expiresAt = addMilliseconds(time.now(), MINUTE);
      return tx.confirmations.create({ userId, conversationId: "c", command: "c", target: {}, expiresAt });
    });
    const find = () => store.transaction((tx) => tx.confirmations.find(asked.id));
    const maintain = async (): Promise<void> => {
      const maintenance = make();
      maintenance.start();
      await time.advance(2 * MINUTE);
      await maintenance.stop();
    };
    await time.advance(13 * DAY);
    await maintain();
    assert.ok(await find());

    await time.advance(2 * DAY);
    await maintain();

    assert.equal(await find(), undefined);
  });

  it("forgets the cards of what ended by itself after their time, and of what may go on after a year", async () => {
    const subjects = ["push:1@a", "ref:1#created/tag/x", "run:1#2", "jenkins:x#1", "pull:1#7", "server:1"];
    const { id } = await store.transaction(async (tx) => {
      const place = { tenantId: "tenant", teamId: "team", channelId: "19:general", type: "channel" } as const;
      const made = await tx.conversations.ensure({ ...place, serviceUrl: "https://smba.example/", name: "" });
      const card = { conversationId: made.id, facts: {}, renderedHash: "", rootState: "none" } as const;
      for (const subjectKey of subjects) await tx.cards.create({ ...card, subjectKey });
      return made;
    });
    const left = async (): Promise<readonly string[]> => {
      const cards = await store.read((reads) => reads.cards.listBySubjects(subjects, [id]));
      return cards.map(({ subjectKey }) => subjectKey).toSorted();
    };
    const maintain = async (): Promise<void> => {
      const maintenance = make();
      maintenance.start();
      await time.advance(2 * MINUTE);
      await maintenance.stop();
    };
    await time.advance(89 * DAY);
    await maintain();
    assert.deepEqual(await left(), subjects.toSorted());

    await time.advance(2 * DAY);
    await maintain();
    assert.deepEqual(await left(), ["pull:1#7", "server:1"]);

    await time.advance(275 * DAY);
    await maintain();
    assert.deepEqual(await left(), []);
  });

  it("goes on with the other parts where one can't be done", async () => {
    await store.transaction((tx) => tx.inbound.record("19:general", "1"));
    await time.advance(8 * DAY);

    const maintenance = make({
      requeueServices: () => Promise.reject(new Error("broken")),
    });
    maintenance.start();
    await time.advance(2 * MINUTE);
    await maintenance.stop();

    assert.equal(await store.transaction((tx) => tx.inbound.record("19:general", "1")), true);
  });

  it("is done by one process at a time", async () => {
    let transactions = 0;
    const counting = {
      ...store,
      transaction: <T>(work: Parameters<typeof store.transaction<T>>[0]) => {
        transactions += 1;
        return store.transaction(work);
      },
    };
    const both = [
      make(),
      createMaintenance({
        store: counting,
        clock: time,
        timers: time,
        log: silentLog,
        requeueDirectory: () => Promise.resolve(0),
        requeueServices: () => Promise.resolve(0),
        requeueClouds: () => Promise.resolve(0),
        retention: { deliveriesDays: 30, jobsDays: 14, outputDays: 90, cardsDays: 90 },
      }),
    ];
    for (const one of both) one.start();
    await time.advance(2 * MINUTE);
    for (const one of both) await one.stop();

    assert.equal(transactions, 1);
  });
});

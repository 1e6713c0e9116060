import assert from "node:assert/strict";
import { addMilliseconds, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import { JobDelay } from "../../../src/core/job.ts";
import { isCard } from "../../../src/core/message.ts";
import { reminderJob } from "../../../src/features/reminders/job.ts";
import { aPull, openReminderWorld, type ReminderWorld } from "./world.ts";

describe("a reminder's run", () => {
  let world: ReminderWorld;
  beforeEach(async () => {
    world = await openReminderWorld();
  });
  afterEach(async () => {
    await world.close();
  });

  const verbs = async (): Promise<readonly string[]> => (await world.events()).map(({ verb }) => verb);
  const outbox = async (): Promise<number> =>
    (await world.store.read((reads) => reads.outbox.backlog())).waiting;
  const run = async (occurrence?: Date): Promise<void> => {
    await reminderJob.run(await world.claimJob(occurrence), world.deps);
  };

  it("posts once, and ends with it", async () => {
    const job = await world.claimJob();

    await reminderJob.run(job, world.deps);
    // The process died before the runner knew of the end, and the job comes again.
    await assert.rejects(reminderJob.run(job, world.deps), /lease was lost/);

    assert.equal(await outbox(), 1);
    assert.deepEqual(await verbs(), ["ran"]);
    assert.equal((await world.store.read((reads) => reads.jobs.find(job.id)))?.state, "succeeded");
    assert.deepEqual((await world.current())?.lastRunAt, world.time.now());
  });

  it("leaves nothing behind when its end can't be written", async () => {
    const job = await world.claimJob();

    await assert.rejects(reminderJob.run({ ...job, holder: "somebody else" }, world.deps));

    assert.equal(await outbox(), 0);
    assert.deepEqual(await verbs(), []);
  });

  it("says nothing when nothing waits", async () => {
    world.github.pulls = () => [];

    await run();

    assert.equal(await outbox(), 0);
    assert.deepEqual(await verbs(), ["ran"]);
  });

  it("lists at most twenty, and says how many more there are", async () => {
    world.github.pulls = () => Array.from({ length: 23 }, (_, index) => aPull({ number: index + 1 }));

    await run();

    const [card] = world.posted;
    assert.ok(card !== undefined && isCard(card));
    assert.equal(card.summary, "23 pull requests wait for review in contoso/web");
    assert.match(JSON.stringify(card.data), /\[3 more on GitHub\]/);
    assert.equal(JSON.stringify(card.data).match(/"line"/g)?.length, 20);
  });

  it("does nothing for one that was paused or removed meanwhile", async () => {
    const jobs = [await world.claimJob(), await world.claimJob()] as const;
    await world.store.transaction((tx) => tx.schedules.halt(world.schedule.id, "active", "paused", ""));
    await reminderJob.run(jobs[0], world.deps);
    await world.store.transaction((tx) => tx.schedules.delete(world.schedule.id));
    await reminderJob.run(jobs[1], world.deps);

    assert.equal(await outbox(), 0);
  });

  it("does nothing for one that is paused while GitHub is asked", async () => {
    const job = await world.claimJob();
    const asConnected: typeof world.deps.reminders.asConnected = async (id, work) => {
      await world.store.transaction((tx) => tx.schedules.halt(world.schedule.id, "active", "paused", ""));
      return world.deps.reminders.asConnected(id, work);
    };

    await reminderJob.run(job, { reminders: { ...world.deps.reminders, asConnected } });

    assert.equal(await outbox(), 0);
  });

  it("is skipped when it is more than two hours late", async () => {
    await run(addMilliseconds(world.time.now(), -2 * HOUR));
    await run(addMilliseconds(world.time.now(), -2 * HOUR - 1));

    assert.deepEqual((await verbs()).toSorted(), ["ran", "skipped"]);
    assert.equal(await outbox(), 1);
  });

  it("is skipped where the bot was removed", async () => {
    await world.store.transaction((tx) =>
      tx.conversations.setState(world.schedule.conversationId, "gone", "removed"),
    );

    await run();

    assert.equal(world.posted.length, 0);
    assert.deepEqual(await verbs(), ["skipped"]);
  });

  it("comes again when GitHub doesn't answer", async () => {
    world.github.pulls = () => {
      throw faults.GITHUB_UNREACHABLE();
    };

    await assert.rejects(run(), /GITHUB_UNREACHABLE/);

    assert.deepEqual(await verbs(), []);
  });

  it("tells once that GitHub refuses, until it has run again", async () => {
    const refuse = (): never => {
      throw faults.GITHUB_SSO_REQUIRED({ organization: "contoso" });
    };
    const answers = [refuse, refuse, () => [], refuse];

    for (const pulls of answers) {
      world.github.pulls = pulls;
      await run();
    }

    assert.equal(world.posted.length, 2);
    assert.match(JSON.stringify(world.posted[0]), /as @mira: contoso wants you to sign in/);
    assert.deepEqual((await verbs()).toSorted(), ["ran", "skipped", "skipped", "skipped"]);
  });

  it("stops when its maker has signed out", async () => {
    world.github.pulls = () => {
      throw faults.SIGN_IN_AGAIN();
    };
    await world.store.transaction((tx) => tx.githubUsers.setState(world.schedule.creatorId, "revoked"));

    await run();

    const current = await world.current();
    assert.equal(current?.state, "stopped");
    assert.equal(current.nextRunAt, undefined);
    assert.match(JSON.stringify(world.posted), /has stopped: @mira has signed out.*schedule resume 1/);
    assert.deepEqual(await verbs(), ["stopped"]);
  });

  it("believes that its maker lost access when GitHub says so twice, ten minutes apart", async () => {
    world.github.sees = false;
    const start = world.time.now();
    const isDelay = (error: unknown): boolean =>
      error instanceof JobDelay && error.runAfter.getTime() === start.getTime() + 10 * MINUTE;

    await assert.rejects(run(), isDelay);
    await world.time.advance(9 * MINUTE);
    await assert.rejects(run(), isDelay);
    assert.equal(world.posted.length, 0);
    await world.time.advance(MINUTE);
    await run();

    assert.equal((await world.current())?.state, "stopped");
    assert.equal(world.posted.length, 1);
    assert.match(JSON.stringify(world.posted), /@mira can no longer see it/);
  });

  it("forgets a 404 that was none", async () => {
    world.github.sees = false;
    await assert.rejects(run());
    world.github.sees = true;
    await run();

    assert.equal((await world.current())?.missingSince, undefined);
  });

  it("leaves a trace when it dies", async () => {
    const { id, targetId, payload, attempt } = await world.claimJob();

    await reminderJob.onDead?.({ id, targetId, payload, attempt }, faults.GITHUB_UNREACHABLE(), world.deps);

    const [event] = await world.events();
    assert.deepEqual([event?.verb, event?.data], ["skipped", { reason: "GITHUB_UNREACHABLE" }]);
  });
});

import assert from "node:assert/strict";
import { newId } from "../../../src/core/ids.ts";
import { HOUR } from "../../../src/core/clock.ts";
import { isFault } from "../../../src/core/errors.ts";
import { resumePressed } from "../../../src/features/subscriptions/pause.ts";
import { RESUME_JOB, resumeJob } from "../../../src/features/subscriptions/resume-job.ts";
import { openSubscriptionWorld, type SubscriptionWorld } from "./world.ts";

describe("the job that ends a pause", () => {
  let world: SubscriptionWorld;
  let id: string;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
    await world.say("subscribe contoso/tools issues");
    await world.say("subscribe pause contoso/tools 2h");
    id = (await world.subscriptions())[0]?.id ?? "";
  });
  afterEach(() => world.close());

  const find = () => world.store.read((reads) => reads.subscriptions.findById(id));
  const verbs = async () => {
    const events = await world.store.read((reads) =>
      reads.events.listByEntity("chatopssubscription", id, { limit: 50 }),
    );
    return events.map((event) => event.verb).reverse();
  };
  const runAll = async (): Promise<void> => {
    const due = await world.store.read((reads) => reads.jobs.listDue(world.time.now(), 100));
    for (const jobId of due) {
      const job = await world.store.read((reads) => reads.jobs.find(jobId));
      if (job?.kind !== RESUME_JOB) continue;
      const run = { ...job, attempt: 1, holder: "holder", signal: new AbortController().signal };
      await resumeJob.run(run, world);
    }
  };

  it("is due when the pause ends, and ends it once", async () => {
    await world.time.advance(2 * HOUR - 1);
    await runAll();
    assert.equal((await find())?.state, "paused");
    await world.time.advance(1);
    await runAll();
    await runAll();

    const row = await find();
    assert.equal(row?.state, "active");
    assert.deepEqual(row.settings, { features: ["issues"] });
    assert.deepEqual(await verbs(), ["created", "paused", "resumed"]);
  });

  it("leaves a pause that was renewed", async () => {
    await world.say("subscribe pause contoso/tools 5h");
    await world.time.advance(3 * HOUR);
    await runAll();
    assert.equal((await find())?.state, "paused");
    await world.time.advance(2 * HOUR);
    await runAll();

    assert.equal((await find())?.state, "active");
  });

  it("leaves what was ended early and paused anew, lost, or ended altogether", async () => {
    await world.say("subscribe resume contoso/tools");
    await world.say("subscribe pause contoso/tools 9h");
    await world.time.advance(3 * HOUR);
    await runAll();
    assert.equal((await find())?.state, "paused");
    await world.store.transaction((tx) => tx.subscriptions.setState(id, "lost", "signed out"));
    await world.time.advance(9 * HOUR);
    await runAll();
    assert.equal((await find())?.state, "lost");
    await world.say("unsubscribe contoso/tools");
    await runAll();

    assert.deepEqual(await world.subscriptions(), []);
  });

  it("says by its button no name of what has stopped: it may have got another since", async () => {
    await world.store.transaction((tx) => tx.subscriptions.lose(id, "can no longer reach it on GitHub"));

    const turn = await world.turn("");

    await assert.rejects(resumePressed(turn, id, world.deps.subscriptions), { code: "SUBSCRIPTION_GONE" });
  });

  it("brings nothing back that was taken over while it was paused", async () => {
    await world.store.transaction((tx) => tx.subscriptions.setState(id, "lost", "signed out"));
    await assert.rejects(world.say("subscribe pause contoso/tools 1h"), (error) =>
      isFault(error, "SUBSCRIPTION_LOST"),
    );
    await world.say("subscribe contoso/tools", "jon");
    await world.time.advance(3 * HOUR);
    const before = await verbs();
    await runAll();

    assert.equal((await find())?.state, "active");
    assert.deepEqual(await verbs(), before);
  });

  it("survives a subscription that it never knew", async () => {
    const run = {
      id: newId(),
      targetId: newId(),
      payload: { until: world.time.now().toISOString() },
      attempt: 1,
      holder: "holder",
      signal: new AbortController().signal,
    };

    await resumeJob.run(run, world);
  });
});

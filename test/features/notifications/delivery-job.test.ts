import assert from "node:assert/strict";
import { z } from "zod";
import { defineLifecycleEvent, type GitHubEventSpec } from "../../../src/core/event.ts";
import type { Happening } from "../../../src/core/happening.ts";
import type { JobRun } from "../../../src/core/job.ts";
import { silentLog } from "../../../src/core/log.ts";
import { deliveryJob, type DeliveryJobDeps } from "../../../src/features/notifications/delivery-job.ts";
import { notificationEvents } from "../../../src/features/notifications/events.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { webhook } from "../../support/webhooks.ts";
import { acceptDelivery } from "./seed.ts";

interface Lifecycle {
  readonly seen: string[];
}

const lifecycleEvent = defineLifecycleEvent({
  on: "installation",
  schema: z.object({ action: z.string() }),
  apply: async ({ action }: { action: string }, deps: Lifecycle) => {
    await Promise.resolve(deps.seen.push(action));
  },
});

describe("the delivery job", () => {
  const events: readonly GitHubEventSpec<Lifecycle>[] = [...notificationEvents, lifecycleEvent];
  const job = deliveryJob<Lifecycle>();
  let store: TestStore;
  let lifecycle: Lifecycle;
  let delivered: (readonly Happening[])[];

  beforeEach(async () => {
    store = await openTestStore();
    lifecycle = { seen: [] };
    delivered = [];
  });

  afterEach(async () => {
    await store.cleanup();
  });

  const deps = (change: Partial<DeliveryJobDeps<Lifecycle>> = {}): DeliveryJobDeps<Lifecycle> => ({
    store,
    events,
    lifecycle,
    beginAlerts: () => Promise.resolve(),
    deliver: async ({ id }, happenings) => {
      delivered.push(happenings);
      await store.transaction((tx) => tx.deliveries.markDone(id));
    },
    log: silentLog,
    ...change,
  });

  const run = (targetId: string): JobRun => ({
    id: "job",
    targetId,
    payload: {},
    attempt: 1,
    signal: new AbortController().signal,
    holder: "here",
  });

  it("turns a payload into what happened, once", async () => {
    const id = await acceptDelivery(store, "issues", webhook("issues.opened"));

    await job.run(run(id), deps());
    await job.run(run(id), deps());

    assert.deepEqual(
      delivered.map((happenings) => happenings.map(({ subjectKey }) => subjectKey)),
      [["issue:186853002#1"]],
    );
  });

  it("applies lifecycle events, and ends the delivery though nobody is told", async () => {
    const id = await acceptDelivery(store, "installation", { action: "created" });

    await job.run(run(id), deps());

    assert.deepEqual(lifecycle.seen, ["created"]);
    assert.deepEqual(delivered, [[]]);
  });

  for (const { what, event, payload, reason } of [
    { what: "is not JSON", event: "issues", payload: '{"action":', reason: /not JSON/ },
    { what: "breaks the schema", event: "issues", payload: { action: "opened" }, reason: /repository/ },
    { what: "of a lifecycle event breaks the schema", event: "installation", payload: {}, reason: /action/ },
  ]) {
    it(`ends as dead, with the reason, when the payload ${what}`, async () => {
      const id = await acceptDelivery(store, event, payload);

      await job.run(run(id), deps());

      const delivery = await store.read((reads) => reads.deliveries.find(id));
      assert.equal(delivery?.state, "dead");
      assert.match(delivery.lastError, reason);
      assert.deepEqual(delivered, []);
    });
  }

  it("leaves a delivery that failed in passing to the next try", async () => {
    const id = await acceptDelivery(store, "issues", webhook("issues.opened"));
    const failing = deps({ deliver: () => Promise.reject(new Error("database gone")) });

    await assert.rejects(job.run(run(id), failing), /database gone/);

    assert.equal((await store.read((reads) => reads.deliveries.find(id)))?.state, "received");
  });

  it("marks the delivery dead with its job, so that GitHub's redelivery runs again", async () => {
    const id = await acceptDelivery(store, "issues", webhook("issues.opened"));

    await job.onDead?.(run(id), new Error("the last straw"), deps());

    const delivery = await store.read((reads) => reads.deliveries.find(id));
    assert.deepEqual([delivery?.state, delivery?.lastError], ["dead", "the last straw"]);
  });
});

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import type { VerifiedWebhook } from "../../../src/adapters/github/contract/index.ts";
import type { GitHubEventSpec } from "../../../src/core/event.ts";
import { silentLog } from "../../../src/core/log.ts";
import { createIntake, type Intake, type IntakeDeps } from "../../../src/features/notifications/intake.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { REPOSITORY, subscribe } from "./seed.ts";

const EVENTS: readonly Pick<GitHubEventSpec<never>, "kind" | "on">[] = [
  { kind: "notification", on: "issues" },
  { kind: "lifecycle", on: "installation" },
];

function signed(event: string, change: Partial<VerifiedWebhook> = {}): VerifiedWebhook {
  return {
    guid: randomUUID(),
    event,
    action: "opened",
    installationId: "5",
    repositoryId: REPOSITORY.id,
    ownerId: REPOSITORY.ownerId,
    raw: Buffer.from("{}"),
    ...change,
  };
}

describe("taking webhooks in", () => {
  let store: TestStore;
  let time: ManualTime;
  let woken: string[];
  let counted: string[];
  let transactions: number;
  let probes: number;

  beforeEach(async () => {
    store = await openTestStore();
    time = new ManualTime();
    [woken, counted, transactions, probes] = [[], [], 0, 0];
  });

  afterEach(async () => {
    await store.cleanup();
  });

  function start(change: Partial<IntakeDeps> = {}): Intake {
    const counting: IntakeDeps["store"] = {
      read: (work) => {
        probes += 1;
        return store.read(work);
      },
      transaction: (work) => {
        transactions += 1;
        return store.transaction(work);
      },
    };
    return createIntake({
      store: counting,
      events: EVENTS,
      log: silentLog,
      clock: time,
      metrics: { countWebhook: (event, outcome) => counted.push(`${event} ${outcome}`) },
      afterAccept: (jobIds) => woken.push(...jobIds),
      ...change,
    });
  }

  it("keeps what somebody subscribed to, with its payload and its job", async () => {
    await subscribe(store, { channelId: "one", features: ["issues"] });

    const answer = await start().accept(signed("issues", { raw: Buffer.from('{"action":"opened"}') }));

    assert.deepEqual(answer, { status: 202 });
    assert.deepEqual(counted, ["issues accepted"]);
    const [jobId = ""] = woken;
    const job = await store.read((reads) => reads.jobs.find(jobId));
    assert.equal(job?.kind, "delivery");
    const payload = await store.read((reads) => reads.deliveries.findPayload(job.targetId));
    assert.equal(payload?.toString(), '{"action":"opened"}');
  });

  it("answers 204 for undeclared events and for what nobody subscribed to, and keeps nothing", async () => {
    const intake = start();

    assert.deepEqual(await intake.accept(signed("star")), { status: 204 });
    assert.deepEqual(await intake.accept(signed("issues")), { status: 204 });

    assert.deepEqual(counted, ["star undeclared", "issues unsubscribed"]);
    assert.equal(transactions, 0);
  });

  it("hears of a subscription at once: a no is asked again", async () => {
    const intake = start();
    await intake.accept(signed("issues"));
    await subscribe(store, { channelId: "one", features: ["issues"], type: "Account" });

    assert.deepEqual(await intake.accept(signed("issues")), { status: 202 });
  });

  it("keeps what names somebody who asked, asking each time and only where nobody subscribed", async () => {
    const asked: string[] = [];
    const isAwaited: IntakeDeps["isAwaited"] = async ({ event, action }) => {
      asked.push(event);
      return Promise.resolve(action === "assigned");
    };
    const intake = start({ isAwaited });

    const named = await intake.accept(signed("issues", { action: "assigned" }));
    const other = await intake.accept(signed("issues"));
    await subscribe(store, { channelId: "one", features: ["issues"] });
    const subscribed = await intake.accept(signed("issues"));

    assert.deepEqual([named.status, other.status, subscribed.status], [202, 204, 202]);
    assert.deepEqual(asked, ["issues", "issues"]);
  });

  it("remembers a yes for half a minute", async () => {
    await subscribe(store, { channelId: "one", features: ["issues"] });
    const intake = start();
    await intake.accept(signed("issues"));
    await intake.accept(signed("issues"));
    assert.equal(probes, 1);

    await time.advance(30_000);
    await intake.accept(signed("issues"));

    assert.equal(probes, 2);
  });

  it("keeps lifecycle events though nobody subscribed", async () => {
    const webhook = signed("installation", { repositoryId: "", ownerId: "77" });

    assert.deepEqual(await start().accept(webhook), { status: 202 });

    assert.equal(probes, 0);
    assert.equal(woken.length, 1);
  });

  it("writes concurrent webhooks in few transactions, each with its own answer", async () => {
    const intake = start();
    const repeated = signed("installation");
    const webhooks = [repeated, repeated, ...Array.from({ length: 498 }, () => signed("installation"))];

    const answers = await Promise.all(webhooks.map((webhook) => intake.accept(webhook)));

    assert.ok(answers.every(({ status }) => status === 202));
    assert.ok(transactions <= 4, `${String(transactions)} transactions`);
    assert.equal(new Set(woken).size, 499);
    assert.equal(counted.filter((outcome) => outcome === "installation repeat").length, 1);
  });

  it("has one group in flight at a time, of at most 200", async () => {
    const sizes: number[] = [];
    let inFlight = 0;
    const intake = start({
      store: {
        read: (work) => store.read(work),
        transaction: async (work) => {
          inFlight += 1;
          assert.equal(inFlight, 1);
          const result = await store.transaction((tx) => {
            const accept: typeof tx.deliveries.accept = (deliveries) => {
              sizes.push(deliveries.length);
              return tx.deliveries.accept(deliveries);
            };
            return work({ ...tx, deliveries: { ...tx.deliveries, accept } });
          });
          inFlight -= 1;
          return result;
        },
      },
    });

    await Promise.all(Array.from({ length: 450 }, () => intake.accept(signed("installation"))));

    assert.deepEqual(sizes, [200, 200, 50]);
  });

  it("refuses every member of a group that could not be written, and goes on with the next", async () => {
    let isBroken = true;
    const intake = start({
      store: {
        read: (work) => store.read(work),
        transaction: (work) => (isBroken ? Promise.reject(new Error("disk full")) : store.transaction(work)),
      },
    });

    const answers = await Promise.allSettled(
      Array.from({ length: 20 }, () => intake.accept(signed("installation"))),
    );
    isBroken = false;
    const after = await intake.accept(signed("installation"));

    assert.ok(answers.every(({ status }) => status === "rejected"));
    assert.deepEqual(after, { status: 202 });
    assert.equal(woken.length, 1);
  });

  it("refuses what would fill the memory while the database stands still", async () => {
    const intake = start({
      store: { read: (work) => store.read(work), transaction: () => Promise.withResolvers<never>().promise },
    });
    const raw = Buffer.alloc(25 * 1024 * 1024);
    const pending = Array.from({ length: 10 }, () => intake.accept(signed("installation", { raw })));

    await assert.rejects(intake.accept(signed("installation", { raw })), { code: "STORE_BUSY" });
    assert.equal(pending.length, 10);
  });
});

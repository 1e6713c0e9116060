import assert from "node:assert/strict";
import fc from "fast-check";
import type { Lane, RateWindow } from "../../../../src/adapters/msteams/mailbox/contract.ts";
import { HOUR, MINUTE } from "../../../../src/core/clock.ts";
import type { Behaviour } from "./fake-teams.ts";
import { startMailbox, type World } from "./start-mailbox.ts";

/** Microsoft's documented limits, spelled out again: the product's own numbers are under test. */
const WINDOWS: readonly RateWindow[] = [
  { count: 7, milliseconds: 1_000 },
  { count: 8, milliseconds: 2_000 },
  { count: 60, milliseconds: 30_000 },
  { count: 1_800, milliseconds: 3_600_000 },
];
const TENANT_WINDOW: RateWindow = { count: 50, milliseconds: 1_000 };

interface Arrival {
  readonly pauseMs: number;
  readonly conversation: number;
  readonly lane: Lane;
  readonly what: "message" | "root" | "reply" | "update";
  readonly subject: number;
  readonly times: number;
}

const arrivals = fc.array(
  fc.record<Arrival>({
    pauseMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 5_000 })),
    conversation: fc.nat({ max: 2 }),
    lane: fc.constantFrom("answer", "confirmation", "state", "notification"),
    what: fc.constantFrom("message", "root", "reply", "update"),
    subject: fc.nat({ max: 2 }),
    times: fc.integer({ min: 1, max: 12 }),
  }),
  { minLength: 1, maxLength: 15 },
);

const behaviours = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.constant<Behaviour | undefined>(undefined) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Behaviour>({ fail: "throttled", retryAfterMs: 3_000 }, { fail: "busy" }),
    },
    { weight: 1, arbitrary: fc.constant<Behaviour>({ fail: "throttled" }) },
  ),
  { minLength: 1, maxLength: 40 },
);

const latencies = fc.array(fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 900 })), {
  minLength: 1,
  maxLength: 20,
});

/** Appends what arrives: a subject gets its root first, updates of it always in the state lane, as features do it. */
async function play(world: World, schedule: readonly Arrival[]): Promise<ReadonlyMap<string, string>> {
  const newest = new Map<string, string>();
  for (const { pauseMs, conversation, lane, what, subject, times } of schedule) {
    await world.time.advance(pauseMs);
    const conversationId = `c${String(conversation)}`;
    const subjectKey = `pr:${String(subject)}`;
    const key = `${conversationId}|${subjectKey}`;
    for (let time = 0; time < times; time += 1) {
      if (what === "message") world.outbox.append({ conversationId, lane });
      else if (what === "root" || !newest.has(key)) {
        if (!newest.has(key)) newest.set(key, world.outbox.append({ conversationId, subjectKey }));
      } else if (what === "reply") world.outbox.append({ conversationId, lane, kind: "reply", subjectKey });
      else
        newest.set(key, world.outbox.append({ conversationId, lane: "state", kind: "update", subjectKey }));
    }
    world.mailbox.notify([conversationId]);
  }
  await world.time.advanceUntil(() => world.outbox.unsent().length === 0, 2 * HOUR);
  return newest;
}

describe("mailbox: limits that are never exceeded", () => {
  it("holds every sliding window, one request at a time, in order, and ends with the newest card", async () => {
    await fc.assert(
      fc.asyncProperty(arrivals, behaviours, latencies, async (schedule, script, delays) => {
        const world = await startMailbox();
        for (const id of ["c0", "c1", "c2"]) world.outbox.addConversation(id);
        world.teams.behave = (_, index) => script[index % (2 * script.length)];
        world.teams.latency = (index) => delays[index % delays.length] ?? [1, 1];

        const newest = await play(world, schedule);

        for (const window of WINDOWS) {
          assert.ok(world.teams.fullest(window, (call) => call.channelId) <= window.count);
        }
        assert.equal(world.teams.overlaps, 0);
        for (const [key, id] of newest) {
          const [conversationId = "", subjectKey = ""] = key.split("|");
          const root = world.outbox.card(conversationId, subjectKey)?.rootActivityId ?? "";
          assert.equal(world.teams.shown.get(root), id);
        }
        assertOrder(world);
        await world.mailbox.stop();
      }),
      { numRuns: 60 },
    );
  });

  it("works off a long backlog at the pace of the longest windows", async () => {
    const world = await startMailbox();
    for (let index = 0; index < 1_900; index += 1) world.outbox.append({ conversationId: "c1" });
    world.mailbox.notify(["c1"]);

    await world.time.advance(59 * MINUTE);
    assert.equal(world.teams.calls.length, 1_800);
    await world.time.advanceUntil(() => world.outbox.unsent().length === 0, 20 * MINUTE);

    for (const window of WINDOWS) {
      assert.ok(world.teams.fullest(window, (call) => call.channelId) <= window.count);
    }
  });

  it("holds a tenant's limit over all its conversations", async () => {
    const world = await startMailbox();
    world.teams.latency = (index) => [index % 300, (index * 31) % 200];
    const ids = Array.from({ length: 200 }, (_, index) => `d${String(index)}`);
    for (const id of ids) {
      world.outbox.addConversation(id, { tenantId: id.endsWith("7") ? "t2" : "t1" });
      for (let index = 0; index < 3; index += 1) world.outbox.append({ conversationId: id });
    }

    world.mailbox.notify(ids);
    await world.time.advanceUntil(() => world.outbox.unsent().length === 0, 5 * MINUTE);

    assert.equal(
      world.teams.fullest(TENANT_WINDOW, (call) => call.tenantId),
      TENANT_WINDOW.count,
    );
  });
});

/** Plain messages of one lane arrive (the first time each) in the order of their rows. */
function assertOrder({ teams, outbox }: World): void {
  const last = new Map<string, number>();
  const seen = new Set<string>();
  for (const call of teams.calls) {
    const text = call.message.text ?? "";
    const row = outbox.row(text);
    if (row.subjectKey !== "" || seen.has(text)) continue;
    seen.add(text);
    const key = `${row.conversationId}|${row.lane}`;
    assert.ok(row.seq > (last.get(key) ?? 0), `${text} came too late`);
    last.set(key, row.seq);
  }
}

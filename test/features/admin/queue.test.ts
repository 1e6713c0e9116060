import assert from "node:assert/strict";
import { z } from "zod";
import { addMilliseconds, HOUR, MINUTE } from "../../../src/core/clock.ts";
import { isFault } from "../../../src/core/errors.ts";
import type { Message } from "../../../src/core/message.ts";
import type { Reply } from "../../../src/core/reply.ts";
import type { Turn } from "../../../src/core/turn.ts";
import type { QueueDeps } from "../../../src/features/admin/queue-deps.ts";
import { retryQueue } from "../../../src/features/admin/queue-retry.ts";
import { showQueue } from "../../../src/features/admin/queue-show.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

describe("the queue in chat", () => {
  let time: ManualTime;
  let store: TestStore;
  let woken: string[];

  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    woken = [];
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const deps = (): QueueDeps => ({
    queue: {
      store,
      clock: time,
      record: (_tx, _turn, answer) => Promise.resolve(answer),
      requireTeam: () => Promise.reject(new Error("who administers needs no team")),
      wakeJobs: (ids) => void woken.push(...ids),
    },
  });
  const turn = <Args>(args: Args): Turn<Args> => ({
    args,
    text: "queue",
    jobId: "turn",
    jobHolder: "holder",
    actor: { userId: "admin", person: aPerson, isAdmin: true },
    place: { conversationId: "c", reference: aReference },
    mentions: [],
    source: "typed",
    signal: new AbortController().signal,
  });
  const aPerson = { tenantId: "tenant", teamsUserId: "29:a", aadObjectId: "a", displayName: "Ada" };
  const aReference = {
    type: "personal",
    channelId: "a:1",
    tenantId: "tenant",
    teamId: "",
    serviceUrl: "https://smba.example.com/",
    name: "",
  } as const;
  const first = (answer: Reply): Message => {
    assert.ok(answer.kind === "messages" && answer.messages[0] !== undefined);
    assert.equal(answer.audience, "asker");
    return answer.messages[0];
  };
  const shown = async (): Promise<Readonly<Record<string, unknown>>> => {
    const message = first(await showQueue(turn({}), deps()));
    assert.ok("card" in message);
    return message.data;
  };
  const retry = async (which?: string): Promise<string> => {
    const message = first(await retryQueue(turn({ which }), deps()));
    assert.ok("text" in message);
    return message.text;
  };
  /** A job that gave up. */
  const die = async (error: string, kind = "turn"): Promise<string> => {
    const { id } = await store.transaction((tx) => tx.jobs.create({ kind }));
    const until = addMilliseconds(time.now(), HOUR);
    await store.transaction((tx) => tx.jobs.claim(id, "w", time.now(), until));
    await store.transaction((tx) => tx.jobs.die(id, "w", error));
    await time.advance(MINUTE);
    return id;
  };
  const rows = z.array(z.object({ what: z.string(), error: z.string() }));
  const errorsShown = async (): Promise<readonly string[]> =>
    rows.parse((await shown())["dead"]).map(({ error }) => error);

  it("is empty when nothing ever happened", async () => {
    const data = await shown();

    assert.deepEqual(
      [data["messages"], data["jobs"], data["failed"], data["hint"]],
      ["none wait to be sent", "none", "Nothing failed for good", ""],
    );
    assert.match(await retry("all"), /nothing to try again/);
  });

  const words: readonly (readonly [kept: string, shown: string])[] = [
    ["STORE_BUSY", "The database is too busy at the moment. Nothing was changed; try again in a minute."],
    ["GITHUB_UNREACHABLE: It is away.", "It is away."],
    ["GITHUB_RATE_LIMITED", "GITHUB\\_RATE\\_LIMITED"],
    ["TypeError: <at>x</at> **y**", "TypeError: &lt;at&gt;x&lt;/at&gt; \\*\\*y\\*\\*"],
    ["", "It left no reason."],
    ["x".repeat(500), `${"x".repeat(160)}…`],
  ];
  for (const [kept, expected] of words)
    it(`tells "${kept.slice(0, 30)}" in words`, async () => {
      await die(kept);

      assert.deepEqual(await errorsShown(), [expected]);
    });

  it("shows the ten newest, and how many there are", async () => {
    for (let n = 1; n <= 12; n += 1) await die(`error ${String(n)}`);

    const data = await shown();
    const errors = await errorsShown();

    assert.equal(data["failed"], "12 failed for good");
    assert.match(String(data["more"]), /newest 10/);
    assert.equal(rows.parse(data["dead"])[0]?.what, "A command or button");
    assert.deepEqual(
      errors,
      Array.from({ length: 10 }, (_, n) => `error ${String(12 - n)}`),
    );
  });

  it("sets one going again by the end of its id, wakes it and says who did it", async () => {
    const [one, other] = [await die("boom"), await die("boom", "other")];

    assert.match(await retry(one.slice(-8).toUpperCase()), /One thing is being tried again/);

    assert.deepEqual(woken, [one]);
    const [again, left] = await store.read(async ({ jobs }) => [
      await jobs.find(one),
      await jobs.find(other),
    ]);
    assert.deepEqual([again?.state, left?.state], ["queued", "dead"]);
    const [event] = await store.read((reads) => reads.events.listByEntity("job", one, { limit: 2 }));
    assert.deepEqual(
      [event?.actorType, event?.actorId, event?.verb, event?.fromState, event?.toState],
      ["user", "admin", "retried", "dead", "queued"],
    );
  });

  it("sets all going again, also without a word more", async () => {
    const ids = [await die("boom"), await die("boom")];

    assert.match(await retry(), /2 things are being tried again/);
    assert.deepEqual(woken.toSorted(), ids.toSorted());
  });

  it("doesn't take a piece of an id, nor one that is not dead", async () => {
    const id = await die("boom");
    const alive = await store.transaction((tx) => tx.jobs.create({ kind: "x" }));

    for (const which of [id.slice(-4), alive.id, "", "%"])
      await assert.rejects(retry(which), (error) => isFault(error, "QUEUE_ITEM_UNKNOWN"));
    assert.deepEqual(woken, []);
  });

  it("counts a delivery and its job as one", async () => {
    const delivery = { guid: "g", source: "github", event: "push", action: "", installationId: "1" };
    const [accepted] = await store.transaction((tx) =>
      tx.deliveries.accept([{ ...delivery, repositoryId: "2", payload: Buffer.from("{}") }]),
    );
    const jobId = accepted?.jobId ?? "";
    await store.transaction(async (tx) => {
      await tx.jobs.claim(jobId, "w", time.now(), addMilliseconds(time.now(), HOUR));
      await tx.jobs.die(jobId, "w", "boom");
      await tx.deliveries.markDead(accepted?.id ?? "", "boom");
    });

    assert.equal((await shown())["failed"], "1 failed for good");
    assert.match(await retry("all"), /One thing/);
    assert.deepEqual(woken, [jobId]);
  });
});

import assert from "node:assert/strict";
import sinon, { type SinonFakeTimers } from "sinon";
import { createAnswers } from "../../src/bot/answers.ts";
import { templateCards } from "../support/template-cards.ts";
import { LiveInvokes } from "../../src/bot/live-invokes.ts";
import { reply, type Reply } from "../../src/core/reply.ts";
import type { InboundActivity } from "../../src/core/inbound.ts";
import { INVOKE_ANSWER_MS, receiveActivity } from "../../src/bot/receive.ts";
import { defineAction } from "../../src/core/action.ts";
import { z } from "zod";
import { faults } from "../../src/core/errors.ts";
import { message, openBotWorld, press, type BotWorld } from "./world.ts";

const ANSWER = reply.text("done");

describe("a waiting button", () => {
  let timers: SinonFakeTimers;
  let live: LiveInvokes;
  beforeEach(() => {
    timers = sinon.useFakeTimers();
    live = new LiveInvokes();
  });
  afterEach(() => {
    timers.restore();
  });

  /** What became of the request, looked at without waiting for it. */
  const watch = (waiting: Promise<Reply | undefined>): { settled: boolean; value?: Reply | undefined } => {
    const seen: { settled: boolean; value?: Reply | undefined } = { settled: false };
    void waiting.then((value) => Object.assign(seen, { settled: true, value }));
    return seen;
  };

  it("gets the answer that comes in time", async () => {
    const seen = watch(live.wait("j", 3_000));

    assert.ok(live.take("j"));
    live.answer("j", ANSWER);
    await timers.tickAsync(0);

    assert.deepEqual(seen, { settled: true, value: ANSWER });
    assert.ok(!live.take("j"), "once");
  });

  it("is let go when the time is over; the answer is then nobody's to take", async () => {
    const seen = watch(live.wait("j", 3_000));

    await timers.tickAsync(2_999);
    assert.ok(!seen.settled);
    await timers.tickAsync(1);

    assert.deepEqual(seen, { settled: true, value: undefined });
    assert.ok(!live.take("j"));
    live.answer("j", ANSWER);
  });

  it("is kept while its answer is being committed, however long that takes", async () => {
    const seen = watch(live.wait("j", 3_000));

    await timers.tickAsync(2_999);
    assert.ok(live.take("j"));
    await timers.tickAsync(60_000);
    assert.ok(!seen.settled);
    live.letGo("j");
    await timers.tickAsync(0);
    assert.ok(!seen.settled);
    live.answer("j", ANSWER);
    await timers.tickAsync(0);

    assert.deepEqual(seen.value, ANSWER);
  });

  it("is let go when the commit failed for good, and taken again when it is tried again", async () => {
    const seen = watch(live.wait("j", 3_000));

    assert.ok(live.take("j"));
    assert.ok(live.take("j"), "a transaction that is repeated");
    live.end("j");
    await timers.tickAsync(0);

    assert.deepEqual(seen, { settled: true, value: undefined });
  });

  it("that can show nothing leaves the answer to the conversation, and still waits for the end", async () => {
    const seen = watch(live.wait("j", 3_000, "nothing"));

    assert.ok(!live.take("j"));
    assert.ok(!seen.settled);
    live.end("j");
    await timers.tickAsync(0);

    assert.ok(seen.settled);
  });

  it("is nobody else's", () => {
    void live.wait("j", 3_000);

    assert.ok(!live.take("k"));
    live.end("j");
  });

  it("leaves no timer behind", () => {
    void live.wait("a", 3_000);
    void live.wait("b", 3_000);
    live.answer("a", ANSWER);
    live.end("b");

    assert.equal(timers.countTimers(), 0);
  });
});

describe("an answer to a button", () => {
  let world: BotWorld;
  let work: () => Promise<Reply>;
  const action = defineAction({
    verb: "push",
    summary: "Push it",
    data: z.object({}),
    needs: { permission: "member" },
    run: () => work(),
  });
  beforeEach(async () => {
    work = async () => ANSWER;
    world = await openBotWorld({ actions: [action] });
  });
  afterEach(() => world.close());

  const pressed = (runNow = world.receiveDeps.runNow): Promise<Reply | undefined> =>
    receiveActivity(press("push"), true, { ...world.receiveDeps, runNow });

  it("in time goes back on its request, and is not posted", async () => {
    assert.deepEqual(await pressed(), ANSWER);
    assert.deepEqual(await world.said(), []);
  });

  it("that is a card is posted, and said in short on the request", async () => {
    const card = reply.card("bot/confirmed", { text: "Hello" }, "Hello");
    work = async () => card;

    assert.deepEqual(await pressed(), card);
    assert.deepEqual(await world.said(), ["Hello"]);
  });

  it("that is a failure goes back on its request", async () => {
    work = () => Promise.reject(faults.GITHUB_UNREACHABLE());

    const answer = await pressed();

    assert.ok(answer?.kind === "failure");
    assert.equal(answer.fault.code, "GITHUB_UNREACHABLE");
    assert.deepEqual(await world.said(), []);
  });

  it("that comes late is posted, and the request says that it is being worked on", async () => {
    const gate = Promise.withResolvers<undefined>();
    work = async () => {
      await gate.promise;
      return ANSWER;
    };
    const ran: Promise<void>[] = [];
    const timers = sinon.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const answer = pressed((jobId) => {
        const run = world.run(jobId);
        ran.push(run);
        return run;
      });
      while (ran.length === 0) await new Promise((resolve) => setImmediate(resolve));
      timers.tick(INVOKE_ANSWER_MS);

      assert.match(JSON.stringify(await answer), /Working on it/);
    } finally {
      timers.restore();
    }
    gate.resolve(undefined);
    await Promise.all(ran);

    assert.deepEqual(await world.said(), ["done"]);
  });

  it("of a run that happens elsewhere is posted there", async () => {
    const answer = await pressed(async (jobId) => {
      const turn = { ...(await world.turn("")), jobId, jobHolder: "elsewhere" };
      await world.claim(jobId, "elsewhere");
      // Another process has open requests of its own only.
      const answers = createAnswers({
        cards: templateCards,
        live: new LiveInvokes(),
        notifyMailbox: () => undefined,
      });
      await world.store.transaction((tx) => answers.record(tx, turn, ANSWER));
    });

    assert.match(JSON.stringify(answer), /Working on it/);
    assert.deepEqual(await world.said(), ["done"]);
  });

  const content = { card: "bot/confirmed", data: { text: "hunter2" }, summary: "hunter2" };
  const secret = reply.secretDialog("Secret", content, { text: "too late" });

  it("that is secret goes back on its request, and is not posted", async () => {
    work = async () => secret;

    assert.deepEqual(await pressed(), secret);
    assert.deepEqual(await world.said(), []);
  });

  it("that is secret and late is shown to nobody", async () => {
    work = async () => secret;

    let ran = Promise.resolve();
    await pressed((jobId) => {
      world.receiveDeps.live.letGo(jobId);
      ran = world.run(jobId);
      return ran;
    });
    await ran;

    assert.deepEqual(await world.said(), ["too late"]);
  });

  it("comes as a message when the run could not even begin", async () => {
    const answer = await pressed(() => Promise.reject(faults.STORE_BUSY()));

    assert.match(JSON.stringify(answer), /Working on it/);
  });

  it("is not given twice to a repeated request", async () => {
    const activity = press("push");
    const first = await receiveActivity(activity, true, world.receiveDeps);
    const second = await receiveActivity(activity, true, world.receiveDeps);

    assert.deepEqual(first, ANSWER);
    assert.deepEqual(second, reply.recorded());
  });

  it("from a sign-in window is a message, since Teams shows nothing of the request's answer", async () => {
    const { activityId, conversation, from } = message("");
    const code: InboundActivity = { kind: "signin-code", activityId, conversation, from, code: "123456" };

    await receiveActivity(code, true, world.receiveDeps);

    // There is no signin command in this world; what matters is that it was said.
    assert.match((await world.said()).join(), /I don't know that command/);
  });
});

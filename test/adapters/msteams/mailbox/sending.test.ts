import assert from "node:assert/strict";
import { MINUTE, SECOND } from "../../../../src/core/clock.ts";
import { silentLog } from "../../../../src/core/log.ts";
import { mortal, startMailbox } from "./start-mailbox.ts";

describe("mailbox: what a request's outcome means", () => {
  it("sends a message once, with two transactions, and frees the lease", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const id = outbox.append({ conversationId: "c1", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(100);

    assert.deepEqual(teams.texts(), [id]);
    assert.equal(outbox.row(id).outcome, "sent");
    assert.deepEqual(outbox.card("c1", "pr:1"), { rootState: "posted", rootActivityId: "m1" });
    assert.equal(outbox.lease("c1")?.holder, "");
    assert.equal(outbox.transactions, 2);
  });

  it("joins the record of one message with the start of the next", async () => {
    const { time, outbox, mailbox } = await startMailbox();
    for (let index = 0; index < 6; index += 1) outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(500);

    assert.equal(outbox.unsent().length, 0);
    assert.equal(outbox.transactions, 7);
  });

  for (const kind of ["create", "reply"] as const) {
    it(`sends a ${kind} with unknown outcome once more and calls it ambiguous`, async () => {
      const { time, outbox, teams, mailbox } = await startMailbox();
      teams.behave = (_, index) => (index === 0 ? { lostAnswer: true } : undefined);
      const id = outbox.append({ conversationId: "c1", kind, body: { text: "hello", threadRootId: "m0" } });

      mailbox.notify(["c1"]);
      await time.advance(5 * SECOND);

      assert.equal(teams.calls.length, 2);
      assert.equal(outbox.row(id).outcome, "ambiguous");
    });
  }

  it("gives up a create after two unknown outcomes: its root is unaddressable", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = () => ({ fail: "ambiguous", status: 502 });
    const id = outbox.append({ conversationId: "c1", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(30 * MINUTE);

    assert.equal(teams.calls.length, 2);
    assert.equal(outbox.row(id).outcome, "ambiguous");
    assert.equal(outbox.card("c1", "pr:1")?.rootState, "unaddressable");
  });

  it("uses up few second chances while the platform is down", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = () => ({ fail: "ambiguous", status: 503 });
    for (let index = 0; index < 20; index += 1) outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(5 * MINUTE);

    assert.equal(outbox.unsent().length, 18);
    teams.behave = () => undefined;
    await time.advance(15 * MINUTE);
    assert.equal(outbox.unsent().length, 0);
  });

  it("repeats an update freely without holding up the others", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.setCard("c1", "pr:1", { rootState: "posted", rootActivityId: "m9" });
    teams.behave = (call) =>
      call.kind === "update" && teams.calls.length < 8 ? { fail: "ambiguous", status: 500 } : undefined;
    const update = outbox.append({ conversationId: "c1", kind: "update", lane: "state", subjectKey: "pr:1" });
    const other = outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);
    assert.equal(outbox.row(other).outcome, "sent");
    await time.advance(20 * MINUTE);

    assert.equal(outbox.row(update).outcome, "sent");
    assert.equal(teams.shown.get("m9"), update);
  });

  it("waits as long as Retry-After asks, with the whole conversation, across a restart", async () => {
    const { time, outbox, teams, mailbox, another } = await startMailbox();
    teams.behave = (_, index) => (index === 0 ? { fail: "throttled", retryAfterMs: 120_000 } : undefined);
    const first = outbox.append({ conversationId: "c1" });
    const second = outbox.append({
      conversationId: "c1",
      lane: "answer",
      dueAt: new Date(time.now().getTime() + 10),
    });
    mailbox.notify(["c1"]);
    await time.advance(5 * SECOND);
    await mailbox.stop();
    another().start();
    await time.advance(110 * SECOND);
    assert.equal(teams.calls.length, 1);

    await time.advance(40 * SECOND);

    assert.deepEqual(teams.texts(), [first, second, first]);
    assert.equal(outbox.row(first).outcome, "sent");
  });

  it("never waits longer than ten minutes, whatever Retry-After says", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = (_, index) => (index === 0 ? { fail: "throttled", retryAfterMs: 86_400_000 } : undefined);
    const id = outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(10 * MINUTE + SECOND);

    assert.equal(outbox.row(id).outcome, "sent");
  });

  it("retries 412 soon and never calls it ambiguous", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = (_, index) => (index < 3 ? { fail: "busy", status: 412 } : undefined);
    const id = outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(30 * SECOND);

    assert.equal(outbox.row(id).outcome, "sent");
    assert.equal(teams.calls.length, 4);
  });

  it("shortens a message that is too big, once", async () => {
    const shrink = (): { text: string } => ({ text: "short" });
    const { time, outbox, teams, mailbox } = await startMailbox({ shrink });
    teams.behave = (call) => (call.message.text === "short" ? undefined : { fail: "too-big", status: 413 });
    const id = outbox.append({ conversationId: "c1", body: { text: "long" } });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(teams.texts(), ["long", "short"]);
    assert.equal(outbox.row(id).outcome, "sent");
  });

  it("refuses what is still too big, and goes on", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox({ shrink: (message) => message });
    teams.behave = (call) => (call.message.text === "long" ? { fail: "too-big", status: 413 } : undefined);
    const id = outbox.append({ conversationId: "c1", body: { text: "long" } });
    const next = outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(outbox.row(id).outcome, "refused");
    assert.equal(outbox.row(next).outcome, "sent");
    assert.equal(teams.calls.length, 3);
  });

  it("says once that the credentials are refused and delivers when they are mended", async () => {
    let errors = 0;
    const log = { ...silentLog, error: () => (errors += 1) };
    const { time, outbox, teams, mailbox } = await startMailbox({ log: { ...log, child: () => silentLog } });
    let mended = false;
    teams.behave = () => (mended ? undefined : { fail: "unauthorized", status: 401 });
    const id = outbox.append({ conversationId: "c1" });
    mailbox.notify(["c1"]);
    await time.advance(20 * MINUTE);
    assert.ok(teams.calls.length > 5);
    assert.equal(errors, 1);

    mended = true;
    await time.advance(MINUTE);

    assert.equal(outbox.row(id).outcome, "sent");
  });

  it("pauses a conversation that the bot is away from and sends nothing more there", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = () => ({ fail: "conversation-gone", status: 403 });
    const ids = Array.from({ length: 120 }, () => outbox.append({ conversationId: "c1" }));

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(teams.calls.length, 1);
    assert.equal(outbox.conversation("c1")?.state, "paused");
    assert.deepEqual(new Set(ids.map((id) => outbox.row(id).outcome)), new Set(["refused"]));
    assert.equal(outbox.lease("c1")?.holder, "");
  });

  it("keeps the rows of a paused conversation", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.addConversation("c2", { state: "paused" });
    const id = outbox.append({ conversationId: "c2" });

    mailbox.notify(["c2"]);
    await time.advance(SECOND);

    assert.equal(teams.calls.length, 0);
    assert.equal(outbox.row(id).state, "queued");
  });

  it("records a sent message although the database was away", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = () => {
      outbox.failures = 4;
      return undefined;
    };
    const id = outbox.append({ conversationId: "c1" });

    mailbox.notify(["c1"]);
    await time.advance(20 * SECOND);

    assert.equal(outbox.row(id).outcome, "sent");
    assert.equal(teams.calls.length, 1);
  });

  it("finishes the request under way when it stops, and begins no other", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.latency = () => [1, 3_000];
    const first = outbox.append({ conversationId: "c1" });
    const second = outbox.append({ conversationId: "c1" });
    mailbox.notify(["c1"]);
    await time.advance(100);

    const stopped = mailbox.stop();
    await time.advance(4_000);
    await stopped;

    assert.equal(outbox.row(first).outcome, "sent");
    assert.equal(outbox.row(second).state, "queued");
    assert.equal(outbox.lease("c1")?.holder, "");
  });
});

describe("mailbox: processes that die", () => {
  it("sends a create that was under way once more as ambiguous, when the lease is over", async () => {
    const { time, outbox, teams, another } = await startMailbox();
    const doomed = mortal(outbox);
    teams.behave = (_, index) => (index === 0 ? { never: true } : undefined);
    const id = outbox.append({ conversationId: "c1" });
    const first = another({ store: doomed.store });
    first.notify(["c1"]);
    await time.advance(100);
    doomed.kill();
    assert.equal(outbox.row(id).state, "sending");

    await time.advance(70 * SECOND);

    assert.deepEqual(teams.texts(), [id, id]);
    assert.equal(outbox.row(id).outcome, "ambiguous");
  });

  it("does not send it a third time when the second process dies, too", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const id = outbox.append({ conversationId: "c1", subjectKey: "pr:1" });
    outbox.setRow(id, { state: "sending", ambiguous: true });
    const reply = outbox.append({ conversationId: "c1", kind: "reply", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(outbox.row(id).outcome, "ambiguous");
    assert.deepEqual(
      teams.calls.map(({ kind, message }) => [kind, message.text]),
      [["create", reply]],
    );
  });

  it("repeats an update that was under way as if nothing had happened", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.setCard("c1", "pr:1", { rootState: "posted", rootActivityId: "m9" });
    const id = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });
    outbox.setRow(id, { state: "sending" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(outbox.row(id).outcome, "sent");
    assert.equal(teams.shown.get("m9"), id);
  });

  it("never has two requests of one conversation under way, however many mailboxes drain", async () => {
    const { time, outbox, teams, mailbox, another } = await startMailbox();
    const mailboxes = [mailbox, another(), another()];
    teams.latency = (index) => [index % 7, (index * 13) % 400];
    const conversations = ["c1", "c2", "c3"];
    for (const id of conversations) outbox.addConversation(id);
    for (let index = 0; index < 60; index += 1) {
      outbox.append({ conversationId: conversations[index % 3] ?? "c1" });
      for (const one of mailboxes) one.notify(conversations);
      await time.advance(37);
    }

    await time.advanceUntil(() => outbox.unsent().length === 0, 5 * MINUTE);

    assert.equal(teams.overlaps, 0);
    assert.equal(teams.calls.length, 60);
  });

  it("starts no request when its lease was taken over", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const ids = [outbox.append({ conversationId: "c1" }), outbox.append({ conversationId: "c1" })];
    teams.behave = () => ({ fail: "throttled", retryAfterMs: 0 });
    teams.latency = () => [1, 40_000];
    mailbox.notify(["c1"]);
    await time.advance(35 * SECOND);
    const now = time.now();
    const until = new Date(now.getTime() + 300 * SECOND);
    await outbox.transaction((tx) => tx.leases.acquire("outbox:c1", "another", now, until));

    await time.advance(60 * SECOND);

    assert.deepEqual(teams.texts(), [ids[0]]);
    assert.equal(outbox.row(ids[0] ?? "").state, "sending");
  });

  it("believes its own failure no more when another held the lease in between", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const id = outbox.append({ conversationId: "c1" });
    teams.behave = (_, index) => (index === 0 ? { fail: "throttled", retryAfterMs: 0 } : undefined);
    teams.latency = (index) => (index === 0 ? [1, 40_000] : [1, 1]);
    mailbox.notify(["c1"]);
    await time.advance(35 * SECOND);
    const until = new Date(time.now().getTime() + SECOND);
    await outbox.transaction((tx) => tx.leases.acquire("outbox:c1", "another", time.now(), until));
    await outbox.transaction((tx) => tx.leases.release("outbox:c1", "another"));

    await time.advance(60 * SECOND);

    assert.equal(outbox.row(id).outcome, "ambiguous");
  });
});

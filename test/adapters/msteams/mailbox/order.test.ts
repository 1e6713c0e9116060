import assert from "node:assert/strict";
import { MINUTE, SECOND } from "../../../../src/core/clock.ts";
import { startMailbox } from "./start-mailbox.ts";

describe("mailbox: order, roots and merging", () => {
  it("serves lanes in order and each lane in the order of its rows", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const lanes = ["notification", "state", "answer", "notification", "confirmation", "answer"] as const;
    const [n1, s1, a1, n2, c1, a2] = lanes.map((lane) => outbox.append({ conversationId: "c1", lane }));

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(teams.texts(), [a1, a2, c1, s1, n1, n2]);
  });

  it("lets an answer overtake a backlog that it is working off", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    for (let index = 0; index < 100; index += 1) outbox.append({ conversationId: "c1" });
    mailbox.notify(["c1"]);
    await time.advance(2_500);
    const before = teams.calls.length;
    const answer = outbox.append({ conversationId: "c1", lane: "answer" });

    await time.advance(2_500);

    assert.equal(teams.texts()[before], answer);
  });

  it("waits for the root's id before it replies, even in a lane that comes first", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const root = outbox.append({ conversationId: "c1", subjectKey: "pr:1" });
    outbox.append({ conversationId: "c1", kind: "reply", lane: "answer", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(
      teams.calls.map(({ kind, target }) => [kind, target]),
      [
        ["create", ""],
        ["reply", "m1"],
      ],
    );
    assert.equal(teams.shown.get("m1"), root);
  });

  it("replies under a person's own message", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.append({ conversationId: "c1", kind: "reply", body: { text: "yes", threadRootId: "m77" } });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(
      teams.calls.map(({ kind, target, message }) => [kind, target, message]),
      [["reply", "m77", { text: "yes" }]],
    );
  });

  it("merges pending updates of one subject into the newest", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.setCard("c1", "pr:1", { rootState: "posted", rootActivityId: "m9" });
    const ids = [1, 2, 3].map(() =>
      outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" }),
    );

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(teams.texts(), [ids[2]]);
    assert.deepEqual(
      ids.map((id) => outbox.row(id).outcome),
      ["sent", "sent", "sent"],
    );
  });

  it("lets a root that was not posted yet take its newest update's body", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.append({ conversationId: "c1", subjectKey: "pr:1" });
    outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });
    const newest = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(
      teams.calls.map(({ kind, message }) => [kind, message.text]),
      [["create", newest]],
    );
    assert.equal(outbox.unsent().length, 0);
  });

  it("never lets a repeated older update undo a newer one", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.setCard("c1", "pr:1", { rootState: "posted", rootActivityId: "m9" });
    teams.behave = (_, index) => (index === 0 ? { fail: "ambiguous", status: 502 } : undefined);
    outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });
    mailbox.notify(["c1"]);
    await time.advance(100);
    const newer = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(MINUTE);

    assert.equal(teams.shown.get("m9"), newer);
    assert.equal(teams.calls.length, 2);
  });

  it("posts replies in their place and drops updates when the root has no id", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = (_, index) => (index === 0 ? { noId: true } : undefined);
    outbox.append({ conversationId: "c1", subjectKey: "pr:1" });
    mailbox.notify(["c1"]);
    await time.advance(SECOND);
    assert.equal(outbox.card("c1", "pr:1")?.rootState, "unaddressable");
    const update = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });
    const reply = outbox.append({ conversationId: "c1", kind: "reply", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(outbox.row(update).outcome, "refused");
    assert.equal(outbox.row(reply).outcome, "sent");
    assert.deepEqual(teams.calls[1]?.kind, "create");
    assert.equal(outbox.card("c1", "pr:1")?.rootState, "unaddressable");
  });

  it("posts a card anew when its message was deleted", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    outbox.setCard("c1", "pr:1", { rootState: "posted", rootActivityId: "deleted" });
    teams.behave = (call) => (call.target === "deleted" ? { fail: "activity-gone", status: 404 } : undefined);
    const update = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(outbox.card("c1", "pr:1"), { rootState: "posted", rootActivityId: "m1" });
    assert.equal(outbox.row(update).outcome, "sent");
    assert.equal(teams.shown.get("m1"), update);
  });

  it("posts a reply as a message when only its thread is gone, not the conversation", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = (call) => (call.target === "m5" ? { fail: "conversation-gone", status: 404 } : undefined);
    const id = outbox.append({
      conversationId: "c1",
      kind: "reply",
      body: { text: "hi", threadRootId: "m5" },
    });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(
      teams.calls.map((call) => call.kind),
      ["reply", "create"],
    );
    assert.equal(outbox.row(id).outcome, "sent");
    assert.equal(outbox.conversation("c1")?.state, "active");
  });

  it("goes on without a root that was refused: replies stand alone, the next update posts it", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    teams.behave = (_, index) => (index === 0 ? { fail: "refused" } : undefined);
    outbox.append({ conversationId: "c1", subjectKey: "pr:1" });
    const reply = outbox.append({ conversationId: "c1", kind: "reply", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);
    const update = outbox.append({ conversationId: "c1", kind: "update", subjectKey: "pr:1" });
    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.equal(outbox.row(reply).outcome, "sent");
    assert.equal(teams.shown.get("m2"), update);
    assert.equal(outbox.card("c1", "pr:1")?.rootActivityId, "m2");
  });

  it("sends a row that is due later when its time comes, and others before", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    const dueAt = new Date(time.now().getTime() + 10 * SECOND);
    const later = outbox.append({ conversationId: "c1", lane: "answer", dueAt });
    const now = outbox.append({ conversationId: "c1" });
    mailbox.notify(["c1"]);
    await time.advance(9 * SECOND);
    assert.deepEqual(teams.texts(), [now]);

    await time.advance(2 * SECOND);

    assert.deepEqual(teams.texts(), [now, later]);
  });

  it("finds a root that stands behind more replies than a page holds", async () => {
    const { time, outbox, teams, mailbox } = await startMailbox();
    for (let index = 0; index < 80; index += 1) {
      outbox.append({ conversationId: "c1", kind: "reply", lane: "answer", subjectKey: "pr:1" });
    }
    outbox.append({ conversationId: "c1", subjectKey: "pr:1" });

    mailbox.notify(["c1"]);
    await time.advance(SECOND);

    assert.deepEqual(
      teams.calls.slice(0, 2).map(({ kind }) => kind),
      ["create", "reply"],
    );
  });

  it("finds after a restart what no notification told of", async () => {
    const { time, outbox, teams } = await startMailbox();
    const id = outbox.append({ conversationId: "c1" });

    await time.advance(31 * SECOND);

    assert.deepEqual(teams.texts(), [id]);
  });

  it("drains no more conversations at once than it may", async () => {
    const { teamsLimits } = await import("../../../../src/adapters/msteams/mailbox/contract.ts");
    const { time, outbox, teams, mailbox } = await startMailbox({
      limits: { ...teamsLimits, conversationsAtOnce: 3 },
    });
    teams.latency = () => [5, 200];
    const ids = Array.from({ length: 20 }, (_, index) => `c${String(index)}`);
    for (const id of ids) {
      outbox.addConversation(id);
      outbox.append({ conversationId: id });
    }

    mailbox.notify(ids);
    await time.advanceUntil(() => outbox.unsent().length === 0, MINUTE);

    assert.equal(teams.mostUnderWay, 3);
  });
});

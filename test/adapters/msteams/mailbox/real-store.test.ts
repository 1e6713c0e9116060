import assert from "node:assert/strict";
import { createMailbox, type Mailbox } from "../../../../src/adapters/msteams/mailbox/mailbox.ts";
import type { MailboxStore } from "../../../../src/adapters/msteams/mailbox/contract.ts";
import { SECOND } from "../../../../src/core/clock.ts";
import { silentLog } from "../../../../src/core/log.ts";
import { ManualTime } from "../../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../../support/store.ts";
import { until } from "../../../support/until.ts";
import { FakeTeams } from "./fake-teams.ts";
import { mortal } from "./start-mailbox.ts";

describe("mailbox on the real store", () => {
  let time: ManualTime;
  let store: TestStore;
  let teams: FakeTeams;
  const mailboxes: Mailbox[] = [];

  beforeEach(async () => {
    time = new ManualTime();
    store = await openTestStore({ clock: time });
    teams = new FakeTeams(time);
    teams.latency = () => [0, 0];
  });
  afterEach(async () => {
    await Promise.all(mailboxes.splice(0).map((mailbox) => mailbox.stop()));
    await store.cleanup();
  });

  it("posts a root, threads under it and updates it", async () => {
    const conversationId = await addConversation("19:one");
    await store.transaction(async (tx) => {
      const card = {
        conversationId,
        subjectKey: "pr:1",
        facts: {},
        renderedHash: "",
        rootState: "queued",
      } as const;
      await tx.cards.create(card);
      const row = { conversationId, lane: "notification", subjectKey: "pr:1" } as const;
      await tx.outbox.append([
        { ...row, kind: "create", body: { summary: "PR", adaptiveCard: { type: "AdaptiveCard" } } },
        { ...row, kind: "reply", body: { text: "a comment" } },
      ]);
    });
    const mailbox = start();
    mailbox.notify([conversationId]);
    await drained();

    await append(conversationId, { kind: "update", subjectKey: "pr:1", body: { text: "merged" } });
    mailbox.notify([conversationId]);
    await drained();

    assert.deepEqual(
      teams.calls.map(({ kind, target }) => [kind, target]),
      [
        ["create", ""],
        ["reply", "m1"],
        ["update", "m1"],
      ],
    );
    const card = await store.read((reads) => reads.cards.find(conversationId, "pr:1"));
    assert.equal(card?.rootActivityId, "m1");
  });

  it("re-sends once, as ambiguous, what was under way when the process died", async () => {
    const conversationId = await addConversation("19:one");
    await append(conversationId, { body: { text: "hello" } });
    teams.behave = (_, index) => (index === 0 ? { never: true } : undefined);
    const doomed = mortal(store);
    start(doomed.store).notify([conversationId]);
    await until(() => teams.calls.length === 1);
    doomed.kill();
    mailboxes.length = 0;

    await time.advance(31 * SECOND);
    start().notify([conversationId]);
    await drained();

    assert.deepEqual(teams.texts(), ["hello", "hello"]);
  });

  it("has one request of a conversation under way, and none twice, with three mailboxes", async () => {
    teams.latency = (index) => [index % 3, index % 5];
    const ids = [await addConversation("19:one"), await addConversation("19:two")];
    for (let index = 0; index < 12; index += 1) {
      for (const id of ids) await append(id, { body: { text: `${id} ${String(index)}` } });
    }
    const three = [start(), start(), start()];

    for (const mailbox of three) mailbox.notify(ids);
    await drained();

    assert.equal(teams.overlaps, 0);
    assert.equal(new Set(teams.texts()).size, 24);
    assert.equal(teams.calls.length, 24);
  });

  it("pauses a conversation that the bot is away from and refuses what waits there", async () => {
    const conversationId = await addConversation("19:one");
    for (let index = 0; index < 3; index += 1) await append(conversationId, { body: { text: "hi" } });
    teams.behave = () => ({ fail: "conversation-gone", status: 403 });

    start().notify([conversationId]);
    await drained();

    assert.equal(teams.calls.length, 1);
    const conversation = await store.read((reads) => reads.conversations.find(conversationId));
    assert.equal(conversation?.state, "paused");
    assert.equal((await store.read((reads) => reads.outbox.backlog())).waiting, 0);
  });

  function start(on: MailboxStore = store): Mailbox {
    const mailbox = createMailbox({
      store: on,
      connector: teams,
      clock: time,
      timers: time,
      log: silentLog,
      random: () => 0.5,
    });
    mailboxes.push(mailbox);
    mailbox.start();
    return mailbox;
  }

  async function drained(): Promise<void> {
    await until(async () => {
      await time.advance(250);
      return (await store.read((reads) => reads.outbox.backlog())).waiting === 0;
    });
  }

  async function addConversation(channelId: string): Promise<string> {
    const place = { tenantId: "t1", teamId: "team", channelId, type: "channel", name: "general" } as const;
    const row = await store.transaction((tx) =>
      tx.conversations.ensure({ ...place, serviceUrl: "http://127.0.0.1/" }),
    );
    return row.id;
  }

  async function append(
    conversationId: string,
    more: { kind?: "create" | "update"; subjectKey?: string; body: { text: string } },
  ): Promise<void> {
    await store.transaction((tx) =>
      tx.outbox.append([{ conversationId, kind: "create", lane: "notification", ...more }]),
    );
  }
});

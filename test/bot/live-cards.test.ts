import assert from "node:assert/strict";
import type { OutboxRecord } from "../../src/adapters/store/index.ts";
import { createLiveCards, type LiveCards } from "../../src/bot/live-cards.ts";
import { isFault } from "../../src/core/errors.ts";
import { openTestStore, type TestStore } from "../support/store.ts";
import { templateCards } from "../support/template-cards.ts";

const subjectKey = "server:1";

describe("live cards", () => {
  let store: TestStore;
  let cards: LiveCards;
  let woken: (readonly string[])[];
  let conversationId: string;

  beforeEach(async () => {
    store = await openTestStore();
    woken = [];
    cards = createLiveCards({
      cards: templateCards,
      notifyMailbox: (conversationIds) => {
        woken.push(conversationIds);
      },
    });
    const conversation = await store.transaction((tx) =>
      tx.conversations.ensure({
        channelId: "19:general",
        teamId: "team",
        tenantId: "tenant",
        type: "channel",
        serviceUrl: "https://smba.example",
        name: "general",
      }),
    );
    conversationId = conversation.id;
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const show = (text: string, options?: Parameters<LiveCards["show"]>[3]): Promise<void> =>
    store.transaction((tx) =>
      cards.show(
        tx,
        { conversationId, subjectKey },
        { card: "bot/confirmed", data: { text }, summary: text },
        options,
      ),
    );
  const waiting = (): Promise<readonly OutboxRecord[]> =>
    store.read(({ outbox }) => outbox.listDue(conversationId, new Date(), 50));

  it("are posted once, and changed where they read differently", async () => {
    await show("Queued");
    await show("Queued");
    await show("Running");

    const messages = await waiting();
    assert.deepEqual(
      messages.map(({ kind, lane, body }) => [kind, lane, body.summary]),
      [
        ["create", "answer", "Queued"],
        ["update", "state", "Running"],
      ],
    );
    assert.deepEqual(woken, [[conversationId], [conversationId]]);
  });

  it("stay away where they never were, if only those that are shown are meant", async () => {
    await show("Online", { onlyWhereShown: true });

    assert.deepEqual(await waiting(), []);
  });

  it("are let alone where nothing can change them", async () => {
    await show("Queued");
    await store.transaction((tx) => tx.cards.recordRoot(conversationId, subjectKey, undefined));

    await show("Running");

    assert.deepEqual(
      (await waiting()).map(({ kind }) => kind),
      ["create"],
    );
  });

  it("lose to who changed them in between", async () => {
    await show("Queued");

    const lost = store.transaction((tx) =>
      cards.show(
        { ...tx, cards: { ...tx.cards, update: () => Promise.resolve(false) } },
        { conversationId, subjectKey },
        { card: "bot/confirmed", data: { text: "x" }, summary: "x" },
      ),
    );

    await assert.rejects(lost, (error: unknown) => isFault(error, "STORE_BUSY"));
  });
});

import assert from "node:assert/strict";
import { MINUTE } from "../../../../src/core/clock.ts";
import type { JsonObject } from "../../../../src/core/json.ts";
import type { OutboxMessage, OutboxRecord } from "../../../../src/adapters/store/index.ts";
import { aConversation, aPerson, NOW, useStore, type MakeDatabase } from "./fixture.ts";

const BODY = { text: "Grüße, 世界 🌍 'x' \\ \"y\" \u0001", mentions: [{ id: "29:x", name: "Mira" }] };

export function describeMessages(makeDatabase: MakeDatabase): void {
  describe("cards", () => {
    const at = useStore(makeDatabase);
    const create = (subjectKey = "pr:3001#7", channelId = "19:a") =>
      at().store.transaction(async (tx) => {
        const { id } = await tx.conversations.ensure(aConversation({ channelId }));
        const facts = { title: "Fix 漢字", labels: ["a"] };
        return tx.cards.create({
          conversationId: id,
          subjectKey,
          facts,
          renderedHash: "h",
          rootState: "none",
        });
      });

    it("are created and found by subject", async () => {
      const { store } = at();
      const card = await create();
      await create("pr:3001#8");
      const elsewhere = await create("pr:3001#7", "19:b");

      const found = await store.read((reads) => reads.cards.find(card.conversationId, "pr:3001#7"));

      assert.deepEqual(found, card);
      assert.equal(card.version, 1);
      const listed = await store.read((reads) =>
        reads.cards.listBySubjects(
          ["pr:3001#7", "pr:3001#9"],
          [card.conversationId, elsewhere.conversationId],
        ),
      );
      assert.deepEqual(listed.map(({ id }) => id).toSorted(), [card.id, elsewhere.id].toSorted());
      assert.deepEqual(
        await store.read((reads) => reads.cards.listBySubjects([], [card.conversationId])),
        [],
      );
      const otherCase = await store.read((reads) => reads.cards.find(card.conversationId, "PR:3001#7"));
      assert.equal(otherCase, undefined);
    });

    it("are updated by compare-and-swap on the version", async () => {
      const { store } = at();
      const card = await create();
      const update = () =>
        store.transaction((tx) => tx.cards.update(card, { facts: { title: "new" }, rootState: "queued" }));

      assert.equal(await update(), true);
      assert.equal(await update(), false);

      const found = await store.read((reads) => reads.cards.find(card.conversationId, card.subjectKey));
      assert.deepEqual(found, { ...card, facts: { title: "new" }, rootState: "queued", version: 2 });
    });

    it("learn and forget their root", async () => {
      const { store } = at();
      const card = await create();
      const { conversationId, subjectKey } = card;
      const find = () => store.read((reads) => reads.cards.find(conversationId, subjectKey));

      await store.transaction((tx) => tx.cards.recordRoot(conversationId, subjectKey, "1732"));
      assert.deepEqual(await find(), { ...card, rootActivityId: "1732", rootState: "posted", version: 2 });
      await store.transaction((tx) => tx.cards.forgetRoot(conversationId, subjectKey));
      assert.deepEqual(await find(), { ...card, rootState: "none", version: 3 });
      await store.transaction((tx) => tx.cards.recordRoot(conversationId, subjectKey, undefined));
      assert.deepEqual(await find(), { ...card, rootState: "unaddressable", version: 4 });
    });
  });

  describe("the outbox", () => {
    const at = useStore(makeDatabase);
    const conversation = (channelId = "19:a") =>
      at().store.transaction((tx) => tx.conversations.ensure(aConversation({ channelId })));
    const append = (...messages: OutboxMessage[]): Promise<readonly OutboxRecord[]> =>
      at().store.transaction((tx) => tx.outbox.append(messages));
    const due = (conversationId: string) =>
      at().store.read((reads) => reads.outbox.listDue(conversationId, at().clock.now(), 100));
    const message = (conversationId: string, change: Partial<OutboxMessage> = {}): OutboxMessage => ({
      conversationId,
      kind: "create",
      lane: "notification",
      body: BODY,
      ...change,
    });

    it("keeps the order of appending for each conversation, lanes first", async () => {
      const [a, b] = [await conversation(), await conversation("19:b")];

      const appended = await append(
        message(a.id, { subjectKey: "one" }),
        message(b.id, { subjectKey: "two" }),
        message(a.id, { subjectKey: "three" }),
      );
      await append(message(a.id, { lane: "answer", subjectKey: "four" }));

      const subjects = (await due(a.id)).map(({ subjectKey }) => subjectKey);
      assert.deepEqual(subjects, ["four", "one", "three"]);
      assert.deepEqual(
        (await due(b.id)).map(({ id }) => id),
        [appended[1]?.id],
      );
      const seqs = appended.filter(({ conversationId }) => conversationId === a.id).map(({ seq }) => seq);
      assert.deepEqual(
        seqs,
        seqs.toSorted((x, y) => x - y),
      );
      assert.equal(new Set(seqs).size, 2);
    });

    it("keeps a body byte for byte, whole cards too", async () => {
      const { id } = await conversation();
      const adaptiveCard = { type: "AdaptiveCard", body: [{ type: "TextBlock", text: "🎉".repeat(5_000) }] };

      const [appended] = await append(message(id, { body: { ...BODY, adaptiveCard } }));

      const [found] = await due(id);
      assert.deepEqual(found?.body, { ...BODY, adaptiveCard });
      assert.deepEqual(found, appended);
    });

    it("tells the root of the subject as known", async () => {
      const { store } = at();
      const { id } = await conversation();
      await append(message(id, { subjectKey: "pr:1#1", kind: "reply" }), message(id));
      const roots = async () =>
        (await due(id)).map(({ rootActivityId, rootState }) => [rootActivityId, rootState]);

      assert.deepEqual(await roots(), [
        [undefined, undefined],
        [undefined, undefined],
      ]);
      await store.transaction(async ({ cards }) => {
        const card = { conversationId: id, subjectKey: "pr:1#1", facts: {}, renderedHash: "" };
        await cards.create({ ...card, rootState: "queued" });
        await cards.recordRoot(id, "pr:1#1", "1732");
      });

      assert.deepEqual(await roots(), [
        ["1732", "posted"],
        [undefined, undefined],
      ]);
    });

    it("starts a row once and shows it as sending after a crash", async () => {
      const { store, another } = at();
      const { id } = await conversation();
      const [row] = await append(message(id));
      assert.ok(row);

      assert.equal(await store.transaction((tx) => tx.outbox.startSending(row.id)), true);
      const afterCrash = await another();

      assert.equal(await afterCrash.transaction((tx) => tx.outbox.startSending(row.id)), false);
      const [found] = await afterCrash.read((reads) => reads.outbox.listDue(id, NOW, 10));
      assert.deepEqual([found?.state, found?.attempts], ["sending", 1]);
      await afterCrash.transaction((tx) => tx.outbox.markAmbiguous(row.id));
      const later = new Date(NOW.getTime() + MINUTE);
      await afterCrash.transaction((tx) => tx.outbox.retryAt(row.id, later, "unknown outcome"));
      assert.deepEqual(await due(id), []);
      assert.deepEqual(await store.read((reads) => reads.outbox.nextDue(id)), later);
      at().clock.pass(MINUTE);
      const [again] = await due(id);
      assert.deepEqual([again?.state, again?.ambiguous, again?.dueAt], ["queued", true, later]);
    });

    it("finishes and supersedes rows, which are not due any more, and prunes them", async () => {
      const { store, clock } = at();
      const { id } = await conversation();
      const rows = await append(message(id), message(id), message(id));
      const [first, second, third] = rows.map((row) => row.id);
      assert.ok(first !== undefined && second !== undefined && third !== undefined);
      assert.deepEqual(await store.read((reads) => reads.outbox.backlog()), {
        waiting: 3,
        oldestCreatedAt: NOW,
      });

      await store.transaction((tx) => tx.outbox.finish(first, "refused", "too large"));
      await store.transaction((tx) => tx.outbox.supersede([second]));
      await store.transaction((tx) => tx.outbox.retryAt(first, clock.now(), "too late"));
      await store.transaction((tx) => tx.outbox.becomeCreate(third));

      assert.deepEqual(
        (await due(id)).map((row) => [row.id, row.kind]),
        [[third, "create"]],
      );
      clock.pass(MINUTE);
      assert.equal(await store.transaction((tx) => tx.outbox.prune(clock.now(), 10)), 2);
      assert.deepEqual((await store.read((reads) => reads.outbox.backlog())).waiting, 1);
      const [next] = await append(message(id));
      assert.ok((next?.seq ?? 0) > 3);
    });

    it("names the active conversations with due rows, the oldest first", async () => {
      const { store } = at();
      const [a, b, c, d] = [
        await conversation("19:a"),
        await conversation("19:b"),
        await conversation("19:c"),
        await conversation("19:d"),
      ];
      const earlier = new Date(NOW.getTime() - MINUTE);
      const later = new Date(NOW.getTime() + MINUTE);
      await append(message(a.id), message(b.id, { dueAt: earlier }), message(a.id, { dueAt: later }));
      await append(message(c.id, { dueAt: later }), message(d.id));
      await store.transaction((tx) => tx.conversations.setState(d.id, "gone", "removed"));

      const list = (limit: number) => store.read((reads) => reads.outbox.listConversationsDue(NOW, limit));

      assert.deepEqual(await list(10), [b.id, a.id]);
      assert.deepEqual(await list(1), [b.id]);
    });

    it("takes more rows than one statement may", async () => {
      const { id } = await conversation();

      const appended = await append(...Array.from({ length: 1_100 }, () => message(id, { body: {} })));

      assert.equal(new Set(appended.map(({ seq }) => seq)).size, 1_100);
      assert.equal((await at().store.read((reads) => reads.outbox.backlog())).waiting, 1_100);
    });
  });

  describe("pending commands", () => {
    const at = useStore(makeDatabase);
    const add = (
      text: string,
      change: { waitsFor?: "signin" | "installation"; waitsForKey?: string; action?: JsonObject } = {},
    ) =>
      at().store.transaction(async (tx) => {
        const { id: userId } = await tx.users.ensure(aPerson());
        const { id: conversationId } = await tx.conversations.ensure(aConversation());
        const expiresAt = new Date(at().clock.now().getTime() + 30 * MINUTE);
        return tx.pendingCommands.create({
          userId,
          conversationId,
          text,
          waitsFor: "signin",
          expiresAt,
          ...change,
        });
      });

    it("are claimed once, in order, by what they wait for", async () => {
      const { store } = at();
      const first = await add("subscribe octo/hello 🎉");
      const second = await add("help");
      await add("subscribe octo", { waitsFor: "installation", waitsForKey: "octo" });
      const claim = () =>
        store.transaction((tx) => tx.pendingCommands.claim({ userId: first.userId, waitsFor: "signin" }));

      assert.deepEqual(await claim(), [first, second]);
      assert.deepEqual(await claim(), []);
      assert.ok(!("action" in first));

      const installed = await store.transaction((tx) =>
        tx.pendingCommands.claim({ waitsFor: "installation", waitsForKey: "octo" }),
      );
      assert.deepEqual(
        installed.map(({ text }) => text),
        ["subscribe octo"],
      );
    });

    it("keep the button that was pressed", async () => {
      const action = { verb: "issue.close", data: { subject: "octo/hello#7", comment: "ça va 🎉" } };
      const { userId } = await add("Close an issue", { action });

      const [kept] = await at().store.transaction((tx) =>
        tx.pendingCommands.claim({ userId, waitsFor: "signin" }),
      );

      assert.deepEqual(kept?.action, action);
    });

    it("are not claimed for another person or account, nor after their time", async () => {
      const { store, clock } = at();
      const { userId } = await add("help");
      await add("subscribe octo", { waitsFor: "installation", waitsForKey: "octo" });

      const others = await store.transaction(async ({ pendingCommands }) => [
        ...(await pendingCommands.claim({ userId: "nobody", waitsFor: "signin" })),
        ...(await pendingCommands.claim({ waitsFor: "installation", waitsForKey: "octo2" })),
        ...(await pendingCommands.claim({ userId, waitsFor: "profile" })),
      ]);
      clock.pass(31 * MINUTE);
      const late = await store.transaction((tx) => tx.pendingCommands.claim({ userId, waitsFor: "signin" }));

      assert.deepEqual([...others, ...late], []);
      assert.equal(await store.transaction((tx) => tx.pendingCommands.prune(clock.now(), 10)), 2);
    });
  });

  describe("confirmations", () => {
    const at = useStore(makeDatabase);

    it("are used once, by their person, in time", async () => {
      const { store, clock } = at();
      const target = { sha: "abc", servers: ["web-1"] };
      const create = () =>
        store.transaction(async (tx) => {
          const { id: userId } = await tx.users.ensure(aPerson());
          const { id: conversationId } = await tx.conversations.ensure(aConversation());
          const expiresAt = new Date(clock.now().getTime() + MINUTE);
          return tx.confirmations.create({ userId, conversationId, command: "deploy", target, expiresAt });
        });
      const { id, userId } = await create();
      const use = (by: string, confirmation = id, turn = "turn 1") =>
        store.transaction((tx) => tx.confirmations.use(confirmation, by, turn));

      assert.equal(await use("somebody else"), undefined);
      const used = await use(userId);
      assert.deepEqual([used?.target, used?.usedAt], [target, NOW]);
      assert.equal(await use(userId, id, "turn 2"), undefined);
      assert.deepEqual(await use(userId), used, "the turn that used it, run again");
      assert.deepEqual(await store.transaction((tx) => tx.confirmations.find(id)), used);

      const late = await create();
      clock.pass(2 * MINUTE);
      assert.equal(await use(userId, late.id), undefined);
    });

    it("are pruned by their end, used or not", async () => {
      const { store, clock } = at();
      const ending = (minutes: number) =>
        store.transaction(async (tx) => {
          const { id: userId } = await tx.users.ensure(aPerson());
          const { id: conversationId } = await tx.conversations.ensure(aConversation());
          const expiresAt = new Date(clock.now().getTime() + minutes * MINUTE);
          return tx.confirmations.create({ userId, conversationId, command: "c", target: {}, expiresAt });
        });
      const [first, , last] = [await ending(1), await ending(2), await ending(9)];
      await store.transaction((tx) => tx.confirmations.use(first.id, first.userId, "turn"));
      clock.pass(3 * MINUTE);
      const prune = () => store.transaction((tx) => tx.confirmations.prune(clock.now(), 1));

      assert.deepEqual([await prune(), await prune(), await prune()], [1, 1, 0]);
      assert.ok(await store.transaction((tx) => tx.confirmations.find(last.id)));
    });
  });

  describe("action intents", () => {
    const at = useStore(makeDatabase);

    it("are begun once, whatever became of them, unless they were refused", async () => {
      const { store } = at();
      const target = { name: "octo/hello", number: 7 };
      const begin = () =>
        store.transaction(async (tx) => {
          const { id: userId } = await tx.users.ensure(aPerson());
          return tx.actionIntents.begin({ intentKey: "job-1:comment", userId, kind: "comment", target });
        });

      const first = await begin();
      const again = await begin();
      await store.transaction((tx) => tx.actionIntents.refuse(first.intent.id));
      const anew = await begin();
      await store.transaction((tx) => tx.actionIntents.finish(first.intent.id, { url: "u" }));
      await store.transaction((tx) => tx.actionIntents.refuse(first.intent.id));
      const done = await begin();

      assert.deepEqual([first.isNew, again.isNew, anew.isNew, done.isNew], [true, false, true, false]);
      assert.deepEqual(again.intent, { ...first.intent, state: "open", target });
      assert.deepEqual([done.intent.state, done.intent.result], ["done", { url: "u" }]);
    });
  });

  describe("cards", () => {
    const at = useStore(makeDatabase);

    it("are found by the message that shows them", async () => {
      const { store } = at();
      const id = await store.transaction(async (tx) => {
        const conversation = await tx.conversations.ensure(aConversation());
        const card = { conversationId: conversation.id, subjectKey: "issue:1#2", facts: {} } as const;
        await tx.cards.create({ ...card, renderedHash: "", rootState: "queued" });
        await tx.cards.recordRoot(conversation.id, "issue:1#2", "1700");
        return conversation.id;
      });

      const found = await store.read(async (reads) => [
        (await reads.cards.findByRoot(id, "1700"))?.subjectKey,
        await reads.cards.findByRoot(id, "1701"),
        await reads.cards.findByRoot(id, ""),
        await reads.cards.findByRoot("elsewhere", "1700"),
      ]);

      assert.deepEqual(found, ["issue:1#2", undefined, undefined, undefined]);
    });
  });
}

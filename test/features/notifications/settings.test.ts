import assert from "node:assert/strict";
import { z } from "zod";
import type { Json, JsonObject } from "../../../src/core/json.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import type { Happening } from "../../../src/core/happening.ts";
import { deliverHappenings, type DeliverDeps } from "../../../src/features/notifications/deliver.ts";
import { PositiveCache } from "../../../src/features/notifications/positive-cache.ts";
import { withActor } from "../../../src/features/notifications/github/actor.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { templateCards } from "../../support/template-cards.ts";
import { webhook } from "../../support/webhooks.ts";
import { happeningOf } from "./happenings.ts";
import { acceptDelivery, listMessages, subscribe } from "./seed.ts";

const at = (minute: number): string => `2026-03-02T10:0${String(minute)}:00Z`;
/** The pull request of the recorded webhooks, as a comment's payload tells of it. */
const About = z.object({
  pull_request: z.object({
    number: z.number(),
    title: z.string(),
    html_url: z.string(),
    body: z.string(),
    created_at: z.string(),
  }),
});
const ABOUT = {
  ...About.parse(webhook("pull_request.opened")).pull_request,
  labels: [],
  assignees: [],
  pull_request: {},
};
const DRAFT = { draft: true, updated_at: at(0) };

describe("delivering as a conversation chose", () => {
  let store: TestStore;
  let conversationId: string;

  beforeEach(async () => {
    store = await openTestStore();
    const subscribed = await subscribe(store, {
      channelId: "one",
      features: ["issues", "pulls", "comments", "reviews"],
    });
    conversationId = subscribed.conversationId;
  });
  afterEach(async () => {
    await store.cleanup();
  });

  const choose = (settings: JsonObject, threads?: boolean): Promise<unknown> =>
    store.transaction((tx) =>
      tx.conversations.changeSettings(conversationId, {
        settings,
        ...(threads === undefined ? {} : { threads }),
      }),
    );
  const deps = (change: Partial<DeliverDeps> = {}): DeliverDeps => ({
    store,
    clock: systemClock,
    mayHear: () => Promise.resolve(true),
    onLapsed: () => Promise.resolve(),
    told: new PositiveCache(systemClock),
    findMentioned: () => Promise.resolve(new Map()),
    roleOf: () => Promise.reject(new Error("nobody needs to be asked")),
    cards: templateCards,
    fit: (body) => body,
    onCards: () => Promise.resolve(),
    notifyMailbox: () => undefined,
    ...change,
  });
  const deliver = async (...happenings: readonly Happening[]): Promise<void> => {
    for (const happening of happenings) {
      const id = await acceptDelivery(store, "any", {});
      await deliverHappenings({ id }, [happening], deps());
    }
  };
  const kinds = async (): Promise<readonly string[]> =>
    (await listMessages(store, conversationId)).map((message) => message.split(" ")[0] ?? "");
  const lastCard = async (): Promise<Json> => {
    const rows = await store.read((reads) =>
      reads.outbox.listDue(conversationId, new Date("2100-01-01"), 100),
    );
    return rows.toSorted((one, other) => one.seq - other.seq).at(-1)?.body.adaptiveCard ?? null;
  };

  const opened = happeningOf("pull_request.opened", { pull_request: { updated_at: at(0) } });
  const labeled = (minute: number): Happening =>
    happeningOf("pull_request.labeled", {
      pull_request: { updated_at: at(minute), labels: [{ name: `at ${String(minute)}` }] },
    });
  const comment = (minute: number, comments: number): Happening =>
    happeningOf("issue_comment.created", {
      issue: { ...ABOUT, comments, updated_at: at(minute) },
    });

  describe("in the compact style", () => {
    it("changes a card in place, and its style with its next change", async () => {
      await deliver(opened);
      assert.match(JSON.stringify(await lastCard()), /"Comment"/);

      await choose({ style: "compact" });
      await deliver(labeled(1));
      const compact = JSON.stringify(await lastCard());
      await choose({ style: "full" });
      await deliver(labeled(1));

      assert.deepEqual(await kinds(), ["create", "update", "update"]);
      assert.match(compact, /"selectAction"/);
      assert.doesNotMatch(compact, /"actions"/);
      assert.match(JSON.stringify(await lastCard()), /at 1.*"Comment"/);
    });

    it("says in one line of the thread what somebody wrote", async () => {
      await choose({ style: "compact" });

      await deliver(opened, comment(1, 1));

      assert.deepEqual(await kinds(), ["create", "reply"]);
      assert.match(JSON.stringify(await lastCard()), /💬 \[Comment\]\(.*\) by @Codertocat/);
    });
  });

  describe("without threads", () => {
    it("counts comments on the card instead of replying", async () => {
      await choose({}, false);

      await deliver(opened, comment(1, 1), comment(2, 2));

      assert.deepEqual(await kinds(), ["create", "update", "update"]);
      assert.match(JSON.stringify(await lastCard()), /"title":"Comments","value":"💬 2"/);
    });

    it("says nothing in threads of a merge: the card does", async () => {
      await choose({}, false);
      const merged = { merged_at: at(2), updated_at: at(2), state: "closed" };

      await deliver(opened, happeningOf("pull_request.closed", { pull_request: merged }));

      assert.deepEqual(await kinds(), ["create", "update"]);
      assert.match(JSON.stringify(await lastCard()), /🟣 Merged/);
    });

    it("posts a comment on what has no card as a small card of its own, once", async () => {
      await choose({}, false);

      await deliver(comment(1, 1));
      const card = JSON.stringify(await lastCard());
      const rows = await store.read((reads) =>
        reads.cards.listBySubjects([opened.subjectKey], [conversationId]),
      );

      assert.deepEqual(await kinds(), ["create"]);
      assert.match(card, /\[#2 .*\]\(https:.*Codertocat\/Hello-World/);
      assert.match(card, /\[Comment\]\(.*\) by @Codertocat · \[Codertocat\/Hello-World\]/);
      assert.match(card, /You are totally right!/);
      assert.deepEqual(
        rows.map(({ rootState }) => rootState),
        ["none"],
      );
      await deliver(happeningOf("pull_request.reopened", { pull_request: { updated_at: at(3) } }));
      assert.deepEqual(await kinds(), ["create", "create"]);
    });

    it("posts that small card once, though the delivery has to come again", async () => {
      await choose({}, false);
      const unsure = await subscribe(store, { channelId: "two", features: ["comments"], creator: "unsure" });
      const ofPrivate = happeningOf("issue_comment.created", { repository: { private: true } });
      const id = await acceptDelivery(store, "any", {});
      const failing = (fails: boolean) =>
        deliverHappenings(
          { id },
          [ofPrivate],
          deps({
            mayHear: (one) =>
              fails && one.id === unsure.subscriptionId
                ? Promise.reject(faults.GITHUB_UNREACHABLE())
                : Promise.resolve(true),
          }),
        );

      await assert.rejects(failing(true), { code: "GITHUB_UNREACHABLE" });
      await failing(false);

      assert.deepEqual(await kinds(), ["create"]);
      assert.equal((await listMessages(store, unsure.conversationId)).length, 2);
    });

    it("means nothing in a chat: what is said comes as a message", async () => {
      const chat = await store.transaction((tx) =>
        tx.conversations.ensure({
          tenantId: "tenant",
          teamId: "",
          channelId: "chat",
          type: "group",
          serviceUrl: "https://smba.example.com/",
          name: "chat",
        }),
      );
      assert.equal(chat.threads, false);
      await subscribe(store, { channelId: "chat", features: ["pulls", "comments"] });

      await deliver(opened, comment(1, 1));

      const messages = await listMessages(store, chat.id);
      assert.deepEqual(
        messages.map((one) => one.split(" ")[0]),
        ["create", "reply"],
      );
    });
  });

  describe("about drafts", () => {
    const draft = happeningOf("pull_request.opened", { pull_request: DRAFT });
    const ready = happeningOf("pull_request.ready_for_review", {
      pull_request: { draft: false, updated_at: at(2) },
    });
    const onDraft = happeningOf("issue_comment.created", {
      issue: { ...ABOUT, draft: true, updated_at: at(1) },
    });

    it("waits until they are ready, unless they are wanted", async () => {
      await deliver(draft, onDraft);
      assert.deepEqual(await kinds(), []);

      await deliver(ready);

      assert.deepEqual(await kinds(), ["create"]);
    });

    it("shows them where they are wanted, and what is said of them", async () => {
      await choose({ drafts: true });

      await deliver(draft, onDraft, ready);

      assert.deepEqual(await kinds(), ["create", "reply", "update", "reply"]);
      assert.match((await listMessages(store, conversationId))[0] ?? "", /⚪ Draft/);
    });
  });

  describe("about bots", () => {
    const byBot = (happening: Happening): Happening => ({ ...happening, byBot: true });

    it("keeps quiet about them where they aren't wanted, and lets their deeds change cards", async () => {
      await choose({ bots: false });

      await deliver(byBot(opened), byBot(comment(1, 1)));
      assert.deepEqual(await kinds(), []);
      await deliver(comment(2, 2));
      assert.deepEqual(await kinds(), ["create", "reply"], "a person said something about it");
      await deliver(byBot(comment(3, 3)), byBot(labeled(4)));

      assert.deepEqual(await kinds(), ["create", "reply", "update"]);
      assert.match(JSON.stringify(await lastCard()), /at 4/);
    });

    it("tells of them otherwise, and of what nobody can switch off", async () => {
      await deliver(byBot(opened));
      await choose({ bots: false });
      await deliver(byBot(happeningOf("repository.publicized")));

      assert.deepEqual(await kinds(), ["create", "create"]);
    });

    it("knows them by their type or name", () => {
      const senders = [
        { login: "mona", type: "User" },
        { login: "octo-ci", type: "Bot" },
        { login: "dependabot[bot]", type: undefined },
        null,
      ];
      const told = senders.map((sender) => {
        const payload = webhook("issues.opened", { sender });
        return withActor([{ ...opened, actorLogin: sender?.login ?? "ghost" }], payload)[0]?.byBot;
      });
      const run = { ...opened, actorLogin: "renovate[bot]" };

      assert.deepEqual(told, [undefined, true, true, undefined]);
      assert.equal(withActor([run], "no object at all")[0]?.byBot, true);
    });
  });
});

import { addMilliseconds, DAY, MINUTE, systemClock } from "../../../src/core/clock.ts";
import assert from "node:assert/strict";
import type { Transaction } from "../../../src/adapters/store/contract/index.ts";
import { faults } from "../../../src/core/errors.ts";
import type { Happening } from "../../../src/core/happening.ts";
import { deliverHappenings, type DeliverDeps } from "../../../src/features/notifications/deliver.ts";
import { PositiveCache } from "../../../src/features/notifications/positive-cache.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { templateCards } from "../../support/template-cards.ts";
import { happeningOf } from "./happenings.ts";
import { acceptDelivery, listMessages, REPOSITORY, subscribe, subscribeAll } from "./seed.ts";

const CREATE =
  "create notification: 🟢 Open: Codertocat/Hello-World#2 Update the README with new information.";
const LATER = { updated_at: "2026-03-02T10:00:00Z" };

describe("delivering what happened", () => {
  let store: TestStore;
  let notified: string[];
  let lapsed: string[];

  beforeEach(async () => {
    store = await openTestStore();
    notified = [];
    lapsed = [];
  });

  afterEach(async () => {
    await store.cleanup();
  });

  const deps = (change: Partial<DeliverDeps> = {}): DeliverDeps => ({
    store,
    clock: systemClock,
    mayHear: () => Promise.reject(new Error("nobody needs to be asked")),
    onLapsed: async (all) => void lapsed.push(...all.map(({ id }) => id)),
    told: new PositiveCache(systemClock),
    findMentioned: () => Promise.resolve(new Map()),
    roleOf: () => Promise.reject(new Error("nobody needs to be asked")),
    cards: templateCards,
    fit: (body) => body,
    onCards: () => Promise.resolve(),
    notifyMailbox: (ids) => notified.push(...ids),
    ...change,
  });

  async function deliver(happening: Happening, change: Partial<DeliverDeps> = {}): Promise<string> {
    const id = await acceptDelivery(store, "any", {});
    await deliverHappenings({ id }, [happening], deps(change));
    return id;
  }

  const stateOf = async (id: string): Promise<string | undefined> =>
    (await store.read((reads) => reads.deliveries.find(id)))?.state;

  it("writes down when a subscription last brought something, once in a while", async () => {
    const pulls = await subscribe(store, { channelId: "one", features: ["pulls"] });
    const issues = await subscribe(store, { channelId: "two", features: ["issues"] });
    const time = new ManualTime();
    const told = new PositiveCache(time, MINUTE);
    const health = () =>
      store.read((reads) => reads.subscriptionHealth.list([pulls.subscriptionId, issues.subscriptionId]));
    const open = (number: number) =>
      deliver(happeningOf("pull_request.opened", { pull_request: { number, id: number } }), {
        clock: time,
        told,
      });

    await open(1);
    const first = time.now();
    await time.advance(MINUTE - 1);
    await open(2);
    assert.deepEqual(await health(), [
      { subscriptionId: pulls.subscriptionId, lastDeliveryAt: first, lastError: "" },
    ]);
    await time.advance(1);
    await open(3);

    assert.deepEqual((await health())[0]?.lastDeliveryAt, time.now());
  });

  it("opens a root, changes it in place, and threads a note under it", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });

    const id = await deliver(happeningOf("pull_request.opened"));
    await deliver(
      happeningOf("pull_request.labeled", { pull_request: { ...LATER, labels: [{ name: "ui" }] } }),
    );
    const merged = { merged_at: "2026-03-02T11:00:00Z", updated_at: "2026-03-02T11:00:00Z", state: "closed" };
    await deliver(happeningOf("pull_request.closed", { pull_request: merged }));

    assert.deepEqual(await listMessages(store, conversationId), [
      CREATE,
      CREATE.replace("create notification", "update state"),
      CREATE.replace("create notification", "update state").replace("🟢 Open", "🟣 Merged"),
      "reply notification: Merged by @Codertocat on Codertocat/Hello-World#2",
    ]);
    assert.equal(await stateOf(id), "done");
    assert.deepEqual([...new Set(notified)], [conversationId]);
  });

  it("posts the root from a comment's payload, and the comment under it", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["comments"] });

    await deliver(happeningOf("issue_comment.created"));

    assert.deepEqual(await listMessages(store, conversationId), [
      "create notification: 🟢 Open: Codertocat/Hello-World#1 Spelling error in the README file",
      "reply notification: Comment by @Codertocat on Codertocat/Hello-World#1: You are totally right! I'll get this fixed right away.",
    ]);
  });

  it("says nothing of a close where nothing was posted, and nothing that isn't subscribed", async () => {
    const one = await subscribe(store, { channelId: "one", features: ["issues"] });
    const two = await subscribe(store, { channelId: "two", features: ["commits"] });

    await deliver(happeningOf("issues.closed"));
    await deliver(happeningOf("issues.opened", { issue: { number: 9 } }));

    assert.equal((await listMessages(store, one.conversationId)).length, 1);
    assert.deepEqual(await listMessages(store, two.conversationId), []);
  });

  it("keeps what comes before the root, and shows it when the root comes", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });

    await deliver(
      happeningOf("pull_request.closed", {
        pull_request: { ...LATER, state: "closed", merged_at: LATER.updated_at },
      }),
    );
    await deliver(happeningOf("pull_request.opened"));

    assert.deepEqual(await listMessages(store, conversationId), [CREATE.replace("🟢 Open", "🟣 Merged")]);
  });

  it("posts a new card for what comes after the card was forgotten", async () => {
    const features = ["issues", "comments"] as const;
    const { conversationId } = await subscribe(store, { channelId: "one", features });
    await deliver(happeningOf("issues.opened"));
    const before = addMilliseconds(systemClock.now(), DAY);
    assert.equal(await store.transaction((tx) => tx.cards.prune({ before }, 10)), 1);

    await deliver(happeningOf("issue_comment.created"));

    const kinds = (await listMessages(store, conversationId)).map((message) => message.split(" ")[0]);
    assert.deepEqual(kinds, ["create", "create", "reply"]);
  });

  it("keeps a posted card true after its feature was turned off", async () => {
    const { conversationId, subscriptionId } = await subscribe(store, {
      channelId: "one",
      features: ["pulls"],
    });
    await deliver(happeningOf("pull_request.opened"));
    await store.transaction((tx) => tx.subscriptions.update(subscriptionId, { features: ["commits"] }));

    await deliver(happeningOf("pull_request.closed", { pull_request: { ...LATER, state: "closed" } }));

    assert.deepEqual((await listMessages(store, conversationId)).slice(1), [
      CREATE.replace("create notification", "update state").replace("🟢 Open", "🔴 Closed"),
    ]);
  });

  it("tells a conversation with two matching subscriptions once, of the features of both", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });
    await subscribe(store, { channelId: "one", features: ["comments"], type: "Account" });

    await deliver(happeningOf("pull_request.opened"));
    await deliver(happeningOf("issue_comment.created", { issue: { pull_request: {}, number: 2 } }));

    const kinds = (await listMessages(store, conversationId)).map((message) => message.split(" ")[0]);
    assert.deepEqual(kinds, ["create", "reply"]);
  });

  describe("of an alert", () => {
    const alert = happeningOf("dependabot_alert.created", {
      repository: { id: Number(REPOSITORY.id), owner: { id: Number(REPOSITORY.ownerId) } },
    });

    it("holds back from who may only read the repository, public though it is", async () => {
      const writer = await subscribe(store, { channelId: "one", features: ["alerts"], creator: "writer" });
      const reader = await subscribe(store, { channelId: "two", features: ["alerts"], creator: "reader" });
      const roleOf: DeliverDeps["roleOf"] = (creator) =>
        Promise.resolve(creator.id === writer.creatorId ? "write" : "read");

      await deliver(alert, { roleOf });

      assert.equal((await listMessages(store, writer.conversationId)).length, 1);
      assert.deepEqual(await listMessages(store, reader.conversationId), []);
    });

    it("asks nobody who did not ask for alerts", async () => {
      await subscribe(store, { channelId: "one", features: ["issues"] });
      assert.equal(await stateOf(await deliver(alert)), "done");
    });

    it("comes again when GitHub can't be asked", async () => {
      const { conversationId } = await subscribe(store, { channelId: "one", features: ["alerts"] });
      const down = { roleOf: () => Promise.reject(faults.GITHUB_UNREACHABLE()) };

      await assert.rejects(deliver(alert, down), { code: "GITHUB_UNREACHABLE" });

      assert.deepEqual(await listMessages(store, conversationId), []);
    });
  });

  describe("of a private repository", () => {
    const opened = happeningOf("pull_request.opened", { repository: { private: true } });
    const owner = { features: ["pulls"], type: "Account" } as const;

    it("asks for the creator of an owner's subscription, and holds back from who can't read it", async () => {
      const reader = await subscribe(store, { channelId: "one", ...owner, creator: "reader" });
      const other = await subscribe(store, { channelId: "two", ...owner, creator: "other" });

      await deliver(opened, { mayHear: (one) => Promise.resolve(one.id === reader.subscriptionId) });

      assert.equal((await listMessages(store, reader.conversationId)).length, 1);
      assert.deepEqual(await listMessages(store, other.conversationId), []);
    });

    it("takes a refusal that time doesn't mend for a no, and is done", async () => {
      const { conversationId } = await subscribe(store, { channelId: "one", ...owner });

      const id = await deliver(opened, { mayHear: () => Promise.reject(faults.GITHUB_FORBIDDEN()) });

      assert.deepEqual(await listMessages(store, conversationId), []);
      assert.equal(await stateOf(id), "done");
    });

    it("tells the others when GitHub can't be asked about one, and him later, each once", async () => {
      const sure = await subscribe(store, {
        channelId: "one",
        features: ["pulls", "comments"],
        creator: "sure",
      });
      const unsure = await subscribe(store, {
        channelId: "two",
        features: ["pulls", "comments"],
        type: "Account",
      });
      const comment = happeningOf("issue_comment.created", { repository: { private: true } });
      const id = await acceptDelivery(store, "any", {});
      const down = deps({
        mayHear: (one) =>
          one.id === sure.subscriptionId
            ? Promise.resolve(true)
            : Promise.reject(faults.GITHUB_UNREACHABLE()),
      });

      await assert.rejects(deliverHappenings({ id }, [comment], down), { code: "GITHUB_UNREACHABLE" });
      assert.equal((await listMessages(store, sure.conversationId)).length, 2);
      assert.equal(await stateOf(id), "received");
      await deliverHappenings({ id }, [comment], deps({ mayHear: () => Promise.resolve(true) }));

      assert.equal((await listMessages(store, sure.conversationId)).length, 2);
      assert.equal((await listMessages(store, unsure.conversationId)).length, 2);
      assert.equal(await stateOf(id), "done");
    });

    it("delivers on while the sign-in is expired, and not after it was revoked", async () => {
      const expired = await subscribe(store, {
        channelId: "one",
        ...owner,
        creator: "a",
        creatorState: "expired",
      });
      const revoked = await subscribe(store, {
        channelId: "two",
        ...owner,
        creator: "b",
        creatorState: "revoked",
      });

      await deliver(opened, { mayHear: (one) => Promise.resolve(one.id === expired.subscriptionId) });

      assert.equal((await listMessages(store, expired.conversationId)).length, 1);
      const afterAWeek = { now: () => addMilliseconds(new Date(), 8 * DAY) };
      await deliver({ ...opened, subjectKey: `${opened.subjectKey}9` }, { clock: afterAWeek });
      assert.equal((await listMessages(store, expired.conversationId)).length, 1);
      assert.deepEqual(lapsed, [expired.subscriptionId]);
      assert.deepEqual(await listMessages(store, revoked.conversationId), []);
    });
  });

  describe("to more conversations than one transaction takes", () => {
    const CONVERSATIONS = 120;
    const comment = happeningOf("issue_comment.created");

    async function subscribeMany(): Promise<readonly string[]> {
      const channels = Array.from({ length: CONVERSATIONS }, (_empty, index) => `channel ${String(index)}`);
      const all = await subscribeAll(
        store,
        channels.map((channelId) => ({ channelId, features: ["comments"] })),
      );
      return all.map(({ conversationId }) => conversationId);
    }

    it("posts each root and note once, wherever it was killed", async () => {
      const conversations = await subscribeMany();
      const id = await acceptDelivery(store, "any", {});

      for (const killedAt of [1, 2, 3]) {
        const dying = deps({ store: dyingStore(store, killedAt) });
        await assert.rejects(deliverHappenings({ id }, [comment], dying), /killed/);
        assert.equal(await stateOf(id), "received");
      }
      await deliverHappenings({ id }, [comment], deps());
      await deliverHappenings({ id }, [comment], deps());

      assert.equal(await stateOf(id), "done");
      for (const conversationId of conversations) {
        const kinds = (await listMessages(store, conversationId)).map((message) => message.split(" ")[0]);
        assert.deepEqual(kinds, ["create", "reply"]);
      }
    });
  });

  it("says a note once though two workers hold the delivery", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["comments"] });
    const id = await acceptDelivery(store, "any", {});
    const comment = happeningOf("issue_comment.created");

    await Promise.all([1, 2].map(() => deliverHappenings({ id }, [comment], deps())));

    assert.equal((await listMessages(store, conversationId)).length, 2);
  });

  it("posts a new root for a card that Teams has forgotten", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });
    const opened = happeningOf("pull_request.opened");
    await deliver(opened);
    await store.transaction((tx) => tx.cards.forgetRoot(conversationId, opened.subjectKey));

    await deliver(happeningOf("pull_request.closed", { pull_request: { ...LATER, state: "closed" } }));

    const kinds = (await listMessages(store, conversationId)).map((message) => message.split(" ")[0]);
    assert.deepEqual(kinds, ["create", "update", "reply"], "the mailbox turns that update into a create");
  });

  it("leaves a card alone that Teams gave no id for", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });
    const opened = happeningOf("pull_request.opened");
    await deliver(opened);
    await store.transaction((tx) => tx.cards.recordRoot(conversationId, opened.subjectKey, undefined));

    await deliver(happeningOf("pull_request.edited", { pull_request: { ...LATER, title: "New" } }));

    assert.equal((await listMessages(store, conversationId)).length, 1);
  });

  it("tries again when somebody changed the card in between", async () => {
    const { conversationId } = await subscribe(store, { channelId: "one", features: ["pulls"] });
    await deliver(happeningOf("pull_request.opened"));
    const change = { ...LATER, title: "Another title" };
    let races = 2;

    await deliver(happeningOf("pull_request.edited", { pull_request: change }), {
      store: {
        read: (work) => store.read(work),
        transaction: (work) =>
          store.transaction((tx) =>
            work(races-- > 0 ? { ...tx, cards: { ...tx.cards, update: () => Promise.resolve(false) } } : tx),
          ),
      },
    });

    assert.match((await listMessages(store, conversationId)).at(-1) ?? "", /Another title/);
  });
});

/** A store whose process dies before its nth commit. */
function dyingStore(store: TestStore, killedAt: number): DeliverDeps["store"] {
  let commits = 0;
  return {
    read: (work) => store.read(work),
    transaction: (work) =>
      store.transaction(async (tx: Transaction) => {
        const result = await work(tx);
        commits += 1;
        if (commits === killedAt) throw new Error("killed");
        return result;
      }),
  };
}

import assert from "node:assert/strict";
import { newId } from "../../../../src/core/ids.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { isFault } from "../../../../src/core/errors.ts";
import type { Store } from "../../../../src/adapters/store/index.ts";
import {
  aConversation,
  aPerson,
  aSubscription,
  aWorld,
  NOW,
  useStore,
  type MakeDatabase,
} from "./fixture.ts";

const UNTIL = new Date(NOW.getTime() + MINUTE);
const MANY = 30;

/** Runs `work` many times at once, over two stores: as two processes would. */
async function atOnce<T>(
  stores: readonly Store[],
  work: (store: Store, n: number) => Promise<T>,
): Promise<T[]> {
  return Promise.all(
    Array.from({ length: MANY }, async (_, n) => {
      const store = stores[n % stores.length];
      if (store === undefined) throw new Error("no store");
      return work(store, n);
    }),
  );
}

export function describeConcurrency(makeDatabase: MakeDatabase): void {
  describe("at the same time", () => {
    const at = useStore(makeDatabase);
    const stores = async (): Promise<readonly Store[]> => [at().store, await at().another()];

    it("no update is lost", async () => {
      const { store } = at();
      const card = await store.transaction(async (tx) => {
        const { id } = await tx.conversations.ensure(aConversation());
        const facts = { count: 0 };
        return tx.cards.create({
          conversationId: id,
          subjectKey: "s",
          facts,
          renderedHash: "",
          rootState: "none",
        });
      });

      const writes = await atOnce(await stores(), async (each) => {
        for (let tries = 0; tries < 500; tries++) {
          const won = await each.transaction(async (tx) => {
            const found = await tx.cards.find(card.conversationId, "s");
            if (found === undefined) return false;
            return tx.cards.update(found, { facts: { count: Number(found.facts["count"]) + 1 } });
          });
          if (won) return true;
        }
        return false;
      });

      assert.ok(writes.every(Boolean));
      const found = await store.read((reads) => reads.cards.find(card.conversationId, "s"));
      assert.deepEqual([found?.facts["count"], found?.version], [MANY, MANY + 1]);
    });

    it("a first contact makes one row", async () => {
      const made = await atOnce(await stores(), (store) =>
        store.transaction(async (tx) => {
          const user = await tx.users.ensure(aPerson());
          const conversation = await tx.conversations.ensure(aConversation());
          return `${user.id} ${conversation.id}`;
        }),
      );

      assert.equal(new Set(made).size, 1);
      const id = made[0]?.split(" ")[0] ?? "";
      const events = await at().store.read((reads) => reads.events.listByEntity("user", id, { limit: 10 }));
      assert.equal(events.length, 1);
    });

    it("one claim wins a job, and many claims share many jobs", async () => {
      const { store } = at();
      const jobs = await store.transaction((tx) =>
        tx.jobs.createMany(Array.from({ length: 20 }, () => ({ kind: "k" }))),
      );
      const ids = jobs.map(({ id }) => id);

      const won = await atOnce(await stores(), async (each, n) => {
        const order = n % 2 === 0 ? ids : ids.toReversed();
        return each.transaction((tx) => tx.jobs.claimMany(order, `w${n}`, NOW, UNTIL));
      });

      const claimed = won.flat().map(({ id }) => id);
      assert.deepEqual(claimed.toSorted(), ids.toSorted());
    });

    it("one holder wins a lease", async () => {
      const won = await atOnce(await stores(), (store, n) =>
        store.transaction((tx) => tx.leases.acquire("lease", `h${n}`, NOW, UNTIL)),
      );
      const later = new Date(UNTIL.getTime() + 1);
      const next = await atOnce(await stores(), (store, n) =>
        store.transaction((tx) =>
          tx.leases.acquire("lease", `i${n}`, later, new Date(later.getTime() + MINUTE)),
        ),
      );

      assert.deepEqual(
        won.flatMap((lease) => lease?.fence ?? []),
        [1],
      );
      assert.deepEqual(
        next.flatMap((lease) => lease?.fence ?? []),
        [2],
      );
    });

    it("one of the same subscriptions is made, the others are told", async () => {
      const { store } = at();
      const world = await store.transaction(aWorld);

      const outcomes = await atOnce(await stores(), (each) =>
        each
          .transaction((tx) => tx.subscriptions.create(aSubscription(world)))
          .then(
            () => "made",
            (error: unknown) => (isFault(error, "SUBSCRIPTION_EXISTS") ? "exists" : String(error)),
          ),
      );

      assert.deepEqual(outcomes.toSorted(), [...Array<string>(MANY - 1).fill("exists"), "made"]);
    });

    it("no change of a subscription that is held is lost", async () => {
      const { store } = at();
      const { id } = await store.transaction(async (tx) =>
        tx.subscriptions.create(aSubscription(await aWorld(tx), { settings: { features: [] } })),
      );

      await atOnce(await stores(), (each, n) =>
        each.transaction(async (tx) => {
          const held = await tx.subscriptions.hold(id);
          await tx.subscriptions.update(id, { features: [...(held?.settings.features ?? []), String(n)] });
        }),
      );

      const found = await store.read((reads) => reads.subscriptions.findById(id));
      assert.equal(found?.settings.features.length, MANY);
    });

    it("one of the same deliveries is accepted", async () => {
      const delivery = {
        guid: "g",
        source: "github",
        event: "push",
        action: "",
        installationId: "1",
        repositoryId: "2",
        payload: Buffer.from("{}"),
      };

      const outcomes = await atOnce(await stores(), (store) =>
        store.transaction((tx) => tx.deliveries.accept([delivery])),
      );

      const accepted = outcomes.flat().filter(({ outcome }) => outcome === "accepted");
      assert.equal(accepted.length, 1);
      assert.deepEqual(await at().store.read((reads) => reads.jobs.countByState()), { queued: 1 });
    });

    it("one of the same activities counts, and one use of a confirmation", async () => {
      const { store } = at();
      const confirmation = await store.transaction(async (tx) => {
        const { id: userId } = await tx.users.ensure(aPerson());
        const { id: conversationId } = await tx.conversations.ensure(aConversation());
        const expiresAt = UNTIL;
        return tx.confirmations.create({ userId, conversationId, command: "c", target: {}, expiresAt });
      });

      const outcomes = await atOnce(await stores(), (each) =>
        each.transaction(async (tx) => ({
          first: await tx.inbound.record("19:a", "1"),
          used: (await tx.confirmations.use(confirmation.id, confirmation.userId, newId())) !== undefined,
        })),
      );

      assert.equal(outcomes.filter(({ first }) => first).length, 1);
      assert.equal(outcomes.filter(({ used }) => used).length, 1);
    });

    it("appends to the outbox get numbers of their own, in the order of the commits", async () => {
      const { store } = at();
      const ids = await store.transaction(async ({ conversations }) => [
        (await conversations.ensure(aConversation())).id,
        (await conversations.ensure(aConversation({ channelId: "19:b" }))).id,
      ]);

      await atOnce(await stores(), (each, n) =>
        each.transaction((tx) => {
          const order = n % 2 === 0 ? ids : ids.toReversed();
          const body = { text: String(n) };
          return tx.outbox.append(
            order.map((conversationId) => ({ conversationId, kind: "create", lane: "state", body })),
          );
        }),
      );

      for (const id of ids) {
        const rows = await store.read((reads) => reads.outbox.listDue(id, NOW, 100));
        assert.equal(rows.length, MANY);
        assert.equal(new Set(rows.map(({ seq }) => seq)).size, MANY);
      }
    });

    it("a reader doesn't wait for a writer and sees nothing uncommitted", async () => {
      const { store } = at();
      const user = await store.transaction((tx) => tx.users.ensure(aPerson()));

      const seen = await store.transaction(async (tx) => {
        await tx.users.ensure(aPerson({ displayName: "Renamed" }));
        return store.read(({ users }) => users.find(user.id));
      });

      assert.equal(seen?.displayName, "Mira");
      const after = await store.read(({ users }) => users.find(user.id));
      assert.equal(after?.displayName, "Renamed");
    });
  });

  describe("a transaction", () => {
    const at = useStore(makeDatabase);

    it("writes nothing when it fails, and runs no hook", async () => {
      const { store } = at();
      const hooks: string[] = [];

      const failing = store.transaction(async (tx) => {
        await tx.users.ensure(aPerson());
        tx.afterCommit(() => hooks.push("failed"));
        throw new Error("changed my mind");
      });
      await assert.rejects(failing, /changed my mind/);
      await store.transaction(async (tx) => {
        tx.afterCommit(() => hooks.push("committed"));
        await tx.users.ensure(aPerson({ aadObjectId: "other" }));
      });

      assert.deepEqual(hooks, ["committed"]);
      const found = await store.read(({ users }) => users.findByAad("tenant-1", "aad-mira"));
      assert.equal(found, undefined);
    });

    it("runs its hooks once, after the commit, however often it was repeated", async () => {
      const { store } = at();
      let runs = 0;
      let hooks = 0;

      await store.transaction(async (tx) => {
        runs += 1;
        tx.afterCommit(() => (hooks += 1));
        const activity = `activity-${Math.min(runs, 2)}`;
        await tx.inbound.record("19:a", activity);
        // Another takes the key that this one is about to take.
        if (runs === 1) throw await takenKey(await at().another());
      });

      assert.deepEqual([runs, hooks], [2, 1]);
      await store.ping();
    });
  });
}

/** The error of an insert whose key is taken, as a lost race gives it. */
async function takenKey(store: Store): Promise<unknown> {
  const { UniqueConstraintError } = await import("sequelize");
  await store.ping();
  return new UniqueConstraintError({});
}

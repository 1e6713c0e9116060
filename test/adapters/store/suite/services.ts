import assert from "node:assert/strict";
import type {
  RepositoryPlace,
  ServiceConnectionRepository,
  Store,
} from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { aConversation, NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { another } from "./team-world.ts";

type NewConnection = Parameters<ServiceConnectionRepository["save"]>[0];
// As long as ids are: PostgreSQL fills shorter ones up.
const ANN = "01a1fd45-0000-7000-8000-00000000000a";
const BOB = "01a1fd45-0000-7000-8000-00000000000b";
const CREDENTIALS = { token: "secret-token", user: "Grüße" };

/** A person's Jira. */
export function aConnection(ownerId: string, change: Partial<NewConnection> = {}): NewConnection {
  return {
    ownerType: "user",
    ownerId,
    provider: "jira",
    baseUrl: "https://jira.example.test",
    settings: {},
    credentials: CREDENTIALS,
    ...change,
  };
}

export function aRepository(n: number): RepositoryPlace {
  return { ghRepoId: String(n), owner: "octo", name: `Repo-${n}`, url: `https://github.com/octo/repo-${n}` };
}

export function describeServices(makeDatabase: MakeDatabase): void {
  describe("service connections", () => {
    const at = useStore(makeDatabase);
    const save = (store: Store, change: Partial<NewConnection> = {}) =>
      store.transaction((tx) => tx.serviceConnections.save(aConnection(ANN, change)));

    it("are one for an owner and provider, and give the credentials only when asked for them", async () => {
      const { store } = at();

      const made = await save(store, { settings: { project: "世界" } });
      const team = await save(store, { ownerType: "team" });
      const other = await save(store, { provider: "rally" });

      assert.deepEqual([made.state, made.version, made.settings], ["unverified", 1, { project: "世界" }]);
      assert.ok(!JSON.stringify(made).includes("secret-token"));
      await store.read(async ({ serviceConnections: connections }) => {
        assert.deepEqual(await connections.find(made.id), made);
        assert.deepEqual(await connections.findByOwner(aConnection(ANN), "jira"), made);
        assert.equal(await connections.findByOwner(aConnection(ANN), "JIRA"), undefined);
        assert.deepEqual(await connections.listByOwner(aConnection(ANN)), [made, other]);
        const owners = [aConnection(ANN), aConnection(ANN, { ownerType: "team" }), aConnection(BOB)];
        assert.deepEqual(await connections.listByOwners(owners), [made, team, other]);
        assert.deepEqual(await connections.listByOwners([]), []);
        assert.deepEqual(await connections.findCredentials(made.id), CREDENTIALS);
        assert.equal(await connections.findCredentials("nobody's"), undefined);
      });
    });

    it("are unverified again when they are saved again, as the same row", async () => {
      const { store } = at();
      const made = await save(store);
      await store.transaction(async ({ serviceConnections: connections }) => {
        await connections.setWebhookSecretHash(made.id, "hash");
        await connections.markEnabled(made);
      });

      const again = await save(store, { baseUrl: "https://other.test", credentials: { token: "2" } });

      const expected = { ...made, baseUrl: "https://other.test", webhookSecretHash: "hash", version: 2 };
      assert.deepEqual(again, expected);
      await store.read(async ({ serviceConnections: connections }) => {
        assert.deepEqual(await connections.find(made.id), expected);
        assert.deepEqual(await connections.findCredentials(made.id), { token: "2" });
      });
    });

    it("tell once that they began to fail, and once that they work again", async () => {
      const { store, clock } = at();
      const made = await save(store);
      await store.transaction(async ({ serviceConnections: connections }) => {
        const enabled = { fromState: "unverified", toState: "enabled" };
        assert.deepEqual(await connections.markEnabled(made), enabled);
        clock.pass(MINUTE);
        assert.equal(await connections.markEnabled(made), undefined);
        const verifiedAt = (await connections.find(made.id))?.verifiedAt;
        assert.deepEqual(verifiedAt, new Date(NOW.getTime() + MINUTE));

        const failing = { fromState: "enabled", toState: "failing" };
        assert.deepEqual(await connections.markFailing(made, "refused"), failing);
        assert.equal(await connections.markFailing(made, "refused again"), undefined);
        const failed = await connections.find(made.id);
        assert.deepEqual([failed?.lastError, failed?.verifiedAt], ["refused again", verifiedAt]);

        assert.deepEqual(await connections.markEnabled(made), { fromState: "failing", toState: "enabled" });
        assert.equal((await connections.find(made.id))?.lastError, "");
      });
    });

    it("take no notice of what was found out about older credentials", async () => {
      const { store } = at();
      const old = await save(store);
      const made = await save(store, { credentials: { token: "2" } });
      await store.transaction(async ({ serviceConnections: connections }) => {
        assert.equal(await connections.markFailing(old, "refused"), undefined);
        assert.equal(await connections.markEnabled(old), undefined);
        assert.equal(await connections.replaceCredentials(old, { token: "1" }), false);
        assert.equal((await connections.find(made.id))?.state, "unverified");
        await connections.markEnabled(made);

        assert.equal(await connections.replaceCredentials(made, { token: "3" }), true);
        assert.equal(await connections.replaceCredentials(made, { token: "4" }), false);
        assert.deepEqual(await connections.findCredentials(made.id), { token: "3" });
        const refreshed = await connections.find(made.id);
        assert.deepEqual([refreshed?.state, refreshed?.version], ["enabled", 3]);
      });
    });

    it("lose their secrets at once when they are disabled", async () => {
      const { store } = at();
      const made = await save(store);
      await store.transaction(async ({ serviceConnections: connections }) => {
        assert.equal(await connections.setWebhookSecretHash(made.id, "hash"), true);
        assert.equal(await connections.setSettings(made.id, { a: 1 }), true);

        const disabled = { fromState: "unverified", toState: "disabled" };
        assert.deepEqual(await connections.disable(made.id), disabled);
        assert.equal(await connections.disable(made.id), undefined);
        assert.equal(await connections.findCredentials(made.id), undefined);
        const off = await connections.find(made.id);
        assert.deepEqual([off?.state, off?.webhookSecretHash, off?.settings], ["disabled", "", { a: 1 }]);
        assert.equal(await connections.setWebhookSecretHash(made.id, "hash"), false);
        assert.equal(await connections.markEnabled(made), undefined);
        assert.equal(await connections.replaceCredentials({ id: made.id, version: 2 }, {}), false);
        assert.equal(await connections.findCredentials(made.id), undefined);
      });
      assert.equal((await save(store)).state, "unverified");
    });

    it("are due when they were not asked for long, unless they are off", async () => {
      const { store, clock } = at();
      const [jira, rally, travis] = [
        await save(store),
        await save(store, { provider: "rally" }),
        await save(store, { provider: "travis" }),
      ];
      await store.transaction(async ({ serviceConnections: connections }) => {
        await connections.disable(travis.id);
        clock.pass(MINUTE);
        await connections.markFailing(rally, "refused");
        const due = async (milliseconds: number) =>
          (await connections.listDueForVerify(new Date(NOW.getTime() + milliseconds), 10)).map(
            ({ id }) => id,
          );

        assert.deepEqual(await due(0), []);
        assert.deepEqual(await due(1), [jira.id]);
        assert.deepEqual(await due(MINUTE + 1), [jira.id, rally.id]);
      });
    });
  });

  describe("notifications", () => {
    const at = useStore(makeDatabase);

    it("are added once, and match with their active conversations", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const here = await tx.conversations.ensure(aConversation());
        const away = await tx.conversations.ensure(aConversation({ channelId: "19:away" }));
        const project = { source: "jira", sourceKey: "PROJ", settings: { filters: ["世界"] } };
        const first = await tx.notifications.add({ ...project, conversationId: here.id });
        const again = await tx.notifications.add({ ...project, conversationId: here.id, settings: {} });
        const theirs = await tx.notifications.add({ ...project, conversationId: away.id });
        await tx.notifications.add({ ...project, conversationId: here.id, sourceKey: "proj" });
        await tx.notifications.add({ ...project, conversationId: here.id, source: "rally" });

        assert.deepEqual([first.isNew, again.isNew, theirs.isNew], [true, false, true]);
        assert.deepEqual(again.notification, first.notification);
        const matching = async () =>
          (await tx.notifications.listMatching("jira", ["PROJ", "OTHER"])).map(({ id }) => id);
        assert.deepEqual(await matching(), [first.notification.id, theirs.notification.id]);
        await tx.conversations.setState(away.id, "paused", "removed");
        assert.deepEqual(await matching(), [first.notification.id]);
        const [matched] = await tx.notifications.listMatching("jira", ["PROJ"]);
        const conversation = {
          tenantId: "tenant-1",
          type: "channel",
          threads: here.threads,
          ploystTeamId: "",
        };
        assert.deepEqual(matched, {
          ...first.notification,
          conversation: { ...conversation, settings: here.settings },
        });
        assert.deepEqual(await tx.notifications.listMatching("jira", []), []);
        const listed = await tx.notifications.listByConversation(here.id, { limit: 2 });
        assert.deepEqual([listed.length, listed[0]], [2, first.notification]);
        const rest = await tx.notifications.listByConversation(here.id, {
          limit: 2,
          after: listed[1]?.id ?? "",
        });
        assert.deepEqual(rest.length, 1);
      });
    });

    it("change their settings and are removed", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id: conversationId } = await tx.conversations.ensure(aConversation());
        const project = { conversationId, source: "jira", sourceKey: "PROJ" };
        const { notification } = await tx.notifications.add({ ...project, settings: {} });

        assert.equal(await tx.notifications.setSettings(notification.id, { a: 1 }), true);
        const found = await tx.notifications.find(conversationId, "jira", "PROJ");
        assert.deepEqual(found, { ...notification, settings: { a: 1 } });
        assert.equal(await tx.notifications.remove(conversationId, "jira", "proj"), false);
        assert.equal(await tx.notifications.remove(conversationId, "jira", "PROJ"), true);
        assert.equal(await tx.notifications.remove(conversationId, "jira", "PROJ"), false);
        assert.equal(await tx.notifications.find(conversationId, "jira", "PROJ"), undefined);
        assert.equal(await tx.notifications.setSettings(notification.id, {}), false);
      });
    });

    it("are added once by two at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { id: conversationId } = await store.transaction((tx) =>
        tx.conversations.ensure(aConversation()),
      );
      const add = (by: Store) =>
        by.transaction((tx) =>
          tx.notifications.add({ conversationId, source: "jira", sourceKey: "PROJ", settings: {} }),
        );

      const added = await Promise.all([add(store), add(other)]);

      assert.deepEqual(added.map(({ isNew }) => isNew).toSorted(), [false, true]);
      assert.equal(added[0].notification.id, added[1].notification.id);
    });
  });

  describe("tracked repositories", () => {
    const at = useStore(makeDatabase);

    it("tell which are new and which went", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id: ann } = await another(tx, "ann");
        const { id: bob } = await another(tx, "bob");
        const tracked = tx.trackedRepositories;

        const first = await tracked.track(ann, [aRepository(1), aRepository(2), aRepository(2)]);
        const second = await tracked.track(ann, [aRepository(2), aRepository(3)]);
        await tracked.track(bob, [aRepository(2)]);

        const ids = (records: readonly { readonly ghRepoId: string }[]) =>
          records.map((each) => each.ghRepoId);
        assert.deepEqual([ids(first), ids(second)], [["1", "2"], ["3"]]);
        assert.deepEqual(await tracked.find(ann, "1"), first[0]);
        assert.deepEqual(await tracked.findByName(ann, "OCTO/repo-1"), first[0]);
        assert.equal(await tracked.findByName(bob, "octo/repo-1"), undefined);
        assert.deepEqual(await tracked.list(ann, { limit: 10 }), [...first, ...second]);
        assert.deepEqual(ids(await tracked.list(ann, { limit: 2, after: first[0]?.id ?? "" })), ["2", "3"]);
        const both = await tracked.listByRepository("2", { limit: 10 });
        assert.deepEqual(
          both.map(({ userId }) => userId),
          [ann, bob],
        );
        assert.equal(await tracked.count(ann), 3);
        assert.deepEqual(ids(await tracked.untrack(ann, ["2", "9"])), ["2"]);
        assert.deepEqual(await tracked.untrack(ann, ["2"]), []);
        assert.equal(await tracked.count(bob), 1);
      });
    });

    it("follow a repository to its new name", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id: ann } = await another(tx, "ann");
        const { id: bob } = await another(tx, "bob");
        const tracked = tx.trackedRepositories;
        await tracked.track(ann, [aRepository(1)]);
        await tracked.track(bob, [aRepository(1)]);
        const place = { ghRepoId: "1", owner: "Acme", name: "Moved", url: "https://github.com/acme/moved" };

        assert.equal(await tracked.rename(place), 2);

        assert.equal((await tracked.findByName(ann, "acme/moved"))?.ghRepoId, "1");
        assert.equal(await tracked.findByName(ann, "octo/repo-1"), undefined);
        const urls = await tracked.listTrackedUrls([place.url, aRepository(1).url]);
        assert.deepEqual([...urls], [place.url]);
        assert.deepEqual(await tracked.track(ann, [{ ...place, name: "Again" }]), []);
        assert.equal((await tracked.find(ann, "1"))?.name, "Again");
      });
    });
  });
}

import assert from "node:assert/strict";
import type { InstallationRecord, SubscriptionRecord } from "../../../src/adapters/store/contract/index.ts";
import { lifecycleEvents } from "../../../src/features/notifications/events.ts";
import type { LifecycleDeps } from "../../../src/features/notifications/github/lifecycle/deps.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { listWebhookExamples, webhook, type Payload } from "../../support/webhooks.ts";
import { CLIENT_APP, listMessages, REPOSITORY, subscribe, type Subscribed } from "./seed.ts";

const REPO = { id: Number(REPOSITORY.id), owner: { id: Number(REPOSITORY.ownerId) } };

describe("GitHub's lifecycle events", () => {
  let store: TestStore;
  let called: string[];

  beforeEach(async () => {
    store = await openTestStore();
    called = [];
  });

  afterEach(async () => {
    await store.cleanup();
  });

  async function apply(name: string, overrides: Payload = {}): Promise<void> {
    await applyPayload(name.split(".")[0] ?? "", webhook(name, overrides));
  }

  async function applyPayload(event: string, payload: Payload): Promise<void> {
    const spec = lifecycleEvents.find(({ on }) => on === event);
    assert.ok(spec, `${event} is declared`);
    await spec.apply(payload, deps());
  }

  function deps(): LifecycleDeps {
    const note = (what: string): Promise<void> => Promise.resolve(void called.push(what));
    return {
      store,
      clientAppId: CLIENT_APP,
      clock: new ManualTime(),
      notifyMailbox: (ids) => called.push(...ids.map(() => "mailbox")),
      forgetAccess: (id) => called.push(`forget ${id}`),
      forgetAccessOf: (id) => note(`forget person ${id}`),
      resumeAfterInstallation: (login) => note(`resume ${login}`),
      onRepositoryMoved: (_, { owner, name }) => note(`moved ${owner}/${name}`),
      onAuthorizationRevoked: (id) => note(`revoked ${id}`),
    };
  }

  const installation = (id: number): Promise<InstallationRecord | undefined> =>
    store.read((reads) => reads.installations.findByGitHubId(CLIENT_APP, String(id)));

  async function subscription(): Promise<SubscriptionRecord | undefined> {
    const [row] = await store.read((reads) => reads.subscriptions.listForChannel(CLIENT_APP, "one", "team"));
    return row;
  }

  async function verbs({ subscriptionId }: Subscribed): Promise<readonly string[]> {
    const events = await store.read((reads) =>
      reads.events.listByEntity("chatopssubscription", subscriptionId, { limit: 10 }),
    );
    return events.map(({ verb, fromState, toState }) => `${verb} ${fromState}>${toState}`);
  }

  it("take every recorded payload", async () => {
    const declared = new Set(lifecycleEvents.map(({ on }) => on));
    for (const { event, payload } of listWebhookExamples()) {
      if (declared.has(event)) await applyPayload(event, payload);
    }
    assert.ok(called.length > 0);
  });

  describe("installation", () => {
    it("created is kept with its event, and resumes what waits for it", async () => {
      await apply("installation.created");

      const row = await installation(957387);
      assert.equal(row?.ghAccountLogin, "Codertocat");
      assert.equal(row.repositorySelection, "selected");
      const events = await store.read((reads) =>
        reads.events.listByEntity("chatopsinstallation", row.id, { limit: 10 }),
      );
      assert.deepEqual(
        events.map(({ verb, toState, actorType }) => [verb, toState, actorType]),
        [["created", "active", "webhook"]],
      );
      assert.deepEqual(called, ["resume Codertocat"]);
    });

    it("suspend and unsuspend are kept", async () => {
      const about = { installation: { id: 7 } };
      await apply("installation.suspend", { installation: { id: 7, suspended_at: "2026-03-02T10:00:00Z" } });
      assert.deepEqual((await installation(7))?.suspendedAt, new Date("2026-03-02T10:00:00Z"));

      await apply("installation.unsuspend", about);

      assert.equal((await installation(7))?.suspendedAt, undefined);
    });

    it("new permissions are kept with their event, and what waits for them goes on", async () => {
      await apply("installation.created", { installation: { id: 7 } });
      assert.equal((await installation(7))?.permissions["discussions"], undefined);
      called = [];

      const granted = { id: 7, permissions: { discussions: "read" } };
      await apply("installation.new_permissions_accepted", { installation: granted });

      const row = await installation(7);
      assert.equal(row?.permissions["discussions"], "read");
      const events = await store.read((reads) =>
        reads.events.listByEntity("chatopsinstallation", row.id, { limit: 10 }),
      );
      assert.ok(events.some(({ verb }) => verb === "permissions_changed"));
      assert.deepEqual(called, ["resume Codertocat"]);
    });

    it("stays deleted when the news of its making comes last", async () => {
      await apply("installation.deleted", { installation: { id: 7 } });
      await apply("installation.created", { installation: { id: 7 } });
      await apply("installation_repositories.added", { installation: { id: 7 } });

      assert.ok((await installation(7))?.deletedAt);
      assert.ok(!called.some((call) => call.startsWith("resume")));
    });

    it("of an enterprise is none of ours", async () => {
      await apply("installation.created", { installation: { id: 7, account: { login: undefined } } });
      assert.equal(await installation(7), undefined);
    });
  });

  it("installation_repositories resumes on added, and forgets who could read them", async () => {
    await apply("installation_repositories.added", { repositories_added: [{ id: 11 }] });
    await apply("installation_repositories.removed", { repositories_removed: [{ id: 12 }] });

    assert.equal(called.filter((call) => call.startsWith("resume")).length, 1);
    assert.ok(called.includes("forget 11"));
    assert.ok(called.includes("forget 12"));
  });

  it("github_app_authorization ends the sign-in", async () => {
    await apply("github_app_authorization.revoked", { sender: { id: 42 } });
    assert.deepEqual(called, ["revoked 42"]);
  });

  describe("repository", () => {
    it("renamed: the new name is kept and said once", async () => {
      const subscribed = await subscribe(store, { channelId: "one", features: ["issues"] });
      const renamed = { repository: { ...REPO, full_name: "Codertocat/Hi_World" } };

      await apply("repository.renamed", renamed);
      await apply("repository.renamed", renamed);

      assert.equal((await subscription())?.ghArtifactName, "Codertocat/Hi_World");
      assert.deepEqual(await listMessages(store, subscribed.conversationId), [
        "create notification: **Codertocat/Hello-World** is now **Codertocat/Hi\\_World** on GitHub. Notifications go on.",
      ]);
      assert.deepEqual(await verbs(subscribed), ["renamed >"]);
    });

    it("transferred: the subscription follows to the new owner's installation", async () => {
      const subscribed = await subscribe(store, { channelId: "one", features: ["issues"] });
      const account = { id: 99, login: "octo-org", type: "Organization" };
      await apply("installation.created", { installation: { id: 8, account } });

      const repository = { ...REPO, full_name: "octo-org/hello", owner: { id: 99 } };
      await apply("repository.transferred", { repository });

      const row = await subscription();
      assert.equal(row?.ghArtifactName, "octo-org/hello");
      assert.equal(row.chatOpsInstallationsId, (await installation(8))?.id);
      assert.equal((await listMessages(store, subscribed.conversationId)).length, 1);
    });

    it("deleted: the subscription is lost with its reason, and the conversation told once", async () => {
      const subscribed = await subscribe(store, { channelId: "one", features: ["issues"] });
      const owner = await subscribe(store, { channelId: "two", features: ["issues"], type: "Account" });

      await apply("repository.deleted", { repository: REPO });
      await apply("repository.deleted", { repository: REPO });

      const row = await subscription();
      assert.deepEqual([row?.state, row?.stateReason], ["lost", "the repository was deleted on GitHub"]);
      assert.deepEqual(await listMessages(store, subscribed.conversationId), [
        "create notification: **Codertocat/Hello-World** was deleted on GitHub by @Codertocat, so its notifications end here.",
      ]);
      assert.deepEqual(await listMessages(store, owner.conversationId), []);
      assert.deepEqual(await verbs(subscribed), ["lost active>lost"]);
    });

    it("privatized: who can read it is asked anew", async () => {
      await apply("repository.privatized", { repository: REPO });
      assert.deepEqual(called, [`forget ${REPOSITORY.id}`]);
    });
  });

  describe("of who belongs where", () => {
    for (const [event, payload, expected] of [
      ["member", { action: "removed", repository: { id: 5 }, member: { id: 1 } }, ["forget 5"]],
      ["membership", { action: "removed", scope: "team", member: { id: 1 } }, ["forget person 1"]],
      ["organization", { action: "member_removed", membership: { user: { id: 1 } } }, ["forget person 1"]],
      ["organization", { action: "renamed" }, []],
      ["organization", { action: "member_invited", membership: null }, []],
    ] as const) {
      it(`void what was remembered: ${event} ${payload.action}`, async () => {
        await applyPayload(event, payload);

        assert.deepEqual(called, expected);
      });
    }
  });
});

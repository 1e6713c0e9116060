import assert from "node:assert/strict";
import { lifecycleEvents } from "../../../src/features/notifications/events.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";
import { webhook, type Payload } from "../../support/webhooks.ts";
import { CLIENT_APP, listMessages, REPOSITORY, subscribe, type Subscribed } from "./seed.ts";

/** The installation that `subscribe` makes, as GitHub shows it. */
const INSTALLATION = {
  id: 5,
  account: { id: Number(REPOSITORY.ownerId), login: "Codertocat", type: "User" },
  repository_selection: "all",
};
const REPO = { id: Number(REPOSITORY.id) };

describe("a GitHub App that gets nothing more", () => {
  let store: TestStore;
  let one: Subscribed;

  beforeEach(async () => {
    store = await openTestStore();
    one = await subscribe(store, { channelId: "one", features: ["issues"] });
  });

  afterEach(async () => {
    await store.cleanup();
  });

  async function apply(name: string, overrides: Payload = {}): Promise<void> {
    const spec = lifecycleEvents.find(({ on }) => on === name.split(".")[0]);
    const payload = webhook(name, { installation: INSTALLATION, sender: { login: "boss" }, ...overrides });
    await spec?.apply(payload, {
      store,
      clientAppId: CLIENT_APP,
      clock: new ManualTime(),
      notifyMailbox: () => undefined,
      forgetAccess: () => undefined,
      forgetAccessOf: () => Promise.resolve(),
      resumeAfterInstallation: () => Promise.resolve(),
      onRepositoryMoved: () => Promise.resolve(),
      onAuthorizationRevoked: () => Promise.resolve(),
    });
  }

  const messages = (): Promise<readonly string[]> => listMessages(store, one.conversationId);

  it("says once that it is suspended, and once that it goes on", async () => {
    const suspended = { installation: { ...INSTALLATION, suspended_at: "2026-03-02T10:00:00Z" } };
    await apply("installation.suspend", suspended);
    await apply("installation.suspend", suspended);
    await apply("installation.unsuspend");
    await apply("installation.unsuspend");

    assert.deepEqual(await messages(), [
      "create notification: ⏸️ @boss suspended our GitHub App on **Codertocat**, so there are no notifications of **Codertocat/Hello-World** until it is unsuspended on GitHub.",
      "create notification: ▶️ GitHub sends us events of **Codertocat/Hello-World** again. Notifications go on.",
    ]);
  });

  it("tells a conversation with several subscriptions in one message", async () => {
    await subscribe(store, { channelId: "one", features: ["issues"], type: "Account" });
    await apply("installation.deleted");

    const [message, ...more] = await messages();
    assert.match(message ?? "", /\*\*Codertocat\*\*, \*\*Codertocat\/Hello-World\*\* end here/);
    assert.deepEqual(more, []);
  });

  it("moves to a new installation, and goes on there", async () => {
    await apply("installation.deleted");
    await apply("installation.created", { installation: { ...INSTALLATION, id: 6 } });

    assert.match((await messages()).at(-1) ?? "", /▶️/);
    const found = await store.read((reads) => reads.installations.findByGitHubId(CLIENT_APP, "6"));
    const rows = await store.read((reads) => reads.subscriptions.listByInstallation(found?.id ?? ""));
    assert.equal(rows.length, 1);
  });

  it("stays stopped in a new installation that doesn't reach the repository", async () => {
    const installation = { ...INSTALLATION, id: 6, repository_selection: "selected" };
    await apply("installation.deleted");
    await apply("installation.created", { installation, repositories: [{ id: 1 }] });

    assert.equal((await messages()).length, 1);
  });

  it("is not stopped by late news of the installation before", async () => {
    await apply("installation.created", { installation: { ...INSTALLATION, id: 6 } });
    await apply("installation.deleted");

    assert.deepEqual(await messages(), []);
  });

  it("says once that a repository was taken away, and once that it is back", async () => {
    const removed = { repositories_added: [], repositories_removed: [REPO] };
    const added = { repositories_added: [REPO], repositories_removed: [] };
    await apply("installation_repositories.removed", removed);
    await apply("installation_repositories.removed", removed);
    await apply("installation_repositories.added", added);
    await apply("installation_repositories.added", added);

    assert.deepEqual(await messages(), [
      "create notification: ⏹️ @boss took **Codertocat/Hello-World** away from our GitHub App, so notifications end here. They go on by themselves when it may reach them again.",
      "create notification: ▶️ GitHub sends us events of **Codertocat/Hello-World** again. Notifications go on.",
    ]);
  });

  it("says nothing of a repository that nobody subscribed to", async () => {
    await apply("installation_repositories.removed", { repositories_removed: [{ id: 77 }] });
    assert.deepEqual(await messages(), []);
  });

  it("does not go on by being unsuspended when the repository was taken away", async () => {
    await apply("installation_repositories.removed", { repositories_removed: [REPO] });
    await apply("installation.suspend", {
      installation: { ...INSTALLATION, suspended_at: "2026-03-02T10:00:00Z" },
    });
    await apply("installation.unsuspend");

    assert.equal((await messages()).length, 1);
  });
});

import assert from "node:assert/strict";
import { HOUR, MINUTE } from "../../../../src/core/clock.ts";
import { isFault } from "../../../../src/core/errors.ts";
import type { SubscriptionRecord } from "../../../../src/adapters/store/index.ts";
import {
  aConversation,
  anInstallation,
  aPerson,
  aSubscription,
  aWorld,
  NOW,
  useStore,
  type MakeDatabase,
} from "./fixture.ts";

const SOON = new Date(NOW.getTime() + HOUR);

export function describeGitHub(makeDatabase: MakeDatabase): void {
  describe("GitHub users", () => {
    const at = useStore(makeDatabase);

    it("are connected, reconnected in the same row, and their tokens opened only on request", async () => {
      const { store } = at();
      const { githubUser } = await store.transaction(aWorld);

      const again = await store.transaction((tx) =>
        tx.githubUsers.connect({
          ...githubUser,
          ghLogin: "mira-new",
          tokens: { accessToken: "ghu_2", refreshToken: "ghr_2", expiresAt: SOON, refreshExpiresAt: SOON },
        }),
      );

      assert.equal(again.id, githubUser.id);
      const tokens = await store.read((reads) => reads.githubUsers.findTokens(again.id));
      assert.deepEqual(tokens, {
        accessToken: "ghu_2",
        refreshToken: "ghr_2",
        expiresAt: SOON,
        refreshExpiresAt: SOON,
      });
      const found = await store.read((reads) => reads.githubUsers.findByUser("app", githubUser.userId));
      assert.deepEqual(found, again);
      assert.equal(again.ghLogin, "mira-new");
      const listed = await store.read((reads) => reads.githubUsers.listByGitHubUser("app", "4001"));
      assert.deepEqual(listed, [again]);
      assert.ok(!JSON.stringify(listed).includes("ghu_"));
    });

    it("keep their tokens when expired, lose them when revoked, and no late refresh brings them back", async () => {
      const { store } = at();
      const { githubUser } = await store.transaction(aWorld);
      const tokens = () => store.read((reads) => reads.githubUsers.findTokens(githubUser.id));

      await store.transaction((tx) => tx.githubUsers.setState(githubUser.id, "expired"));
      assert.equal((await tokens())?.accessToken, "ghu_access");
      await store.transaction((tx) => tx.githubUsers.setState(githubUser.id, "revoked"));
      await store.transaction((tx) => tx.githubUsers.saveTokens(githubUser.id, { accessToken: "late" }));

      assert.equal(await tokens(), undefined);
      const found = await store.read((reads) => reads.githubUsers.find(githubUser.id));
      assert.equal(found?.state, "revoked");
    });

    it("save refreshed tokens", async () => {
      const { store } = at();
      const { githubUser } = await store.transaction(aWorld);

      await store.transaction((tx) =>
        tx.githubUsers.saveTokens(githubUser.id, { accessToken: "fresh", expiresAt: SOON }),
      );

      const tokens = await store.read((reads) => reads.githubUsers.findTokens(githubUser.id));
      assert.deepEqual(tokens, { accessToken: "fresh", expiresAt: SOON });
    });
  });

  describe("installations", () => {
    const at = useStore(makeDatabase);

    it("are saved once, refreshed, suspended and deleted", async () => {
      const { store } = at();
      const saved = await store.transaction((tx) => tx.installations.save(anInstallation()));
      const find = () => store.read((reads) => reads.installations.findByGitHubId("app", "7001"));

      assert.deepEqual(await find(), saved);
      const renamed = await store.transaction((tx) =>
        tx.installations.save(anInstallation({ ghAccountLogin: "octo-new", permissions: {} })),
      );
      assert.deepEqual(renamed, { ...saved, ghAccountLogin: "octo-new", permissions: {} });
      await store.transaction((tx) => tx.installations.setSuspended("app", "7001", NOW));
      assert.deepEqual((await find())?.suspendedAt, NOW);
      await store.transaction((tx) => tx.installations.setSuspended("app", "7001", undefined));
      assert.deepEqual(await find(), renamed);
      await store.transaction((tx) => tx.installations.markDeleted("app", "7001"));
      assert.deepEqual((await find())?.deletedAt, NOW);
    });

    it("are found by account, the live one before those that were removed", async () => {
      const { store, clock } = at();
      await store.transaction((tx) => tx.installations.save(anInstallation()));
      await store.transaction((tx) => tx.installations.save(anInstallation({ ghInstallationId: "7002" })));
      const find = () => store.read((reads) => reads.installations.findByAccount("app", "2001"));
      clock.pass(MINUTE);

      await store.transaction((tx) => tx.installations.markDeleted("app", "7002"));
      assert.equal((await find())?.ghInstallationId, "7001");
      clock.pass(MINUTE);
      await store.transaction((tx) => tx.installations.markDeleted("app", "7001"));

      assert.equal((await find())?.ghInstallationId, "7001");
      assert.ok((await find())?.deletedAt);
      assert.equal(
        await store.read((reads) => reads.installations.findByAccount("other", "2001")),
        undefined,
      );
    });
  });

  describe("subscriptions", () => {
    const at = useStore(makeDatabase);
    const subscribe = (change: Parameters<typeof aSubscription>[1] = {}): Promise<SubscriptionRecord> =>
      at().store.transaction(async (tx) => tx.subscriptions.create(aSubscription(await aWorld(tx), change)));

    it("are created and found by key and by name, whatever its case", async () => {
      const { store } = at();
      const settings = { features: ["pulls"], filters: { labels: ["+Bug 🐞"] } };
      const made = await subscribe({ settings });

      const { clientAppId, channelId, teamId, ghArtifactType, ghArtifactId } = made;
      const key = { clientAppId, channelId, teamId, ghArtifactType, ghArtifactId };
      const found = await store.read((reads) => reads.subscriptions.find(key));

      assert.deepEqual(found, made);
      assert.deepEqual(made.settings, settings);
      const byName = await store.read((reads) =>
        reads.subscriptions.findByName(channelId, teamId, "OCTO/hello"),
      );
      assert.equal(byName?.id, made.id);
      const elsewhere = { ...key, channelId: channelId.toUpperCase() };
      assert.equal(await store.read((reads) => reads.subscriptions.find(elsewhere)), undefined);
    });

    it("keep until when they are paused, and are found by id", async () => {
      const { store } = at();
      const made = await subscribe();
      const settings = { features: ["pulls"], pausedUntil: "2026-03-02T12:00:00.000Z" };

      await store.transaction(async (tx) => {
        await tx.subscriptions.update(made.id, settings);
        await tx.subscriptions.setState(made.id, "paused", "");
      });

      const found = await store.read((reads) => reads.subscriptions.findById(made.id));
      assert.deepEqual(found, { ...made, settings, state: "paused" });
      assert.equal(await store.read((reads) => reads.subscriptions.findById("nobody")), undefined);
      assert.deepEqual(await store.transaction((tx) => tx.subscriptions.hold(made.id)), found);
      assert.equal(await store.transaction((tx) => tx.subscriptions.hold("nobody")), undefined);
    });

    it("are refused when the key is taken, and the transaction can go on", async () => {
      const { store } = at();
      await subscribe();

      const outcome = await store.transaction(async (tx) => {
        const world = await aWorld(tx);
        const refused = await tx.subscriptions.create(aSubscription(world)).catch((error: unknown) => error);
        const made = await tx.subscriptions.create(
          aSubscription(world, { ghArtifactId: "2001", ghArtifactType: "Account", ghArtifactName: "octo" }),
        );
        return { refused, made };
      });

      assert.ok(isFault(outcome.refused, "SUBSCRIPTION_EXISTS"));
      assert.equal(outcome.made.ghArtifactName, "octo");
      await assert.rejects(subscribe(), (error) => isFault(error, "SUBSCRIPTION_EXISTS"));
    });

    it("are one for a channel, an app, a team and an artifact each", async () => {
      await subscribe();

      await subscribe({ clientAppId: "app-2" });
      await subscribe({ channelId: "19:b" });
      await subscribe({ teamId: "" });
      await subscribe({ ghArtifactId: "3002" });
      await subscribe({ ghArtifactType: "Account" });
    });

    it("match an event by repository or owner, with all that delivering needs", async () => {
      const { store } = at();
      const made = await subscribe();
      await subscribe({ ghArtifactId: "2001", ghArtifactType: "Account", ghArtifactName: "octo" });
      await subscribe({ ghArtifactId: "2001", ghArtifactName: "same number, a repository" });

      const matched = await store.read((reads) =>
        reads.subscriptions.listMatching({ repositoryId: "3001", ownerId: "2001" }),
      );

      assert.deepEqual(matched.map(({ ghArtifactName }) => ghArtifactName).toSorted(), [
        "octo",
        "octo/Hello",
      ]);
      const own = matched.find(({ id }) => id === made.id);
      const conversation = await store.read((reads) => reads.conversations.findByChannel(made.channelId));
      assert.deepEqual(own, {
        ...made,
        conversationId: conversation?.id,
        conversation: { type: "channel", threads: true, settings: {} },
        creator: { ghUserId: "4001", ghLogin: "mira", state: "connected", since: NOW },
      });
    });

    it("match only while active, in an active conversation", async () => {
      const { store } = at();
      const made = await subscribe();
      const ids = { repositoryId: "3001" };
      const matching = () => store.read((reads) => reads.subscriptions.listMatching(ids));
      const any = () => store.read((reads) => reads.subscriptions.anyMatching(ids));
      assert.deepEqual([(await matching()).length, await any()], [1, true]);

      await store.transaction(async (tx) => {
        const conversation = await tx.conversations.ensure(aConversation());
        await tx.conversations.setState(conversation.id, "gone", "removed");
      });
      assert.equal((await matching()).length, 0);
      await store.transaction((tx) => tx.conversations.ensure(aConversation()));
      await store.transaction((tx) => tx.subscriptions.setState(made.id, "paused", "until Monday"));

      assert.deepEqual([(await matching()).length, await any()], [0, false]);
      assert.deepEqual(await store.read((reads) => reads.subscriptions.listMatching({})), []);
      assert.equal(await store.read((reads) => reads.subscriptions.anyMatching({})), false);
    });

    it("match beyond one statement's rows", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const world = await aWorld(tx);
        for (let n = 0; n < 520; n++)
          await tx.subscriptions.create(aSubscription(world, { clientAppId: `app-${n}` }));
      });

      const matched = await store.read((reads) => reads.subscriptions.listMatching({ repositoryId: "3001" }));

      assert.equal(new Set(matched.map(({ id }) => id)).size, 520);
    }).timeout(60_000);

    it("are listed for a channel with their installation", async () => {
      const { store } = at();
      const made = await subscribe();
      await subscribe({ channelId: "19:elsewhere" });
      await store.transaction((tx) => tx.installations.setSuspended("app", "7001", NOW));

      const listed = await store.read((reads) =>
        reads.subscriptions.listForChannel("app", made.channelId, made.teamId),
      );

      assert.deepEqual(listed, [
        { ...made, ghInstallationId: "7001", installationSuspended: true, installationDeleted: false },
      ]);
    });

    it("change: settings, state, owner, installation, name, and end", async () => {
      const { store } = at();
      const made = await subscribe();
      const find = async (): Promise<SubscriptionRecord | undefined> =>
        (await store.read((reads) => reads.subscriptions.listByCreator(made.chatOpsUsersId)))[0];

      await store.transaction((tx) => tx.subscriptions.update(made.id, { features: ["releases"] }));
      assert.deepEqual((await find())?.settings, { features: ["releases"] });
      await store.transaction((tx) => tx.subscriptions.setState(made.id, "lost", "no access"));
      assert.equal((await find())?.stateReason, "no access");
      await store.transaction((tx) => tx.subscriptions.renameArtifact("Repo", "3001", "Octo/World"));
      assert.equal((await find())?.ghArtifactName, "Octo/World");
      const next = await store.transaction((tx) =>
        tx.installations.save(anInstallation({ ghInstallationId: "7002" })),
      );
      await store.transaction((tx) => tx.subscriptions.moveToInstallation(made.id, next.id));
      const moved = await store.read((reads) => reads.subscriptions.listByInstallation(next.id));
      assert.deepEqual(
        moved.map(({ id }) => id),
        [made.id],
      );
      await store.transaction((tx) =>
        tx.subscriptions.adopt(made.id, made.chatOpsUsersId, made.chatOpsInstallationsId),
      );
      assert.deepEqual(
        { ...(await find()), settings: made.settings },
        { ...made, ghArtifactName: "Octo/World" },
      );
      const byName = await store.read((reads) =>
        reads.subscriptions.findByName(made.channelId, made.teamId, "octo/world"),
      );
      assert.equal(byName?.id, made.id);
      await store.transaction((tx) => tx.subscriptions.delete(made.id));
      assert.equal(await find(), undefined);
    });
  });

  describe("sign-in attempts", () => {
    const at = useStore(makeDatabase);
    const start = (stateHash = "state-1"): Promise<{ readonly id: string; readonly userId: string }> =>
      at().store.transaction(async (tx) => {
        const user = await tx.users.ensure(aPerson());
        const expiresAt = new Date(at().clock.now().getTime() + 10 * MINUTE);
        return tx.signInAttempts.create({ userId: user.id, stateHash, verifier: "pkce-verifier", expiresAt });
      });
    const tokens = {
      accessToken: "ghu_provisional",
      refreshToken: "ghr_provisional",
      expiresAt: SOON,
      ghUserId: "4001",
      ghLogin: "mira",
    };

    it("bind one browser and take the state once", async () => {
      const { store } = at();
      const { id } = await start();

      const outcomes = await store.transaction(async ({ signInAttempts }) => [
        await signInAttempts.bindBrowser(id, "browser-1"),
        await signInAttempts.bindBrowser(id, "browser-1"),
        await signInAttempts.bindBrowser(id, "browser-2"),
        await signInAttempts.useState(id),
        await signInAttempts.useState(id),
      ]);

      assert.deepEqual(outcomes, [true, true, false, true, false]);
      const found = await store.transaction((tx) => tx.signInAttempts.findByState("state-1"));
      assert.deepEqual([found?.browserHash, found?.usedAt], ["browser-1", NOW]);
      assert.equal(await store.transaction((tx) => tx.signInAttempts.findVerifier(id)), "pkce-verifier");
    });

    it("hand out the provisional tokens once", async () => {
      const { store } = at();
      const { id, userId } = await start();
      await store.transaction((tx) => tx.signInAttempts.recordTokens(id, tokens, "code-hash"));

      const awaiting = await store.transaction((tx) => tx.signInAttempts.listAwaitingCode(userId));
      const taken = await store.transaction((tx) => tx.signInAttempts.takeTokens(id));
      const again = await store.transaction((tx) => tx.signInAttempts.takeTokens(id));

      assert.deepEqual(
        awaiting.map(({ codeHash }) => codeHash),
        ["code-hash"],
      );
      assert.deepEqual(taken, tokens);
      assert.equal(again, undefined);
      assert.deepEqual(await store.transaction((tx) => tx.signInAttempts.listAwaitingCode(userId)), []);
    });

    it("die of too many wrong codes", async () => {
      const { store } = at();
      const { id, userId } = await start();
      await store.transaction((tx) => tx.signInAttempts.recordTokens(id, tokens, "code-hash"));
      const wrong = () => store.transaction((tx) => tx.signInAttempts.countTry(id, 3));

      assert.deepEqual([await wrong(), await wrong()], [1, 2]);
      assert.equal((await store.transaction((tx) => tx.signInAttempts.listAwaitingCode(userId))).length, 1);
      assert.equal(await wrong(), 3);

      assert.equal(await store.transaction((tx) => tx.signInAttempts.takeTokens(id)), undefined);
      assert.deepEqual(await store.transaction((tx) => tx.signInAttempts.listAwaitingCode(userId)), []);
    });

    it("expire, newest first until then, and are pruned with their tokens", async () => {
      const { store, clock } = at();
      const first = await start();
      clock.pass(MINUTE);
      const second = await start("state-2");
      for (const { id } of [first, second])
        await store.transaction((tx) => tx.signInAttempts.recordTokens(id, tokens, "code-hash"));
      const awaiting = async (): Promise<readonly string[]> =>
        (await store.transaction((tx) => tx.signInAttempts.listAwaitingCode(first.userId))).map(
          ({ id }) => id,
        );

      assert.deepEqual(await awaiting(), [second.id, first.id]);
      clock.pass(9.5 * MINUTE);
      assert.deepEqual(await awaiting(), [second.id]);
      assert.equal(await store.transaction((tx) => tx.signInAttempts.takeTokens(first.id)), undefined);
      assert.equal(await store.transaction((tx) => tx.signInAttempts.useState(first.id)), false);

      assert.equal(await store.transaction((tx) => tx.signInAttempts.prune(clock.now(), 10)), 1);
      assert.equal(await store.transaction((tx) => tx.signInAttempts.findByState("state-1")), undefined);
    });
  });
}

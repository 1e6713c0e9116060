import assert from "node:assert/strict";
import { faults, isFault } from "../../../src/core/errors.ts";
import { PENDING_DAYS } from "../../../src/features/subscriptions/install.ts";
import { DAY } from "../../../src/core/clock.ts";
import {
  CHANNEL_ID,
  CLIENT_APP,
  INSTALLATION,
  openSubscriptionWorld,
  repository,
  textOf,
  TOOLS,
  type SubscriptionWorld,
} from "./world.ts";

describe("subscribe", () => {
  let world: SubscriptionWorld;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
  });
  afterEach(() => world.close());

  const pending = () =>
    world.store.transaction((tx) =>
      tx.pendingCommands.claim({ waitsFor: "installation", waitsForKey: "contoso" }),
    );

  it("at the same time is one subscription; the others hear that there is one already", async () => {
    const answers = await Promise.all(
      ["mira", "jon", "eve"].map((who) => world.say("subscribe contoso/tools issues", who)),
    );

    const texts = answers.map(textOf);
    assert.equal(texts.filter((text) => text.startsWith("✅ Subscribed to")).length, 1);
    assert.equal(texts.filter((text) => text.startsWith("You're already subscribed")).length, 2);
    assert.equal((await world.subscriptions()).length, 1);
  });

  it("that loses the race at the very last says the same, with the name as text", async () => {
    const odd = repository("32", "contoso/my_repo_x");
    world.github.seenByPerson = [odd];
    world.github.seenByApp = [odd];
    const { subscriptions } = world.deps;
    const losing = {
      ...subscriptions,
      store: {
        ...subscriptions.store,
        transaction: () => Promise.reject(faults.SUBSCRIPTION_EXISTS({ name: odd.fullName })),
      },
    };
    const { deps } = world;
    Object.assign(deps, { subscriptions: losing });

    const answer = await world.say("subscribe contoso/my_repo_x");

    assert.equal(textOf(answer), "You're already subscribed to contoso/my\\_repo\\_x.");
  });

  it("that can't be saved says so, keeps nothing, and may be tried again", async () => {
    const { subscriptions } = world.deps;
    Object.assign(world.deps, {
      subscriptions: {
        ...subscriptions,
        record: () => Promise.reject(new Error("disk full")),
      },
    });

    await assert.rejects(world.say("subscribe contoso/tools"), (error) => {
      assert.ok(isFault(error, "SUBSCRIPTION_NOT_SAVED"));
      assert.ok(error.retryable);
      assert.match(error.sentence, /contoso\/tools.*Nothing was changed/);
      return true;
    });
    assert.deepEqual(await world.subscriptions(), []);
    Object.assign(world.deps, { subscriptions });

    assert.match(textOf(await world.say("subscribe contoso/tools")), /✅ Subscribed/);
  });

  it("passes a busy database's own sentence on", async () => {
    const { subscriptions } = world.deps;
    Object.assign(world.deps, {
      subscriptions: { ...subscriptions, record: () => Promise.reject(faults.STORE_BUSY()) },
    });

    await assert.rejects(world.say("subscribe contoso/tools"), (error) => isFault(error, "STORE_BUSY"));
  });

  it("after the App was reinstalled moves the subscription to the new installation", async () => {
    await world.say("subscribe contoso/tools");
    world.github.installation = { ...INSTALLATION, id: "6" };

    const answer = await world.say("subscribe contoso/tools");

    assert.match(textOf(answer), /^You're already subscribed/);
    const [row] = await world.store.read((reads) =>
      reads.subscriptions.listForChannel(CLIENT_APP, CHANNEL_ID, "team"),
    );
    assert.equal(row?.ghInstallationId, "6");
    assert.equal((await world.subscriptions()).length, 1);
  });

  it("takes a lost subscription over, with its features", async () => {
    await world.say("subscribe contoso/tools issues");
    const [lost] = await world.subscriptions();
    await world.store.transaction((tx) => tx.subscriptions.setState(lost?.id ?? "", "lost", "signed out"));

    const answer = await world.say("subscribe contoso/tools pulls", "jon");

    assert.match(textOf(answer), /again\. This channel will get issues, pulls/);
    const [row] = await world.subscriptions();
    assert.equal(row?.state, "active");
    const jon = await world.turn("", "jon");
    const key = {
      clientAppId: CLIENT_APP,
      channelId: CHANNEL_ID,
      teamId: "team",
      ghArtifactType: "Repo",
      ghArtifactId: TOOLS.id,
    } as const;
    const found = await world.store.read((reads) => reads.subscriptions.find(key));
    assert.equal(found?.chatOpsUsersId, jon.actor.github?.id);
  });

  it("adds features to a subscription, and never takes any away", async () => {
    await world.say("subscribe contoso/tools issues");

    const more = await world.say("subscribe contoso/tools pulls");
    const less = await world.say("subscribe contoso/tools pulls");

    assert.match(textOf(more), /now gets issues, pulls/);
    assert.match(textOf(less), /already.*issues, pulls/);
  });

  describe("of what isn't reached by both", () => {
    const cases: readonly (readonly [string, (w: SubscriptionWorld) => void])[] = [
      ["the asker can't see", (w) => void (w.github.seenByPerson = [])],
      ["the App can't reach", (w) => void (w.github.seenByApp = [])],
      ["nobody can see", (w) => void Object.assign(w.github, { seenByPerson: [], seenByApp: [] })],
      [
        "has the name of another repository",
        (w) => void (w.github.seenByApp = [repository("99", "contoso/tools")]),
      ],
      ["the App is not installed for", (w) => void (w.github.installation = undefined)],
    ];
    for (const [what, arrange] of cases) {
      it(`shows the install card and keeps the command: what ${what}`, async () => {
        arrange(world);

        const answer = await world.say("subscribe contoso/tools");

        assert.equal(textOf(answer), "subscriptions/install-app");
        assert.deepEqual(await world.subscriptions(), []);
        const [kept] = await pending();
        assert.equal(kept?.text, "subscribe contoso/tools");
      });
    }

    it("asks the App nothing about what the asker can't see, so that the time tells nothing", async () => {
      world.github.seenByPerson = [];
      await world.say("subscribe contoso/tools");
      const hidden = [...world.github.calls];
      world.github.calls.length = 0;
      world.github.seenByApp = [];
      await world.say("subscribe contoso/tools");

      assert.deepEqual(hidden, ["person.findAccount", "person.findRepository"]);
      assert.deepEqual(world.github.calls, hidden);
    });

    it("says that the App is suspended only to who can see the repository", async () => {
      world.github.installation = { ...INSTALLATION, suspendedAt: world.time.now() };
      await assert.rejects(world.say("subscribe contoso/tools"), (error) =>
        isFault(error, "GITHUB_INSTALLATION_SUSPENDED"),
      );
      world.github.seenByPerson = [];

      assert.equal(textOf(await world.say("subscribe contoso/tools")), "subscriptions/install-app");
    });

    it("lets nobody subscribe an owner whose installation they can't reach", async () => {
      world.github.installationsOfPerson = new Set();

      assert.equal(textOf(await world.say("subscribe contoso")), "subscriptions/install-app");
    });

    it("forgets the kept command after its time", async () => {
      world.github.installation = undefined;
      await world.say("subscribe contoso/tools");

      await world.time.advance(PENDING_DAYS * DAY + 1);

      assert.deepEqual(await pending(), []);
    });

    it("repeats nothing when the resumed command still doesn't reach", async () => {
      world.github.installation = undefined;
      const { subscriptions } = world.deps;
      const turn = { ...(await world.turn("subscribe contoso/tools")), source: "resumed" } as const;
      const { subscribe } = await import("../../../src/features/subscriptions/subscribe.ts");

      const answer = await subscribe(
        { ...turn, args: { target: "contoso/tools", choice: { features: [], filters: {} } } },
        { subscriptions },
      );

      assert.equal(textOf(answer), "");
      assert.equal((await pending()).length, 1);
    });
  });

  it("is recorded as what a person did", async () => {
    await world.say("subscribe contoso/tools issues");
    const [made] = await world.subscriptions();

    const [event] = await world.store.read((reads) =>
      reads.events.listByEntity("chatopssubscription", made?.id ?? "", { limit: 10 }),
    );

    assert.equal(event?.verb, "created");
    assert.equal(event.actorType, "user");
    assert.equal(event.data["name"], "contoso/tools");
  });
});

describe("unsubscribe", () => {
  let world: SubscriptionWorld;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
    await world.say("subscribe contoso/tools issues pulls");
    await world.say("subscribe contoso issues");
  });
  afterEach(() => world.close());

  const names = async () => (await world.subscriptions()).map((one) => one.name).sort();

  it("of an owner leaves its repositories, and the other way round", async () => {
    await world.say("unsubscribe contoso");
    assert.deepEqual(await names(), ["contoso/tools"]);
    await world.say("subscribe contoso issues");
    await world.say("unsubscribe contoso/tools");

    assert.deepEqual(await names(), ["contoso"]);
  });

  it("by its last-known name never reaches what is of another kind", async () => {
    // An owner's subscription that is known under a repository's name, as a corrupt row would have it.
    await world.store.transaction((tx) => tx.subscriptions.renameArtifact("Account", "1", "contoso/gone"));

    await assert.rejects(world.say("unsubscribe contoso/gone"), (error) =>
      isFault(error, "ARTIFACT_MISSING"),
    );
    assert.equal((await world.subscriptions()).length, 2);
  });

  it("works for a person who can't see it: the channel's list is the channel's", async () => {
    world.github.seenByPerson = [];

    assert.match(textOf(await world.say("unsubscribe contoso/tools", "jon")), /Unsubscribed from/);
  });

  it("changes nothing when its answer can't be written", async () => {
    const { subscriptions } = world.deps;
    Object.assign(world.deps, {
      subscriptions: { ...subscriptions, record: () => Promise.reject(new Error("disk full")) },
    });

    await assert.rejects(world.say("unsubscribe contoso/tools"), /disk full/);

    assert.equal((await world.subscriptions()).length, 2);
  });
});

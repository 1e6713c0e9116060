import assert from "node:assert/strict";
import type { MatchedSubscription } from "../../../src/adapters/store/contract/index.ts";
import { MINUTE, SECOND } from "../../../src/core/clock.ts";
import { faults } from "../../../src/core/errors.ts";
import { silentLog } from "../../../src/core/log.ts";
import { createAccessCheck } from "../../../src/features/subscriptions/access.ts";
import { createAccessKeeper, type AccessKeeper } from "../../../src/features/subscriptions/keep-access.ts";
import { CLIENT_APP, openSubscriptionWorld, repository, TOOLS, type SubscriptionWorld } from "./world.ts";

describe("keeping the access to a private repository", () => {
  let world: SubscriptionWorld;
  let keeper: AccessKeeper;
  let announced: number;

  const newKeeper = (): AccessKeeper => {
    const { store, app, asConnected, clock } = world.deps.subscriptions;
    return createAccessKeeper({
      store,
      access: createAccessCheck({ asConnected, clock }),
      app,
      asConnected,
      clientAppId: CLIENT_APP,
      announce: async () => void (announced += 1),
      clock,
      log: silentLog,
    });
  };
  beforeEach(async () => {
    announced = 0;
    world = await openSubscriptionWorld();
    await world.say("subscribe contoso/tools issues");
    keeper = newKeeper();
  });
  afterEach(() => world.close());

  const matched = async (): Promise<MatchedSubscription> => {
    const [found] = await world.store.read((reads) =>
      reads.subscriptions.listMatching({ repositoryId: TOOLS.id }),
    );
    return found ?? assert.fail("nothing matches");
  };
  const state = async (): Promise<string | undefined> => (await world.subscriptions())[0]?.state;
  const mayHear = async (of = keeper): Promise<boolean> => of.mayHear(await matched(), TOOLS.id);
  /** The one that is there ends, and another one begins, of a repository that everybody reads. */
  const subscribeWhilePublic = async (): Promise<void> => {
    await world.say("unsubscribe contoso/tools");
    world.github.seenByPerson = [{ ...TOOLS, isPrivate: false }];
    await world.say("subscribe contoso/tools issues");
    world.github.seenByPerson = [TOOLS];
  };
  const refuse = (): void => {
    world.github.seenByPerson = [];
  };

  it("counts a refusal that another process saw first", async () => {
    refuse();
    assert.equal(await mayHear(), false);
    await world.time.advance(10 * MINUTE);

    assert.equal(await mayHear(newKeeper()), false);

    assert.equal(await state(), "lost");
    assert.equal(announced, 1);
  });

  it("leaves a record of each refusal, and of its end", async () => {
    const { id } = await matched();
    const verbs = async (): Promise<readonly string[]> =>
      (
        await world.store.read((reads) => reads.events.listByEntity("chatopssubscription", id, { limit: 10 }))
      ).map(({ verb }) => verb);
    refuse();
    await mayHear();
    world.github.seenByPerson = [TOOLS];
    await world.time.advance(10 * MINUTE);
    await mayHear();
    assert.deepEqual(await verbs(), ["reached", "refused", "created"]);

    refuse();
    await world.time.advance(10 * MINUTE);
    await mayHear();
    await world.time.advance(10 * MINUTE);
    await mayHear();

    assert.deepEqual(await verbs(), ["lost", "refused", "reached", "refused", "created"]);
  });

  it("takes a remembered answer for the one observation that it is", async () => {
    refuse();
    const other = newKeeper();
    assert.equal(await mayHear(), false);
    await world.time.advance(5 * MINUTE);
    assert.equal(await mayHear(other), false);
    await world.time.advance(6 * MINUTE);

    // The other one still remembers what it heard five minutes after the first.
    assert.equal(await mayHear(other), false);

    assert.equal(await state(), "active");
  });

  it("is lost once, and told once, though two find out together", async () => {
    refuse();
    const other = newKeeper();
    assert.deepEqual([await mayHear(), await mayHear(other)], [false, false]);
    await world.time.advance(11 * MINUTE);
    const subscription = await matched();

    await Promise.all([keeper, other].map((one) => one.mayHear(subscription, TOOLS.id)));

    assert.equal(await state(), "lost");
    assert.equal(announced, 1);
  });

  it("is not lost by who is no longer asked about: it was taken over meanwhile", async () => {
    refuse();
    const before = await matched();
    await keeper.mayHear(before, TOOLS.id);
    await world.time.advance(11 * MINUTE);
    const jon = (await world.turn("", "jon")).actor.github?.id ?? "";
    await world.store.transaction((tx) =>
      tx.subscriptions.adopt(before.id, jon, before.chatOpsInstallationsId),
    );

    await keeper.mayHear(before, TOOLS.id);

    assert.equal(await state(), "active");
  });

  for (const [what, change] of [
    ["the App doesn't reach it either", { seenByApp: [] }],
    ["the App is gone", { installation: undefined }],
  ] as const) {
    it(`proves nothing while ${what}`, async () => {
      refuse();
      Object.assign(world.github, change);

      for (let time = 0; time < 3; time += 1) {
        assert.equal(await mayHear(), false);
        await world.time.advance(11 * MINUTE);
      }

      assert.equal(await state(), "active");
      const { id } = await matched();
      const [health] = await world.store.read((reads) => reads.subscriptionHealth.list([id]));
      assert.deepEqual([health?.refusedAt, health?.lastError], [undefined, ""]);
    });
  }

  it("while GitHub is away goes on as before, and asks again half a minute later", async () => {
    const { asConnected } = world.deps.subscriptions;
    let asked = 0;
    Object.assign(world.deps.subscriptions, {
      asConnected: (...given: Parameters<typeof asConnected>) => {
        asked += 1;
        return asConnected(...given);
      },
    });
    keeper = newKeeper();
    assert.equal(await mayHear(), true);
    await world.time.advance(10 * MINUTE);
    asked = 0;
    world.github.failure = faults.GITHUB_UNREACHABLE();
    assert.deepEqual([await mayHear(), await mayHear()], [true, true]);
    assert.equal(asked, 1);
    world.github.failure = undefined;
    refuse();

    await world.time.advance(30 * SECOND);

    assert.equal(await mayHear(), false);
    world.github.failure = faults.GITHUB_UNREACHABLE();
    await world.time.advance(11 * MINUTE);
    await assert.rejects(mayHear(), { code: "GITHUB_UNREACHABLE" }, "who was refused before is not trusted");
  });

  it("waits for GitHub where it never let the creator read what is private", async () => {
    await subscribeWhilePublic();
    world.github.failure = faults.GITHUB_UNREACHABLE();

    await assert.rejects(mayHear(), { code: "GITHUB_UNREACHABLE" });
  });

  it("waits for GitHub where an owner is subscribed: nothing was proven of its repositories", async () => {
    await world.say("subscribe contoso issues");
    world.github.failure = faults.GITHUB_UNREACHABLE();
    const ids = { repositoryId: TOOLS.id, ownerId: TOOLS.ownerId };
    const all = await world.store.read((reads) => reads.subscriptions.listMatching(ids));
    const owners = all.find((one) => one.ghArtifactType === "Account") ?? assert.fail();

    await assert.rejects(keeper.mayHear(owners, TOOLS.id), { code: "GITHUB_UNREACHABLE" });
  });

  describe("while the creator's sign-in is expired", () => {
    const SECRET = repository("32", "contoso/secret");
    const expire = async (): Promise<void> => {
      const { chatOpsUsersId } = await matched();
      await world.store.transaction((tx) => tx.githubUsers.expire(chatOpsUsersId));
      world.github.failure = faults.SIGN_IN_AGAIN();
      await world.time.advance(11 * MINUTE);
    };
    const owners = async (): Promise<MatchedSubscription> => {
      const ids = { repositoryId: TOOLS.id, ownerId: TOOLS.ownerId };
      const all = await world.store.read((reads) => reads.subscriptions.listMatching(ids));
      return all.find((one) => one.ghArtifactType === "Account") ?? assert.fail("no owner is subscribed");
    };

    it("goes on with the repository that was subscribed, once they read it while it was private", async () => {
      assert.equal(await mayHear(), true);
      await expire();

      assert.equal(await mayHear(), true);
    });

    it("stays silent where the repository became private meanwhile", async () => {
      await subscribeWhilePublic();
      await expire();

      assert.equal(await mayHear(), false);
    });

    it("stays silent where GitHub had refused them before", async () => {
      refuse();
      assert.equal(await mayHear(), false);
      await expire();

      assert.equal(await mayHear(), false);
    });

    it("goes on, of an owner's repositories, with those that they were last seen to read", async () => {
      await world.say("subscribe contoso issues");
      const before = await owners();
      assert.equal(await keeper.mayHear(before, TOOLS.id), true);
      assert.equal(await keeper.mayHear(before, SECRET.id), false);
      await expire();

      for (let time = 0; time < 2; time += 1) {
        assert.equal(await keeper.mayHear(await owners(), TOOLS.id), true);
        assert.equal(await keeper.mayHear(await owners(), SECRET.id), false);
      }
      assert.equal(await newKeeper().mayHear(await owners(), TOOLS.id), false, "nobody knows any more");
    });
  });
});

import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import type { Message } from "../../../src/core/message.ts";
import type { Reply } from "../../../src/core/reply.ts";
import { loseSubscriptions, subscriptionActions } from "../../../src/features/subscriptions/lost.ts";
import { openSubscriptionWorld, textOf, type SubscriptionWorld } from "./world.ts";

describe("subscriptions whose creator left", () => {
  let world: SubscriptionWorld;
  let announced: { readonly conversationId: string; readonly message: Message }[];
  let creator: string;

  beforeEach(async () => {
    world = await openSubscriptionWorld();
    announced = [];
    await world.say("subscribe contoso/tools issues");
    await world.say("subscribe contoso issues");
    creator = (await world.turn("")).actor.github?.id ?? "";
  });
  afterEach(() => world.close());

  const leave = () =>
    world.store.transaction(async (tx) => {
      const who = await tx.githubUsers.find(creator);
      if (who === undefined) throw new Error("no such person");
      await loseSubscriptions(tx, who, "signed out", async (_tx, conversationId, message) => {
        announced.push({ conversationId, message });
      });
    });
  const takeOver = async (who: string, data: unknown = { creator }): Promise<Reply> => {
    const [action] = subscriptionActions;
    if (action === undefined) throw new Error("no action");
    return action.run({ ...(await world.turn("", who)), data, messageId: "m" }, world.deps);
  };
  const states = async () => (await world.subscriptions()).map((one) => `${one.name} ${one.state}`).sort();

  it("stop, and their channel is told once", async () => {
    await leave();
    await leave();

    assert.deepEqual(await states(), ["contoso lost", "contoso/tools lost"]);
    assert.equal(announced.length, 1);
  });

  it("are not told of where the bot no longer is", async () => {
    const { place } = await world.turn("");
    await world.store.transaction((tx) => tx.conversations.setState(place.conversationId, "gone", "deleted"));

    await leave();

    assert.deepEqual(announced, []);
  });

  it("are taken over by who reaches them, as far as they do", async () => {
    await leave();
    world.github.installationsOfPerson = new Set();

    const answer = await takeOver("jon");

    assert.match(textOf(answer), /subscriptions\/adopted.*contoso\/tools.*"left":1/);
    assert.deepEqual(await states(), ["contoso lost", "contoso/tools active"]);
  });

  it("stay stopped for who reaches none", async () => {
    await leave();
    Object.assign(world.github, { installationsOfPerson: new Set(), seenByPerson: [] });

    assert.match(textOf(await takeOver("eve")), /can't reach any of these/);
    assert.deepEqual(await states(), ["contoso lost", "contoso/tools lost"]);
  });

  it("are taken over once: the second press finds nothing left", async () => {
    await leave();

    await takeOver("jon");
    const second = await takeOver("eve");

    assert.match(textOf(second), /Nothing is left/);
  });

  it("that ended while GitHub was asked are not brought back", async () => {
    await leave();
    const { subscriptions } = world.deps;
    Object.assign(world.deps, {
      subscriptions: {
        ...subscriptions,
        asConnected: async (...given: Parameters<typeof subscriptions.asConnected>) => {
          const result = await subscriptions.asConnected(...given);
          const all = await world.subscriptions();
          await world.store.transaction(async (tx) => {
            for (const { id } of all) await tx.subscriptions.delete(id);
          });
          return result;
        },
      },
    });

    assert.match(textOf(await takeOver("jon")), /Nothing is left/);
    assert.deepEqual(await states(), []);
  });

  it("are not another person's to name: a made-up creator finds nothing, and active ones are left alone", async () => {
    assert.match(textOf(await takeOver("jon")), /Nothing is left/);
    await leave();

    assert.match(textOf(await takeOver("jon", { creator: "somebody" })), /Nothing is left/);
    await assert.rejects(takeOver("jon", { creator: 7 }), (error) => isFault(error, "ACTION_INVALID"));
  });
});

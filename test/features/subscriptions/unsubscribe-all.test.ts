import assert from "node:assert/strict";
import { lookUp } from "../../../src/core/registry.ts";
import type { ConfirmationRequest } from "../../../src/core/turn.ts";
import { subscriptionCommands } from "../../../src/features/subscriptions/commands.ts";
import { openSubscriptionWorld, textOf, TOOLS, type SubscriptionWorld } from "./world.ts";

describe("unsubscribe all", () => {
  let world: SubscriptionWorld;
  beforeEach(async () => {
    world = await openSubscriptionWorld();
    await world.say("subscribe contoso/tools issues");
  });
  afterEach(() => world.close());

  const prepared = () => {
    const found = lookUp(subscriptionCommands, "unsubscribe all");
    if (found.kind !== "found") throw new Error("not a command");
    return found.command.prepare(found.raw);
  };
  const ask = async (): Promise<ConfirmationRequest> =>
    (await prepared().confirm(await world.turn("unsubscribe all"), world.deps)) ??
    assert.fail("nothing asked");
  const agree = async ({ target }: ConfirmationRequest): Promise<string> => {
    const turn = await world.turn("unsubscribe all");
    return textOf(await prepared().run({ ...turn, confirmed: target }, world.deps));
  };
  /** Who subscribed lost access; since then it has got a name that nobody here ever saw. */
  const loseAndRename = async (): Promise<void> => {
    const [subscription] = await world.subscriptions();
    await world.store.transaction(async (tx) => {
      await tx.subscriptions.lose(subscription?.id ?? "", "can no longer reach it on GitHub");
      await tx.subscriptions.renameArtifact("Repo", TOOLS.id, "contoso/merger");
    });
  };

  it("names what it ends, and how to have it back", async () => {
    const asked = await ask();

    assert.equal(asked.question, "End the one subscription of this conversation: contoso/tools?");
    assert.match(await agree(asked), /To undo, say:\n- subscribe contoso\/tools issues$/);
  });

  it("doesn't name what the list doesn't, but ends it", async () => {
    await world.say("subscribe contoso pulls");
    await loseAndRename();

    const asked = await ask();
    const answer = await agree(asked);

    assert.equal(asked.question, "End all 2 subscriptions of this conversation: contoso, 1 more?");
    assert.match(answer, /- subscribe contoso pulls\n\nOne that can't be shown here ended too\.$/);
    assert.deepEqual(await world.subscriptions(), []);
  });

  it("names nothing where nothing may be named", async () => {
    await loseAndRename();

    const asked = await ask();

    assert.equal(asked.question, "End the one subscription of this conversation?");
    assert.equal(
      await agree(asked),
      "✅ This channel is no longer subscribed to anything.\n\nOne that can't be shown here ended too.",
    );
  });
});

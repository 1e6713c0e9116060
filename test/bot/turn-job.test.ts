import assert from "node:assert/strict";
import { z } from "zod";
import { acceptActivity } from "../../src/bot/accept.ts";
import { turnJob } from "../../src/bot/turn-job.ts";
import { defineAction, type ActionSpec } from "../../src/core/action.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { defineCommand, type CommandSpec } from "../../src/core/command.ts";
import { faults } from "../../src/core/errors.ts";
import type { InboundActivity } from "../../src/core/inbound.ts";
import { reply, type Reply } from "../../src/core/reply.ts";
import type { CommandTurn } from "../../src/core/command.ts";
import { CHANNEL, JON, listeningLog, message, openBotWorld, press, type BotWorld } from "./world.ts";

describe("a turn", () => {
  let world: BotWorld;
  let work: (turn: CommandTurn) => Promise<Reply>;
  const { log, lines } = listeningLog();

  const go: CommandSpec<object> = defineCommand({
    name: "go",
    pattern: "go",
    args: {},
    summary: "Go",
    examples: ["go"],
    scopes: ["channel"],
    needs: { permission: "member" },
    run: (turn) => work(turn),
  });
  const push: ActionSpec<object> = defineAction({
    verb: "push",
    summary: "Push it",
    data: z.object({ id: z.string() }),
    needs: { account: "github", permission: "member" },
    run: async ({ data, actor }) => reply.text(`pushed ${data.id} as ${actor.github?.ghLogin ?? "nobody"}`),
  });

  beforeEach(async () => {
    work = async () => reply.text("done");
    world = await openBotWorld({ commands: [go], actions: [push], log });
  });
  afterEach(() => world.close());

  const accept = async (activity: InboundActivity): Promise<string> => {
    const accepted = await acceptActivity(activity, world.receiveDeps);
    assert.ok(accepted.kind === "job");
    return accepted.jobId;
  };

  it("is answered in its thread, and ended together with the answer", async () => {
    const jobId = await accept(message("go", { conversation: { ...CHANNEL, threadRootId: "root" } }));

    await world.run(jobId);

    assert.deepEqual(await world.said(), ["done"]);
    assert.equal(await world.jobState(jobId), "succeeded");
    assert.equal(world.notified.length, 1);
  });

  it("that dies before its answer is written runs again, and answers once", async () => {
    const jobId = await accept(message("go"));
    const dead = await world.claim(jobId, "first");
    const { store } = world;
    const killed = {
      ...world.bot,
      store: { transaction: () => Promise.reject(new Error("the process is gone")) },
    };

    await assert.rejects(turnJob<object>().run(dead, { bot: killed }), /process is gone/);
    await world.time.advance(2 * MINUTE);
    await world.run(jobId, "second");

    assert.deepEqual(await world.said(), ["done"]);
    assert.equal((await store.read((reads) => reads.jobs.find(jobId)))?.attempts, 2);
  });

  it("whose lease was lost writes nothing: neither its change nor an answer", async () => {
    const jobId = await accept(message("go"));
    work = async (turn) =>
      world.store.transaction(async (tx) => {
        await tx.conversations.rename(CHANNEL.channelId, "changed");
        return world.answers.record(tx, turn, reply.text("changed it"));
      });
    const slow = await world.claim(jobId, "slow");
    await world.time.advance(2 * MINUTE);
    await world.claim(jobId, "quick");

    await assert.rejects(turnJob<object>().run(slow, { bot: world.bot }), /lease was lost/);

    const conversation = await world.store.read((reads) =>
      reads.conversations.findByChannel(CHANNEL.channelId),
    );
    assert.equal(conversation?.name, CHANNEL.name);
    assert.deepEqual(await world.said(), []);
    assert.equal(await world.jobState(jobId), "running");
  });

  it("that recorded its answer in its own transaction is not answered again", async () => {
    const jobId = await accept(message("go"));
    work = (turn) =>
      world.store.transaction((tx) => world.answers.record(tx, turn, reply.text("written with the change")));

    await world.run(jobId);

    assert.deepEqual(await world.said(), ["written with the change"]);
    assert.equal(await world.jobState(jobId), "succeeded");
  });

  it("whose change was rolled back says what went wrong, not what would have been", async () => {
    const jobId = await accept(message("go"));
    work = (turn) =>
      world.store.transaction(async (tx) => {
        await world.answers.record(tx, turn, reply.text("saved"));
        throw faults.SUBSCRIPTION_NOT_SAVED({ name: "octo/hello" });
      });

    await world.run(jobId);

    assert.match((await world.said()).join(), /^I couldn't save/);
    assert.equal(await world.jobState(jobId), "succeeded");
  });

  it("that fails for a known reason says its sentence", async () => {
    const jobId = await accept(message("go"));
    work = () => Promise.reject(faults.GITHUB_UNREACHABLE());

    await world.run(jobId);

    assert.match((await world.said()).join(), /GitHub doesn't answer/);
  });

  it("that breaks says a reference, and the log has the same with the error", async () => {
    const jobId = await accept(message("go"));
    const broken = new Error("secret detail at 10.0.0.1");
    work = () => Promise.reject(broken);

    await world.run(jobId);

    const [sentence = ""] = await world.said();
    const reference = /Reference (\w{5})\./.exec(sentence)?.[1];
    assert.ok(reference !== undefined, sentence);
    assert.doesNotMatch(sentence, /secret|10\.0/);
    const logged = lines.filter(({ level, fields }) => level === "error" && "reference" in fields);
    assert.deepEqual(logged.at(-1)?.fields, { reference, error: broken });
  });

  it("whose sign-in ended in the middle gets the card that mends it", async () => {
    const jobId = await accept(message("go"));
    work = () => Promise.reject(faults.SIGN_IN_AGAIN());

    await world.run(jobId);

    assert.deepEqual(await world.said(), ["Connect your GitHub account"]);
    assert.deepEqual(world.steps.slice(-1), ["sign-in"]);
  });

  it("says the sentence where even the card can't be made", async () => {
    const jobId = await accept(message("go"));
    work = () => Promise.reject(faults.SIGN_IN_AGAIN());
    const run = await world.claim(jobId);
    const bot = { ...world.bot, askSignIn: () => Promise.reject(new Error("no")) };

    await turnJob<object>().run(run, { bot });

    assert.match((await world.said()).join(), /sign-in has expired/);
  });

  it("says why where a sign-in isn't to be had at all", async () => {
    const jobId = await accept(message("go"));
    work = () => Promise.reject(faults.SIGN_IN_AGAIN());
    const bot = { ...world.bot, askSignIn: () => Promise.reject(faults.GITHUB_NOT_CONFIGURED()) };

    await turnJob<object>().run(await world.claim(jobId), { bot });

    assert.match((await world.said()).join(), /has no GitHub App yet/);
  });

  it("that died in every try tells its asker so, where they asked", async () => {
    const jobId = await accept(message("go", { conversation: { ...CHANNEL, threadRootId: "root" } }));
    const { signal: _signal, holder: _holder, ...run } = await world.claim(jobId);

    await turnJob<object>().onDead?.(run, new Error("the process ended during every attempt"), {
      bot: world.bot,
    });

    assert.match((await world.said()).join(), /Something broke on our side\. Reference/);
    assert.equal(world.notified.length, 1);
  });

  describe("of a button", () => {
    const connect = async (): Promise<void> => {
      const { actor } = await world.turn("");
      world.connected.add(actor.userId);
    };

    it("runs with the presser's own account and the data of the button", async () => {
      await connect();

      await world.run(await accept(press("push", { id: "42" })));

      assert.deepEqual(await world.said(), ["pushed 42 as mira"]);
      assert.deepEqual(world.steps, ["authorise", "identify"]);
    });

    const refused: readonly (readonly [string, () => InboundActivity, RegExp])[] = [
      ["nobody knows", () => press("pull", { id: "42" }), /button is from a version of me that is gone/],
      ["is an object's own", () => press("constructor"), /button is from a version of me that is gone/],
      ["carries other data", () => press("push", { name: "42" }), /data is not what I put there/],
      ["needs an account that isn't there", () => press("push", { id: "1" }, JON), /Connect your GitHub/],
    ];
    for (const [what, activity, sentence] of refused) {
      it(`that ${what} does nothing and says why`, async () => {
        await connect();

        await world.run(await accept(activity()));

        assert.match((await world.said()).join(), sentence);
      });
    }

    it("that needs the details of an account asks for them, and is kept as it was pressed", async () => {
      await connect();
      const kept: unknown[] = [];
      const askProfile: typeof world.bot.askProfile = async (turn, pressed) => {
        kept.push(turn.text, pressed);
        return reply.text("Complete your details");
      };
      const declared = world.bot.registry.actions.get("push");
      if (declared === undefined) throw new Error("there is that button");
      const gated = { ...declared, needs: { ...declared.needs, profile: "posix" } as const };
      const actions = new Map([...world.bot.registry.actions, ["push", gated]]);
      const bot = { ...world.bot, askProfile, registry: { ...world.bot.registry, actions } };

      await turnJob<object>().run(await world.claim(await accept(press("push", { id: "42" }))), { bot });

      assert.deepEqual(await world.said(), ["Complete your details"]);
      const pressed = { kind: "action", verb: "push", data: { id: "42" }, messageId: "m1" };
      assert.deepEqual(kept, ["Push it", pressed]);
    });

    it("is kept for its presser while they sign in, as it was pressed", async () => {
      const kept: unknown[] = [];
      const askSignIn: typeof world.bot.askSignIn = async (turn, pressed) => {
        kept.push(turn.text, pressed);
        return reply.text("Connect your GitHub account");
      };
      const bot = { ...world.bot, askSignIn };

      await turnJob<object>().run(await world.claim(await accept(press("push", { id: "42" }))), { bot });

      const pressed = { kind: "action", verb: "push", data: { id: "42" }, messageId: "m1" };
      assert.deepEqual(kept, ["Push it", pressed]);
    });

    const unkept: readonly (readonly [string, () => InboundActivity])[] = [
      ["carries what it never had", () => press("push", { name: "42" })],
      ["carries more than anybody types", () => press("push", { id: "x".repeat(70_000) })],
    ];
    for (const [what, activity] of unkept) {
      it(`that ${what} is not kept`, async () => {
        await world.run(await accept(activity()));

        assert.match((await world.said()).join(), /Connect your GitHub account first: say `signin`/);
        assert.ok(!world.steps.includes("sign-in"));
      });
    }

    it("is authorised as a command is", async () => {
      world.outsiders.add(JON.aadObjectId);

      await world.run(await accept(press("push", { id: "1" }, JON)));

      assert.match((await world.said()).join(), /Guests and people of other organizations/);
      assert.deepEqual(world.steps, ["authorise"]);
    });
  });
});

import assert from "node:assert/strict";
import { z } from "zod";
import { TURN_JOB } from "../../src/bot/accept.ts";
import { resumeCommand, type KeptCommand } from "../../src/bot/resume.ts";
import { fromTurnPayload } from "../../src/bot/turn-payload.ts";
import { defineAction, type ActionSpec } from "../../src/core/action.ts";
import { defineCommand, type CommandSpec } from "../../src/core/command.ts";
import { reply } from "../../src/core/reply.ts";
import { CHANNEL, MIRA, openBotWorld, type BotWorld } from "./world.ts";

describe("a command that was kept", () => {
  let world: BotWorld;
  const go: CommandSpec<object> = defineCommand({
    name: "go",
    pattern: "go",
    args: {},
    summary: "Go",
    examples: ["go"],
    scopes: ["channel"],
    needs: { permission: "member" },
    run: async (turn) => reply.text(`${turn.source} by ${turn.actor.person.displayName}`),
  });
  const push: ActionSpec<object> = defineAction({
    verb: "push",
    summary: "Push it",
    data: z.object({ id: z.string() }),
    needs: { permission: "member" },
    run: async ({ data }) => reply.text(`pushed ${data.id}`),
  });
  beforeEach(async () => {
    world = await openBotWorld({ commands: [go], actions: [push] });
  });
  afterEach(() => world.close());

  const keep = async (more: Partial<KeptCommand> = {}): Promise<KeptCommand> => {
    const { actor, place } = await world.turn("go");
    return {
      id: "kept",
      userId: actor.userId,
      conversationId: place.conversationId,
      text: "go",
      threadRootId: "root",
      waitsFor: "installation",
      ...more,
    };
  };
  const woken: string[] = [];
  const resume = (kept: KeptCommand) =>
    world.store.transaction((tx) => resumeCommand(tx, kept, (ids) => woken.push(...ids)));
  const resumedJob = async () => {
    const id = woken.at(-1);
    const job = id === undefined ? undefined : await world.store.read((reads) => reads.jobs.find(id));
    if (job === undefined) throw new Error("nothing was resumed");
    assert.equal(job.kind, TURN_JOB);
    return { id: job.id, payload: fromTurnPayload(job.payload) };
  };

  it("runs as its person's, in the thread where it was typed", async () => {
    assert.equal(await resume(await keep()), true);

    const { id, payload } = await resumedJob();
    assert.deepEqual(payload.activity.conversation, { ...CHANNEL, threadRootId: "root" });
    assert.deepEqual(payload.activity.from, MIRA);
    await world.run(id);
    assert.deepEqual(await world.said(), ["resumed by Mira Chen"]);
  });

  it("counts as just typed after a sign-in, since nothing else was said yet", async () => {
    await resume(await keep({ waitsFor: "signin", threadRootId: "" }));

    const { payload } = await resumedJob();
    assert.equal(payload.source, "typed");
    assert.ok(!("threadRootId" in payload.activity.conversation));
  });

  it("is the button again where one was pressed, and answers in the thread", async () => {
    const action = { kind: "action", verb: "push", data: { id: "42" }, messageId: "m1" };
    await resume(await keep({ action, waitsFor: "signin" }));

    const { id, payload } = await resumedJob();
    const { activity } = payload;
    assert.ok(activity.kind === "action");
    assert.deepEqual([activity.verb, activity.data, activity.messageId], ["push", { id: "42" }, "m1"]);
    await world.run(id);
    assert.deepEqual(await world.said(), ["pushed 42"]);
  });

  it("runs nothing of a row that somebody changed by hand", async () => {
    const keeping = await keep({ action: { kind: "action", verb: 7 } });

    await assert.rejects(resume(keeping), /verb/);
  });

  it("is authorised when it runs, not when it was typed", async () => {
    await resume(await keep());
    world.outsiders.add(MIRA.aadObjectId);

    await world.run((await resumedJob()).id);

    assert.match((await world.said()).join(), /Guests and people of other organizations/);
  });

  it("is dropped where its person or conversation is no more", async () => {
    const before = woken.length;
    const kept = await keep();
    await world.store.transaction((tx) => tx.conversations.setState(kept.conversationId, "gone", "deleted"));

    assert.equal(await resume(kept), false);
    assert.equal(await resume({ ...kept, userId: "nobody" }), false);
    assert.equal(await resume({ ...kept, conversationId: "nowhere" }), false);
    assert.equal(woken.length, before);
  });

  it("is not woken when the transaction that claimed it is rolled back", async () => {
    const kept = await keep();
    const before = woken.length;

    await assert.rejects(
      world.store.transaction(async (tx) => {
        await resumeCommand(tx, kept, (ids) => woken.push(...ids));
        throw new Error("rolled back");
      }),
      /rolled back/,
    );

    assert.equal(woken.length, before);
  });
});

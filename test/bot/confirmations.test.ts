import assert from "node:assert/strict";
import { askConfirmation, CONFIRMATION_MINUTES, confirmationActions } from "../../src/bot/confirmations.ts";
import { runCommand } from "../../src/bot/pipeline.ts";
import { runConfirmed } from "../../src/bot/run-confirmed.ts";
import { MINUTE } from "../../src/core/clock.ts";
import { defineCommand, type CommandSpec, type CommandTurn } from "../../src/core/command.ts";
import { isFault } from "../../src/core/errors.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { isCard } from "../../src/core/message.ts";
import { reply, type Reply } from "../../src/core/reply.ts";
import { asText, CHANNEL, JON, MIRA, openBotWorld, type BotWorld } from "./world.ts";

describe("a confirmation", () => {
  let world: BotWorld;
  let target: { readonly ids: readonly string[] };
  let typing: string | undefined;
  let runs: number;
  let agreed: unknown[];
  const drop: CommandSpec<object> = defineCommand({
    name: "drop",
    pattern: "drop",
    args: {},
    summary: "Drop",
    examples: ["drop"],
    scopes: ["channel"],
    needs: { permission: "member" },
    confirm: async ({ confirmed }) => {
      agreed.push(confirmed);
      const question = `Drop ${target.ids.join(" and ")}?`;
      return { question, label: "Drop", target, ...(typing !== undefined && { typing }) };
    },
    run: async () => {
      runs += 1;
      return reply.text("dropped");
    },
  });

  const ship: CommandSpec<object> = {
    ...drop,
    name: "ship",
    pattern: "ship",
    examples: ["ship"],
    needs: { permission: "team.member" },
  };

  beforeEach(async () => {
    target = { ids: ["1"] };
    typing = undefined;
    runs = 0;
    agreed = [];
    world = await openBotWorld({ commands: [drop, ship] });
  });
  afterEach(() => world.close());

  const ask = async (person = MIRA): Promise<string> => {
    const turn = await world.turn("drop", person);
    const asked = await askConfirmation({ question: "Drop 1?", label: "Drop", target }, turn, world.bot);
    return asText(shown(asked)["id"]);
  };
  const shown = (asked: Reply): JsonObject => {
    const card = asked.kind === "messages" ? asked.messages.find(isCard) : undefined;
    return card?.data ?? {};
  };
  const press = async (
    verb: "confirm" | "cancel",
    id: string,
    turn?: CommandTurn,
    typed?: string,
  ): Promise<Reply> => {
    const action = confirmationActions.find((one) => one.verb === verb);
    if (action === undefined) throw new Error(`no action ${verb}`);
    const presser = turn ?? (await world.turn(""));
    return action.run(
      { ...presser, data: { id, ...(typed !== undefined && { typed }) }, messageId: "m" },
      {
        confirmations: {
          find: (row) => world.store.transaction((tx) => tx.confirmations.find(row)),
          use: (row, userId, usedBy) =>
            world.store.transaction((tx) => tx.confirmations.use(row, userId, usedBy)),
        },
        runConfirmed: (given, confirmation) => runConfirmed(given, confirmation, world.bot),
      },
    );
  };
  const gone = (error: unknown): boolean => isFault(error, "CONFIRMATION_GONE");

  it("is announced in words, as its card says it in Markdown", async () => {
    const request = { question: "Drop **a\\_b** of 127\\.0.0.1?", label: "Drop", target };

    const asked = await askConfirmation(request, await world.turn("drop"), world.bot);

    const card = asked.kind === "messages" ? asked.messages.find(isCard) : undefined;
    assert.equal(card?.summary, "Drop a_b of 127.0.0.1?");
    assert.equal(card.data["question"], request.question);
  });

  it("runs the command once, with every check made anew", async () => {
    const id = await ask();

    assert.deepEqual(await press("confirm", id), reply.text("dropped"));
    assert.deepEqual(world.steps, ["authorise"]);
    await assert.rejects(press("confirm", id), gone);
    await assert.rejects(press("cancel", id), gone);

    assert.equal(runs, 1);
  });

  it("may have a card of its own, which knows its row and who is asked", async () => {
    const turn = await world.turn("drop");
    const card = { card: "drops/plan", data: { steps: ["1"] } };

    const asked = await askConfirmation({ question: "Drop?", label: "Drop", target, card }, turn, world.bot);

    const { id, ...data } = shown(asked);
    assert.deepEqual(data, { steps: ["1"], label: "Drop", team: "", asker: "Mira Chen" });
    assert.deepEqual(await press("confirm", asText(id)), reply.text("dropped"));
  });

  it("runs once even when it is pressed twice at the same time", async () => {
    const id = await ask();

    const presses = await Promise.allSettled([
      press("confirm", id),
      press("confirm", id),
      press("cancel", id),
    ]);

    assert.equal(presses.filter(({ status }) => status === "fulfilled").length, 1);
    assert.ok(runs <= 1);
  });

  it("is its asker's alone, and a stranger's press doesn't use it up", async () => {
    const id = await ask();
    const jon = await world.turn("", JON);

    await assert.rejects(press("confirm", id, jon), (error) => isFault(error, "CONFIRMATION_NOT_YOURS"));
    await assert.rejects(press("cancel", id, jon), (error) => isFault(error, "CONFIRMATION_NOT_YOURS"));

    assert.deepEqual(await press("confirm", id), reply.text("dropped"));
  });

  it("holds only in the conversation where it was asked", async () => {
    const id = await ask();
    const elsewhere = await world.turn("", MIRA, { ...CHANNEL, channelId: "19:ops" });

    await assert.rejects(press("confirm", id, elsewhere), gone);

    assert.deepEqual(await press("confirm", id), reply.text("dropped"));
  });

  it("ends after its time", async () => {
    const id = await ask();

    await world.time.advance(CONFIRMATION_MINUTES * MINUTE + 1);

    await assert.rejects(press("confirm", id), gone);
    assert.equal(runs, 0);
  });

  for (const id of ["", "nothing", "' OR 1=1 --"]) {
    it(`is not made up: ${JSON.stringify(id)}`, async () => {
      await assert.rejects(press("confirm", id), gone);
    });
  }

  it("asks again when the target has changed since", async () => {
    const id = await ask();
    target = { ids: ["1", "2"] };

    const answer = await press("confirm", id);

    assert.match(JSON.stringify(answer), /Drop 1 and 2\?/);
    assert.equal(runs, 0);
  });

  it("tells the command what was agreed to, for whom it mentions is not in a press", async () => {
    const id = await ask();

    await press("confirm", id);

    assert.deepEqual(agreed, [target]);
  });

  it("names the team in force, and asks again in another one", async () => {
    const standingIn = (name: string): void => {
      const team = {
        id: name,
        name,
        isLinked: true,
        memberId: "m",
        role: "user",
        powers: new Set([]),
      } as const;
      world.account.standing = { kind: "in", team };
    };
    standingIn("Plat_form");
    const asked = shown(await runCommand(await world.turn("ship"), world.bot));
    assert.equal(asked["team"], "Plat\\_form");
    standingIn("Payments");

    const again = shown(await press("confirm", asText(asked["id"])));

    assert.equal(again["team"], "Payments");
    assert.equal(runs, 0);
    assert.deepEqual(await press("confirm", asText(again["id"])), reply.text("dropped"));
  });

  describe("that wants a text typed", () => {
    const untyped = (error: unknown): boolean =>
      isFault(error, "CONFIRMATION_NOT_TYPED") && error.sentence.includes("**db\\_1**");
    const askTyped = async (): Promise<string> => {
      typing = "db_1";
      return asText(shown(await runCommand(await world.turn("drop"), world.bot))["id"]);
    };

    it("shows which, and does nothing without it, however often it is pressed", async () => {
      const id = await askTyped();

      for (const typed of [undefined, "", "db_2", "DB_1"])
        await assert.rejects(press("confirm", id, undefined, typed), untyped);

      assert.equal(runs, 0);
      assert.deepEqual(await press("confirm", id, undefined, " db_1 "), reply.text("dropped"));
      assert.equal(runs, 1);
      await assert.rejects(press("confirm", id, undefined, "db_1"), gone);
    });

    it("asks again when another one is to be typed by now", async () => {
      const id = await askTyped();
      typing = "db_2";

      const again = shown(await press("confirm", id, undefined, "db_1"));

      assert.equal(again["typing"], "db_2");
      assert.equal(runs, 0);
    });

    it("is cancelled without it", async () => {
      const answer = await press("cancel", await askTyped());

      assert.equal(answer.kind, "replace-card");
    });
  });

  it("is worth nothing to who lost the right to run it", async () => {
    const id = await ask();
    world.outsiders.add(MIRA.aadObjectId);

    await assert.rejects(press("confirm", id), (error) => isFault(error, "GUEST_REFUSED"));
    assert.equal(runs, 0);
  });

  it("that is cancelled says so, and does nothing", async () => {
    const id = await ask();

    const answer = await press("cancel", id);

    assert.ok(answer.kind === "replace-card");
    assert.equal(answer.content.data["text"], "Cancelled: drop");
    assert.equal(runs, 0);
  });

  it("names its asker as text, whatever they call themselves", async () => {
    const turn = await world.turn("drop", { ...MIRA, displayName: "[Mira](https://evil.example)" });

    const asked = await askConfirmation({ question: "Drop?", label: "Drop", target }, turn, world.bot);

    assert.equal(shown(asked)["asker"], "\\[Mira\\](https://evil.example)");
  });
});

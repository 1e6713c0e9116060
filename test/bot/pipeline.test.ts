import assert from "node:assert/strict";
import { runCommand } from "../../src/bot/pipeline.ts";
import { rest, word } from "../../src/core/arguments.ts";
import { defineCommand, type CommandSpec } from "../../src/core/command.ts";
import { faults, isFault } from "../../src/core/errors.ts";
import { MAX_COMMAND_LENGTH } from "../../src/core/grammar.ts";
import { reply } from "../../src/core/reply.ts";
import type { TeamPower, TeamStanding } from "../../src/core/team.ts";
import type { ConfirmationRequest, Turn } from "../../src/core/turn.ts";
import { JON, MIRA, openBotWorld, type BotWorld } from "./world.ts";

describe("the pipeline of a command", () => {
  let world: BotWorld;
  let question: ConfirmationRequest | undefined;
  const steps = (): readonly string[] => world.steps;

  const target = word("owner/repo", "which repository or owner");
  const features = rest("feature", "which features", (words) => {
    world.steps.push("parse");
    if (words.includes("bad")) throw faults.FEATURE_UNKNOWN({ given: "bad", features: "issues" });
    return words;
  });
  const subscribe: CommandSpec<object> = defineCommand({
    name: "subscribe",
    pattern: "subscribe :target :features",
    args: { target, features },
    summary: "Subscribe",
    examples: ["subscribe octo/hello"],
    scopes: ["channel"],
    needs: { account: "github", permission: "member" },
    confirm: async () => {
      world.steps.push("confirm");
      return question;
    },
    run: async (turn: Turn<{ target: string; features: readonly string[] }>) => {
      world.steps.push("run");
      const who = turn.actor.github?.ghLogin ?? "nobody";
      return reply.text(`${who}: ${turn.args.target} ${turn.args.features.join("+")}`);
    },
  });
  const open: CommandSpec<object> = defineCommand({
    name: "about",
    pattern: "about",
    args: {},
    summary: "About",
    examples: ["about"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "anyone" },
    run: async () => {
      world.steps.push("run");
      return reply.text("about");
    },
  });
  const admin: CommandSpec<object> = {
    ...open,
    name: "queue",
    pattern: "queue",
    examples: ["queue"],
    needs: { permission: "admin" },
  };

  const deploy: CommandSpec<object> = defineCommand({
    name: "deploy",
    pattern: "deploy",
    args: {},
    summary: "Deploy",
    examples: ["deploy"],
    scopes: ["channel"],
    needs: { permission: "deploy.run", profile: "posix" },
    confirm: async () => {
      world.steps.push("confirm");
      return question;
    },
    run: async ({ actor }) => reply.text(`deploys in ${actor.team?.name ?? "no team"}`),
  });

  beforeEach(async () => {
    question = undefined;
    world = await openBotWorld({ commands: [subscribe, open, admin, deploy] });
  });
  afterEach(() => world.close());

  const say = async (text: string, person = MIRA, confirmed?: ConfirmationRequest["target"]) => {
    const turn = await world.turn(text, person);
    if (person === MIRA) world.connected.add(turn.actor.userId);
    return runCommand(turn, world.bot, confirmed);
  };

  it("asks who, reads the arguments, authorises, asks for confirmation and runs, in this order", async () => {
    const answer = await say("subscribe octo/hello issues pulls");

    assert.deepEqual(steps(), ["identify", "parse", "authorise", "confirm", "run"]);
    assert.deepEqual(answer, reply.text("mira: octo/hello issues+pulls"));
  });

  it("names a missing argument before it asks who that is", async () => {
    await assert.rejects(say("subscribe", JON), (error) => {
      assert.ok(isFault(error, "ARGUMENT_MISSING"));
      assert.match(
        error.sentence,
        /which repository or owner.*subscribe <owner\/repo>.*subscribe octo\/hello/,
      );
      return true;
    });
    assert.deepEqual(steps(), []);
  });

  it("asks for sign-in before it looks at the arguments", async () => {
    const answer = await say("subscribe http://nonsense bad", JON);

    assert.deepEqual(answer, reply.text("Connect your GitHub account"));
    assert.deepEqual(steps(), ["identify", "authorise", "sign-in"]);
  });

  it("has no sign-in card for somebody who may not use it", async () => {
    world.outsiders.add(JON.aadObjectId);

    await assert.rejects(say("subscribe octo/hello", JON), (error) => isFault(error, "GUEST_REFUSED"));
    assert.deepEqual(steps(), ["identify", "authorise"]);
  });

  it("reads the arguments before it authorises, and stops there when they are wrong", async () => {
    await assert.rejects(say("subscribe octo/hello bad"), (error) => isFault(error, "FEATURE_UNKNOWN"));
    assert.deepEqual(steps(), ["identify", "parse"]);
  });

  it("authorises before anything is asked or done", async () => {
    world.outsiders.add(MIRA.aadObjectId);

    await assert.rejects(say("subscribe octo/hello"), (error) => isFault(error, "GUEST_REFUSED"));
    assert.deepEqual(steps(), ["identify", "parse", "authorise"]);
  });

  it("lets everybody use what is for anyone, without asking who they are", async () => {
    world.outsiders.add(JON.aadObjectId);

    assert.deepEqual(await say("about", JON), reply.text("about"));
    assert.deepEqual(steps(), ["run"]);
  });

  describe("that is about a team", () => {
    const inTeam = (powers: readonly TeamPower[]): TeamStanding => ({
      kind: "in",
      team: {
        id: "t",
        name: "Plat_form",
        isLinked: false,
        memberId: "m",
        role: "user",
        powers: new Set(powers),
      },
    });

    it("runs in the team in force", async () => {
      world.account.standing = inTeam(["deploy.run"]);

      assert.deepEqual(await say("deploy"), reply.text("deploys in Plat_form"));
    });

    it("is refused without the power, naming it and who can give it", async () => {
      world.account.standing = inTeam(["deploy.approve"]);

      await assert.rejects(say("deploy"), (error) => {
        assert.ok(isFault(error, "TEAM_POWER_MISSING"));
        assert.match(error.sentence, /`deploy` in team Plat\\_form.*`deploy.run`.*Ask Mira Chen/);
        return true;
      });
    });

    const standings: readonly (readonly [TeamStanding, RegExp])[] = [
      [{ kind: "none" }, /aren't in a team.*team create/],
      [{ kind: "unchosen", names: ["One", "Two"] }, /One, Two.*team use/],
      [{ kind: "outside", teamId: "t", name: "Other" }, /team Other, and you aren't in it. Ask Mira Chen/],
    ];
    for (const [standing, expected] of standings)
      it(`says the way out when its asker's standing is "${standing.kind}"`, async () => {
        world.account.standing = standing;

        await assert.rejects(say("deploy"), (error) => isFault(error) && expected.test(error.sentence));
      });

    it("asks for missing details after it authorised, before anything is confirmed", async () => {
      world.account.profileForm = reply.text("Fill this in");
      world.account.standing = { kind: "none" };
      await assert.rejects(say("deploy"), (error) => isFault(error, "TEAM_NONE"));
      world.account.standing = inTeam(["deploy.run"]);

      assert.deepEqual(await say("deploy"), reply.text("Fill this in"));
      assert.ok(!steps().includes("confirm"));
    });
  });

  it("denies an administrator's command with its reason", async () => {
    await assert.rejects(say("queue"), (error) => {
      assert.ok(isFault(error, "NOT_ALLOWED"));
      assert.match(error.sentence, /`queue`.*administrator/);
      return true;
    });
  });

  it("asks instead of running, where there is something to confirm", async () => {
    question = { question: "Really?", label: "Yes", target: { id: "1" } };

    const answer = await say("subscribe octo/hello");

    assert.ok(answer.kind === "messages");
    assert.match(JSON.stringify(answer), /bot\/confirm.*Really\?/);
    assert.deepEqual(steps().slice(-1), ["confirm"]);
  });

  it("runs what was agreed to, whatever the order of its fields", async () => {
    question = { question: "Really?", label: "Yes", target: { a: 1, b: [1, 2] } };

    await say("subscribe octo/hello", MIRA, { b: [1, 2], a: 1 });

    assert.deepEqual(steps().slice(-2), ["confirm", "run"]);
  });

  it("asks anew when what would happen is no longer what was agreed to", async () => {
    question = { question: "Really both?", label: "Yes", target: { ids: ["1", "2"] } };

    const answer = await say("subscribe octo/hello", MIRA, { ids: ["1"] });

    assert.match(JSON.stringify(answer), /Really both\?/);
    assert.ok(!steps().includes("run"));
  });

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["", "COMMAND_EMPTY", /help/],
    ["subscrbe octo/hello", "COMMAND_UNKNOWN", /Did you mean `subscribe`/],
    ["make coffee", "COMMAND_UNKNOWN", /I don't know that command\. Say `help`/],
    ["about [x](https://evil.example)", "ARGUMENT_EXTRA", /"\\\[x\\\]\(https:\/\/evil\.example\)"/],
    [`about ${"x".repeat(MAX_COMMAND_LENGTH)}`, "COMMAND_TOO_LONG", /4,000/],
    [`about ${"🙂".repeat(100)}`, "ARGUMENT_EXTRA", /🙂/],
  ];
  for (const [text, code, sentence] of refused) {
    it(`answers ${JSON.stringify(text.slice(0, 40))} with ${code}, asking nobody anything`, async () => {
      await assert.rejects(say(text, JON), (error) => {
        assert.ok(isFault(error));
        assert.equal(error.code, code);
        assert.match(error.sentence, sentence);
        assert.ok(error.sentence.isWellFormed());
        assert.ok(error.sentence.length < 300);
        return true;
      });
      assert.deepEqual(steps(), []);
    });
  }

  it("says where a command works instead of running it elsewhere", async () => {
    const turn = await world.turn("subscribe octo/hello");
    const reference = { ...turn.place.reference, type: "personal" } as const;

    await assert.rejects(
      runCommand({ ...turn, place: { ...turn.place, reference } }, world.bot),
      (error) => isFault(error, "WRONG_PLACE") && /works in channels only/.test(error.sentence),
    );
  });
});

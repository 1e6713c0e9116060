import assert from "node:assert/strict";
import { createScene, type Scene } from "../../../demo/cast.ts";
import { startGitHubLab } from "../../../demo/github/index.ts";
import { startFakeJira } from "../../../demo/jira/index.ts";
import { playStory } from "../../../demo/story.ts";
import { step, type Step } from "../../../demo/story/step.ts";
import { startFakeTeams } from "../../../demo/teams/connector/index.ts";
import { noMachine } from "../no-machine.ts";
import { startStandInBot, type StandInBot } from "../page/stand-in-bot.ts";

describe("the demo's story", () => {
  let bot: StandInBot;
  let scene: Scene;

  beforeEach(async () => {
    bot = await startStandInBot();
    const teams = await startFakeTeams();
    teams.connectBot({ url: bot.url });
    scene = createScene({
      teams,
      lab: await startGitHubLab(),
      jira: await startFakeJira(),
      machine: noMachine,
    });
  });

  afterEach(async () => {
    await scene.teams.close();
    await scene.lab.close();
    scene.jira.close();
    await bot.close();
  });

  async function play(...steps: Step[]): Promise<{ seen: boolean; text: string }> {
    const lines: string[] = [];
    const seen = await playStory(scene, { steps, deadlineMs: 30, write: (line) => lines.push(line) });
    return { seen, text: lines.join("\n") };
  }

  const asks = step("the bot answers", async (teller) => {
    await teller.hear(await teller.say(teller.scene.mira, "help"), /I can do/);
  });

  it("ends at the first step that isn't seen, and says what was expected and what was seen instead", async () => {
    const never = step("never played", () => assert.fail("played on"));
    scene.teams.world.onChange(() => {
      const [root] = scene.general.threads;
      if (root?.replies.length !== 0) return;
      scene.teams.world.addReply(root, "bot", { type: "message", text: "Something else" });
    });

    const { seen, text } = await play(asks, never);

    assert.equal(seen, false);
    assert.match(
      text,
      /NOT SEEN: the bot answers\n.*expected an answer like \/I can do\/\n.*instead:\n.*Something else/,
    );
  });

  it("names a step whose message the bot refuses", async () => {
    bot.answer = { status: 503 };

    const { seen, text } = await play(asks);

    assert.equal(seen, false);
    assert.match(text, /NOT SEEN: the bot answers[^]*HTTP 503/);
  });

  it("says which mails came instead of the one that a step waits for", async () => {
    const mailed = step("a mail comes", async (teller) => {
      scene.mailbox.receive("To: jon@contoso.example\r\nSubject: Another\r\n\r\nNo link.");
      await teller.receiveMail("ada@contoso.example", /link/);
    });

    const { seen, text } = await play(mailed);

    assert.equal(seen, false);
    assert.match(
      text,
      /expected a mail to ada@contoso\.example[^]*instead:\n.*mail to jon@contoso\.example: Another/,
    );
  });

  it("is over when every step was seen", async () => {
    const { seen, text } = await play(step("nothing", () => Promise.resolve()));

    assert.equal(seen, true);
    assert.match(text, /All 1 steps were seen\.$/);
  });
});

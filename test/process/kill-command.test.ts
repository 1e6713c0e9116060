import assert from "node:assert/strict";
import { baseActivity, mentionOf, messageActivity } from "../../demo/teams/connector/activities.ts";
import type {
  FakeConversation,
  FakeMessage,
  FakePerson,
  JsonObject,
} from "../../demo/teams/connector/index.ts";
import { followSignIn } from "../support/browser.ts";
import { buttonUrl, readable } from "../support/chat.ts";
import { eventually } from "./support/eventually.ts";
import { WorkRecord } from "./support/record.ts";
import { startWorld, type ProcessWorld } from "./support/world.ts";

const DEADLINE_MS = 30_000;

describe("a process killed in the middle of a command", function () {
  this.timeout(90_000);
  let world: ProcessWorld;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.close();
  });

  it("answers it once after the restart, and a repeated activity not at all", async () => {
    const { teams, lab } = world;
    await lab.install("contoso", "all");
    const mira = teams.person({ name: "Mira Chen" });
    const chat = teams.personalChat(mira);
    const channel = teams.channel("general");
    const first = await world.start();
    await teams.say(mira, chat, "signin");
    const card = await teams.waitFor(() => chat.threads.find(isBots), DEADLINE_MS);
    const { code } = await followSignIn(buttonUrl(card), "mira", lab);
    await teams.say(mira, chat, `signin ${code}`);
    await teams.waitFor(() => chat.threads.filter(isBots).length > 1, DEADLINE_MS);

    // GitHub keeps the command waiting in its middle: it is there that the process dies.
    lab.failNext("/repos/contoso/tools", "timeout");
    const { root: thread, activity } = prepare(world, mira, channel, "subscribe contoso/tools");
    const { status } = await teams.send(activity);
    await eventually(() => lab.requests.some(({ path }) => path.includes("contoso/tools")), DEADLINE_MS);
    await first.end("SIGKILL");
    const record = new WorkRecord(world.file);
    record.letLeasesRunOut();
    await world.start();
    await teams.waitFor(() => thread.replies.some(isBots), DEADLINE_MS);
    const { status: repeated } = await teams.send(activity);
    await teams.say(mira, channel, "help");
    await teams.waitFor(() => channel.threads.at(-1)?.replies.some(isBots), DEADLINE_MS);

    assert.equal(status, 200);
    assert.equal(repeated, 200);
    assert.deepEqual(
      thread.replies.map((reply) => /✅ Subscribed to \[contoso\/tools\]/.test(readable(reply))),
      [true],
    );
    await eventually(() => record.turnsByState()["running"] === undefined, DEADLINE_MS);
    // Two sign-in turns and the services that follow the first one, subscribe, help; the repeated activity made none.
    assert.deepEqual(record.turnsByState(), { succeeded: 5 });
    record.close();
  });
});

function isBots(message: FakeMessage): boolean {
  return message.from === "bot";
}

/** A message in the channel, and the activity that tells the bot of it: Teams delivers one again when it isn't sure. */
function prepare(
  { teams }: ProcessWorld,
  person: FakePerson,
  channel: FakeConversation,
  text: string,
): { readonly root: FakeMessage; readonly activity: JsonObject } {
  const bot = mentionOf(teams.bot);
  const root = teams.world.addRoot(channel, person, { type: "message", text });
  const base = baseActivity(teams.world, teams.bot, teams.url, person, channel, root.id);
  return { root, activity: messageActivity(base, root.id, `${bot.text} ${text}`, [bot.entity]) };
}

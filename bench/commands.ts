import { setTimeout as pause } from "node:timers/promises";
import type { FakeConversation, FakePerson } from "../demo/teams/connector/index.ts";
import { followSignIn } from "../test/support/browser.ts";
import { buttonUrl } from "../test/support/chat.ts";
import { startWorld, type ProcessWorld } from "../test/process/support/world.ts";
import type { Benchmark } from "./support/finding.ts";
import { median } from "./support/statistics.ts";

const TIMES = 30;
/** Teams lets a bot post eight messages in two seconds in one conversation: asked slower, nothing waits for that. */
const PAUSE_MS = 300;
const DEADLINE_MS = 15_000;

/** From a person's message to the bot's answer at Teams, in milliseconds. */
export const commands: Benchmark = {
  title: "Answering a command",
  run: async () => {
    const world = await startWorld();
    try {
      await world.lab.install("contoso", "all");
      await world.start();
      const mira = world.teams.person({ name: "Mira Chen" });
      const channel = world.teams.channel("general");
      await signIn(world, mira);
      for (const repository of ["contoso/tools", "contoso/web"])
        await ask(world, mira, `subscribe ${repository}`, channel);
      const help = await askOften(world, mira, "help", channel);
      const list = await askOften(world, mira, "subscribe list", channel);
      return [
        { name: "help, p50", value: median(help), unit: "ms", aim: { atMost: 150 } },
        {
          name: "subscribe list (two repositories), p50",
          value: median(list),
          unit: "ms",
          aim: { atMost: 150 },
        },
      ];
    } finally {
      await world.close();
    }
  },
};

async function signIn(world: ProcessWorld, person: FakePerson): Promise<void> {
  const { teams, lab } = world;
  const chat = teams.personalChat(person);
  await teams.say(person, chat, "signin");
  const card = await teams.waitFor(() => chat.threads.find((one) => one.from === "bot"), DEADLINE_MS);
  const { code } = await followSignIn(buttonUrl(card), "mira", lab);
  await teams.say(person, chat, `signin ${code}`);
  const answers = (): number => chat.threads.filter((one) => one.from === "bot").length;
  await teams.waitFor(() => answers() > 1, DEADLINE_MS);
}

async function askOften(
  world: ProcessWorld,
  person: FakePerson,
  text: string,
  channel: FakeConversation,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < TIMES; index += 1) {
    await pause(PAUSE_MS);
    times.push(await ask(world, person, text, channel));
  }
  return times;
}

async function ask(
  { teams }: ProcessWorld,
  person: FakePerson,
  text: string,
  channel: FakeConversation,
): Promise<number> {
  const startedAt = performance.now();
  const { activityId } = await teams.say(person, channel, text);
  const thread = channel.threads.find((root) => root.id === activityId);
  await teams.waitFor(() => thread?.replies.some((reply) => reply.from === "bot"), DEADLINE_MS);
  return performance.now() - startedAt;
}

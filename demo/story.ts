import { wrap } from "./card-text.ts";
import type { Scene } from "./cast.ts";
import { ConversationLog } from "./conversation-log.ts";
import type { ReceivedLetter } from "./mail/mailbox.ts";
import { connecting } from "./story/connecting.ts";
import { daily } from "./story/daily.ts";
import { deploying } from "./story/deploying.ts";
import { events } from "./story/events.ts";
import { items } from "./story/items.ts";
import { people } from "./story/people.ts";
import { team } from "./story/team.ts";
import type { Memory, Step } from "./story/step.ts";
import { NotSeen, Teller } from "./story/teller.ts";

const WIDTH = 78;

/** The whole story, in order. */
export const STORY: readonly Step[] = [
  ...connecting,
  ...events,
  ...daily,
  ...people,
  ...team,
  ...items,
  ...deploying,
];

export interface StoryOptions {
  readonly steps?: readonly Step[];
  readonly deadlineMs?: number;
  readonly write: (line: string) => void;
}

/** Plays the story and writes the conversation down. False as soon as a step was not seen; the rest is not played. */
export async function playStory(scene: Scene, options: StoryOptions): Promise<boolean> {
  const { steps = STORY, write } = options;
  const log = new ConversationLog(scene.teams, write);
  log.catchUp();
  const forgetMail = scene.mailbox.onLetter((letter) => {
    for (const line of mailLines(letter)) write(line);
  });
  const stop = (): void => {
    forgetMail();
    log.stop();
  };
  const teller = new Teller(scene, options.deadlineMs);
  const memory: Memory = { messages: new Map(), words: new Map() };
  for (const [index, step] of steps.entries()) {
    write(`── ${String(index + 1)}/${String(steps.length)} ${step.title}`);
    write("");
    try {
      await step.play(teller, memory);
    } catch (error) {
      for (const line of describe(step, error)) write(line);
      stop();
      return false;
    }
  }
  stop();
  write(`All ${String(steps.length)} steps were seen.`);
  return true;
}

function mailLines({ to, subject, text }: ReceivedLetter): string[] {
  const lines = [subject, "", ...text.split("\n")].flatMap((line) =>
    line === "" ? [""] : wrap(line, WIDTH),
  );
  return [`✉ mail to ${to}:`, ...lines.map((line) => `  ${line}`.trimEnd()), ""];
}

function describe({ title }: Step, error: unknown): string[] {
  const reason = error instanceof Error ? error.message : String(error);
  const instead = error instanceof NotSeen ? error.instead : "";
  return [
    `NOT SEEN: ${title}`,
    `  ${reason}`,
    ...(instead === "" ? [] : ["  instead:", ...instead.split("\n").map((line) => `    ${line}`)]),
  ];
}

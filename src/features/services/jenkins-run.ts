import { stripVTControlCharacters } from "node:util";
import { z } from "zod";
import { ITEM_SIGNS, type ItemState } from "../../core/items/state.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { toLine } from "../../core/plain-text.ts";

const MOST_LINES = 12;
const LONGEST_LINE = 160;
const LONGEST_KEPT = 4_000;
const SHORTEST_SECRET = 5;

/** A build that was asked for, as its job keeps it. */
export const Asked = z.object({
  connectionId: z.string(),
  /** Where it was asked for: a connection that leads elsewhere by now knows nothing of it. */
  baseUrl: z.string(),
  job: z.string(),
  /** `BRANCH=main` each. */
  parameters: z.array(z.string()),
  queueId: z.string(),
  conversationId: z.string(),
  subjectKey: z.string(),
  by: z.string(),
  since: z.iso.datetime(),
});
export type Asked = z.infer<typeof Asked>;

/** What is known of it by now, as its card's row keeps it. */
export const Progress = z.object({
  phase: z.enum(["queued", "running", "ended"]),
  state: z.enum(["todo", "running", "success", "failure", "unstable", "canceled", "unknown"]),
  words: z.string(),
  /** 0 while it waits in the queue. */
  number: z.number(),
  url: z.string(),
  /** Why it waits, or why it is followed no more; `''` if there is nothing to say. */
  note: z.string(),
  console: z.string(),
  /** Where to go on reading the console. */
  next: z.number(),
});
export type Progress = z.infer<typeof Progress>;

export const QUEUED: Progress = {
  phase: "queued",
  state: "todo",
  words: "Queued",
  ...{ number: 0, url: "", note: "", console: "", next: 0 },
};

/** A build has only some of the states that items can have. */
export function toRunState(state: ItemState): Progress["state"] {
  return state === "doing" || state === "done" ? "unknown" : state;
}

/** The end of a console, with a further piece: no control sequences, nothing that the connection keeps secret. */
export function addConsole(known: string, more: string, secrets: readonly string[]): string {
  // Jenkins hides marks of its own behind such sequences.
  let text = stripVTControlCharacters(`${known}${more}`).replace(/ha:\/{4}\S+/g, "");
  for (const secret of secrets) if (secret.length >= SHORTEST_SECRET) text = text.replaceAll(secret, "***");
  return text.slice(-LONGEST_KEPT).toWellFormed();
}

export function runCard(asked: Asked, progress: Progress): CardContent {
  const { job, parameters, by } = asked;
  const { number, url, state, words, note } = progress;
  const name = toLine(number === 0 ? job : `${job} #${String(number)}`, 200);
  const lines = progress.console
    .split("\n")
    .map((line) => toLine(line, LONGEST_LINE))
    .filter((line) => line !== "")
    .slice(-MOST_LINES);
  return {
    card: "services/run",
    summary: toLine(`Jenkins · ${name} · ${words}`, 250),
    data: {
      title: url === "" ? escapeMarkdown(name) : markdownLink(name, url),
      state: `${ITEM_SIGNS[state]} ${escapeMarkdown(toLine(words, 60))}`,
      by: escapeMarkdown(`Asked for by ${toLine(by, 100)}`),
      parameters: escapeMarkdown(toLine(parameters.join(", "), 400)),
      note: escapeMarkdown(toLine(note.replace(/`/g, '"'), 300)),
      lines: lines.map((text) => ({ text })),
      url,
    },
  };
}

import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Form } from "./form.ts";

interface Done {
  /** Card text. */
  readonly text: string;
  /** The provider's words, as they came. */
  readonly notes: readonly string[];
  /** Card text; `''` for none. */
  readonly hint: string;
}

/** What became of a form: in its dialog, or in the card's place, so that what was typed into it goes. */
export function sayDone(form: Form, { text, notes, hint }: Done): Reply {
  const said = notes.map(escapeMarkdown);
  const whole = [text, ...said].join(" ");
  if (form === "dialog") return reply.toAsker({ text: whole });
  return reply.replaceCard("clouds/done", { text, notes: said.map((note) => ({ note })), hint }, whole);
}

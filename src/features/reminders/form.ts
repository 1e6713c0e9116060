import { z } from "zod";
import { faults } from "../../core/errors.ts";
import { toWords } from "../../core/grammar.ts";
import { escapeMarkdown, withoutInvisible } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { createReminder } from "./create.ts";
import type { Deps } from "./deps.ts";
import { readFilters } from "./filters.ts";
import { readDays, readTime, toZone } from "./words.ts";

const LONGEST_TARGET = 300;

/** The inputs of the form, as clients send them; empty ones are left out by some. */
export const formData = z.object({
  target: z.string().max(LONGEST_TARGET).default(""),
  days: z.string().max(100).default(""),
  time: z.string().max(20).default(""),
  zone: z.string().max(100).default(""),
  filters: z.string().max(1_000).default(""),
});

/** A card to fill in, for who doesn't know the words. */
export function reminderForm(target: string): Reply {
  // An input shows its value as it is, not as Markdown.
  const value = withoutInvisible(target).slice(0, LONGEST_TARGET);
  return reply.card("reminders/form", { target: value }, "Schedule a review reminder");
}

/** The form was sent: the card becomes what came of it. Throws what the words throw that were typed into it. */
export async function createFromForm(turn: ActionTurn<z.infer<typeof formData>>, deps: Deps): Promise<Reply> {
  const { target, days, time, zone, filters } = turn.data;
  if (target.trim() === "") throw faults.REMINDER_FORM_EMPTY();
  const by = escapeMarkdown(turn.actor.person.displayName);
  const wanted = {
    target: target.trim(),
    days: readDays(days),
    timeOfDay: readTime(time),
    filters: readFilters(toWords(filters)),
    ...(zone.trim() !== "" && { zone: toZone(zone.trim()) }),
  };
  const present = (text: string): Reply =>
    reply.replaceCard("reminders/scheduled", { text, by: `By ${by}` }, "Scheduled a review reminder");
  return createReminder(turn, wanted, present, deps);
}

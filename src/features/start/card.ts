import type { Reads } from "../../adapters/store/contract/index.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText } from "../../core/plain-text.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { findProgress, type Step, type StepName } from "./steps.ts";

/** The card of the first steps. What was skipped travels with it, and is forgotten with it. */
export async function toStartCard(
  turn: TurnContext,
  skipped: readonly StepName[],
  deps: Deps,
  reads: Reads,
): Promise<CardContent> {
  const { steps, teams } = await findProgress(turn, deps, reads);
  const next = steps.find(
    ({ name, isDone, isPassedOver }) => !isDone && isPassedOver !== true && !skipped.includes(name),
  );
  const open = steps.filter(({ isDone }) => !isDone).length;
  const canCreate = next?.name === "team" && next.isBlocked !== true;
  const isChoice = canCreate && teams.length > 0;
  return {
    card: "start/start",
    summary:
      open === 0
        ? "First steps: all done"
        : `First steps: ${String(steps.length - open)} of ${String(steps.length)} done`,
    data: {
      name: toCardText(turn.actor.person.displayName, 60),
      steps: steps.map((step, index) => toRow(step, index, next, skipped)),
      closing: next === undefined ? sayEnd(open) : "",
      next: next?.name ?? "",
      canCreate,
      // What others do, or what takes its time, may be done when it is looked at again.
      canLook: next !== undefined || steps.some(({ isPassedOver }) => isPassedOver === true),
      take: next?.act?.button ?? "",
      isChoice,
      teams: isChoice ? teams.map((name) => ({ name })) : [],
      first: isChoice ? (teams[0] ?? "") : "",
      by: turn.actor.userId,
      skipped: skipped.join(","),
      skip: next === undefined ? "" : [...skipped, next.name].join(","),
    },
  };
}

function toRow(
  { name, isDone, isPassedOver, title, text }: Step,
  index: number,
  next: Step | undefined,
  skipped: readonly StepName[],
): Readonly<Record<string, string | boolean>> {
  const isNext = name === next?.name;
  const mark = isDone ? "✅" : isNext ? "👉" : skipped.includes(name) ? "⏭️" : "⬜";
  const said = skipped.includes(name) && !isDone ? `${title} (skipped)` : title;
  return {
    title: `${mark} ${String(index + 1)} · ${isNext ? `**${said}**` : said}`,
    text: isDone || isNext || isPassedOver === true ? text : "",
  };
}

function sayEnd(open: number): string {
  if (open === 0) return "All done. Say **help** to see what else I can do.";
  return "That's it for now. Say **start** when you want to go on, or **help** to see what I can do.";
}

import type { ListedSubscription, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { choiceList, toChoice } from "./feature-words.ts";
import { getHeld, getNamed, getPressed } from "./find-here.ts";
import { recordChange } from "./history.ts";
import { readPauseTime } from "./pause-time.ts";
import { toUtcText, unpaused } from "./paused.ts";
import { savedCard } from "./saved.ts";
import { NOTHING_SILENT } from "./silent.ts";
import { RESUME_JOB } from "./resume-job.ts";

type Deps = SubscriptionDeps["subscriptions"];

export interface PauseArguments {
  readonly target: string;
  readonly time: readonly string[];
}

/**
 * `subscribe pause owner/repo 2h`: until then nothing is told of it, neither new cards nor changes of those that are
 * here; the next event after the pause brings a card up to date. Another subscription that brings the same thing goes on.
 */
export async function pause(
  turn: Turn<PauseArguments>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const until = readPauseTime(turn.args.time, deps.clock.now());
  const row = await getNamed(turn, turn.args.target, deps);
  return deps.store.transaction(async (tx) => {
    const before = await getHeld(tx, row);
    const pausedUntil = until.toISOString();
    await tx.subscriptions.update(before.id, { ...before.settings, pausedUntil });
    await tx.subscriptions.setState(before.id, "paused", "");
    await tx.jobs.create({
      kind: RESUME_JOB,
      targetId: before.id,
      payload: { until: pausedUntil },
      runAfter: until,
    });
    await recordChange(tx, turn, before, {
      verb: "paused",
      fromState: before.state,
      toState: "paused",
      data: { until: pausedUntil },
    });
    return deps.record(tx, turn, pausedCard(before, until));
  });
}

function pausedCard({ id, ghArtifactName }: { id: string; ghArtifactName: string }, until: Date): Reply {
  const data = {
    id,
    name: escapeMarkdown(ghArtifactName),
    // Cards read a time only to the second.
    until: until.toISOString().replace(/\.\d+Z$/, "Z"),
  };
  return reply.card("subscriptions/paused", data, `${ghArtifactName} is paused until ${toUtcText(until)}`);
}

/** `subscribe resume owner/repo`: ends a pause before its time. */
export async function resume(
  turn: Turn<{ readonly target: string }>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const row = await getNamed(turn, turn.args.target, deps);
  return deps.store.transaction(async (tx) =>
    deps.record(tx, turn, reply.text(await endPause(tx, turn, row, code))),
  );
}

/** The same by the button of the card that tells of the pause. */
export async function resumePressed(turn: TurnContext, id: string, deps: Deps): Promise<Reply> {
  const row = await getPressed(turn, id, deps);
  return deps.store.transaction(async (tx) => {
    const text = await endPause(tx, turn, row, escapeMarkdown);
    const summary = `The pause of ${row.ghArtifactName} is over`;
    const { card, data } = savedCard({ id: row.id, text, summary, silence: NOTHING_SILENT });
    return deps.record(tx, turn, reply.replaceCard(card, data, summary));
  });
}

async function endPause(
  tx: Transaction,
  turn: TurnContext,
  row: ListedSubscription,
  mark: (words: string) => string,
): Promise<string> {
  const before = await getHeld(tx, row);
  const name = escapeMarkdown(before.ghArtifactName);
  if (before.state !== "paused") throw faults.SUBSCRIPTION_NOT_PAUSED({ name });
  await tx.subscriptions.update(before.id, unpaused(before.settings));
  await tx.subscriptions.setState(before.id, "active", "");
  await recordChange(tx, turn, before, { verb: "resumed", fromState: "paused", toState: "active" });
  const told = choiceList(toChoice(before.settings), mark);
  return `▶️ **${name}** goes on. ${thisPlace(turn.place)} gets ${told}.`;
}

function code(words: string): string {
  return `\`${words}\``;
}

import { z } from "zod";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, TurnContext } from "../../core/turn.ts";
import { toStartCard } from "./card.ts";
import type { Deps, Record, StartDeps } from "./deps.ts";
import { findProgress, STEPS, type StepName } from "./steps.ts";

export const startCommands: readonly CommandSpec<StartDeps>[] = [
  defineCommand({
    name: "start",
    pattern: "start",
    args: {},
    summary: "Take the first steps, one after the other",
    examples: ["start"],
    details: [
      "Shows what is done and what comes next. Skip what you don't need; say it again to go on where you are.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "member" },
    menu: true,
    run: async (turn, { start: deps }: StartDeps) =>
      reply.toAsker(await deps.store.read((reads) => toStartCard(turn, [], deps, reads))),
  }),
];

const known: readonly string[] = STEPS;
const skipped = z
  .string()
  .max(100)
  .transform((names) => names.split(",").filter((name): name is StepName => known.includes(name)));
const shown = z.object({ by: z.string().max(64), skipped });
const written = z.string().max(200).default("");

export const startActions: readonly ActionSpec<StartDeps>[] = [
  defineAction({
    verb: "start.show",
    summary: "See the first steps as they stand, or skip one",
    data: shown,
    needs: { permission: "member" },
    run: (turn, { start: deps }: StartDeps) => showAgain(turn, deps),
  }),
  defineAction({
    verb: "start.signin",
    summary: "Take the first steps",
    data: shown,
    // The pipeline asks for the sign-in; this runs once there is one.
    needs: { account: "github", permission: "member" },
    run: (turn, { start: deps }: StartDeps) => showAgain(turn, deps),
  }),
  defineAction({
    verb: "start.take",
    summary: "Take one of the first steps",
    data: shown.extend({ step: z.enum(STEPS) }),
    // What is said checks for itself who may.
    needs: { permission: "member" },
    run: (turn, { start: deps }: StartDeps) => takeStep(turn, turn.data.step, deps),
  }),
  defineAction({
    verb: "start.create-team",
    summary: "Create a team",
    data: shown.extend({ teamName: written }),
    needs: { permission: "member" },
    run: (turn, { start: deps }: StartDeps) =>
      deps.createTeam(own(turn), getName(turn.data.teamName), onCard(turn, deps)),
  }),
  defineAction({
    verb: "start.use-team",
    summary: "Choose a team",
    data: shown.extend({ team: written }),
    needs: { permission: "member" },
    run: (turn, { start: deps }: StartDeps) =>
      deps.useTeam(own(turn), getName(turn.data.team), onCard(turn, deps)),
  }),
];

type Shown = ActionTurn<z.infer<typeof shown>>;

async function showAgain(turn: Shown, deps: Deps): Promise<Reply> {
  const card = await deps.store.read((reads) => toStartCard(own(turn), turn.data.skipped, deps, reads));
  // Nobody waits at the card for what goes on after a sign-in: it comes anew.
  return turn.source === "resumed"
    ? reply.toAsker(card)
    : reply.replaceCard(card.card, card.data, card.summary);
}

/** Says a step's words for its person; their answer comes beside the card. A step that can't be taken any more isn't. */
function takeStep(turn: Shown, name: StepName, deps: Deps): Promise<Reply> {
  return deps.store.transaction(async (tx) => {
    const { steps } = await findProgress(own(turn), deps, tx);
    const act = steps.find((step) => step.name === name)?.act;
    if (act !== undefined) await deps.say(tx, turn, act.words);
    const { card, data, summary } = await toStartCard(turn, turn.data.skipped, deps, tx);
    return deps.record(tx, turn, reply.replaceCard(card, data, summary));
  });
}

/** The answer is the card as it stands after the change, in the place of the one with the button. */
function onCard(turn: Shown, deps: Deps): Record {
  return async (tx, context) => {
    const { card, data, summary } = await toStartCard(turn, turn.data.skipped, deps, tx);
    return deps.record(tx, context, reply.replaceCard(card, data, summary));
  };
}

function own<T extends TurnContext & { readonly data: { readonly by: string } }>(turn: T): T {
  if (turn.data.by !== turn.actor.userId) throw faults.START_NOT_YOURS();
  return turn;
}

function getName(typed: string): string {
  const name = typed.trim();
  if (name === "") throw faults.START_TEAM_MISSING();
  return name;
}

import type { ActionSpec } from "../core/action.ts";
import type { CommandTurn } from "../core/command.ts";
import { faults } from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
import type { InboundAction, InboundDialog } from "../core/inbound.ts";
import type { JsonObject } from "../core/json.ts";
import { defineJob, type JobRun, type JobSpec } from "../core/job.ts";
import type { Log } from "../core/log.ts";
import { reply, type Reply } from "../core/reply.ts";
import type { TurnContext } from "../core/turn.ts";
import { authorise } from "./authorise.ts";
import type { Bot, Identity } from "./bot.ts";
import { TURN_JOB } from "./accept.ts";
import { toFault } from "./failure.ts";
import { runCommand } from "./pipeline.ts";
import { openFields } from "./secret-fields.ts";
import { fromTurnPayload, toPressed, type TurnPayload } from "./turn-payload.ts";

interface TurnDeps<Deps> {
  readonly bot: Bot<Deps>;
}

/** Runs one turn. It runs again after a crash, so commands must be safe to repeat; the answer and the end are one write. */
export function turnJob<Deps>(): JobSpec<TurnDeps<Deps>> {
  return defineJob<TurnDeps<Deps>>({
    kind: TURN_JOB,
    attempts: 5,
    leaseSeconds: 60,
    concurrency: 32,
    backoffSeconds: [1, 5, 15],
    run: (run, { bot }) => runTurn(run, bot),
    onDead: (run, error, { bot }) => tellDead(run, error, bot),
  });
}

async function runTurn<Deps>(run: JobRun, bot: Bot<Deps>): Promise<void> {
  const payload = fromTurnPayload(run.payload);
  const context = toContext(run, payload, bot);
  const log = bot.log.child({ turn: run.id, conversation: payload.conversationId });
  const answer = await answerTo(payload, context, bot, log);
  if (answer.kind === "recorded") return;
  await bot.store.transaction((tx) => bot.answers.record(tx, context, answer));
}

/** Every try failed, or took the process with it: whoever asked is told at least that. */
async function tellDead<Deps>(
  run: Pick<JobRun, "id" | "payload">,
  error: unknown,
  bot: Bot<Deps>,
): Promise<void> {
  const { activity, conversationId } = fromTurnPayload(run.payload);
  const { sentence } = toFault(error, bot.log.child({ turn: run.id, conversation: conversationId }));
  await bot.store.transaction((tx) =>
    bot.answers.post(tx, { conversationId, reference: activity.conversation }, { text: sentence }),
  );
}

function toContext(run: JobRun, payload: TurnPayload, bot: { readonly identity: Identity }): TurnContext {
  const { activity } = payload;
  return {
    jobId: run.id,
    jobHolder: run.holder,
    actor: {
      userId: payload.userId,
      person: activity.from,
      isAdmin: payload.isAdmin || bot.identity.isNamedAdmin(activity.from),
    },
    place: { conversationId: payload.conversationId, reference: activity.conversation },
    mentions: activity.kind === "message" ? activity.mentions : [],
    source: payload.source,
    signal: run.signal,
  };
}

async function answerTo<Deps>(
  payload: TurnPayload,
  context: TurnContext,
  bot: Bot<Deps>,
  log: Log,
): Promise<Reply> {
  try {
    return await runActivity(payload, { ...context, text: commandText(payload) }, bot);
  } catch (error) {
    const fault = toFault(error, log);
    const kept = fault.kind === "signin" ? toKept(payload, context, bot) : undefined;
    return kept === undefined ? reply.failure(fault) : askSignInOr(fault, kept, bot, log);
  }
}

/** What goes on by itself once its person has signed in. */
interface Kept {
  readonly turn: CommandTurn;
  readonly pressed?: JsonObject;
}

/** Longer forms are filled in again: nobody waits with more in their hands. */
const LONGEST_KEPT = 64_000;

/**
 * Commands, and buttons that act in their presser's name. A confirmation is used up by the press: kept, it would only
 * find itself gone.
 */
function toKept<Deps>(
  { activity }: TurnPayload,
  context: TurnContext,
  { registry }: Bot<Deps>,
): Kept | undefined {
  if (activity.kind === "signin-code") return undefined;
  if (activity.kind === "message")
    return activity.text === "" ? undefined : { turn: { ...context, text: activity.text } };
  const action = registry.actions.get(activity.verb);
  if (action?.needs.account !== "github" || !action.accepts(activity.data)) return undefined;
  const pressed = toPressed(activity);
  if (JSON.stringify(pressed).length > LONGEST_KEPT) return undefined;
  return { turn: { ...context, text: action.summary }, pressed };
}

/** A sign-in that is missing, or ended in the middle: the card that mends it, and what was asked goes on afterwards. */
async function askSignInOr<Deps>(fault: Fault, kept: Kept, bot: Bot<Deps>, log: Log): Promise<Reply> {
  try {
    return await bot.askSignIn(kept.turn, kept.pressed);
  } catch (error) {
    if (error instanceof Fault) return reply.failure(error);
    log.error({ error }, "could not offer a sign-in");
    return reply.failure(fault);
  }
}

function commandText(payload: TurnPayload): string {
  const { activity } = payload;
  if (activity.kind === "message") return activity.text;
  return activity.kind === "signin-code" ? `signin ${activity.code}` : "";
}

async function runActivity<Deps>(payload: TurnPayload, turn: CommandTurn, bot: Bot<Deps>): Promise<Reply> {
  const { activity } = payload;
  if (activity.kind === "message" || activity.kind === "signin-code") return runCommand(turn, bot);
  const action = bot.registry.actions.get(activity.verb);
  if (action === undefined) throw faults.ACTION_UNKNOWN();
  return runAction(activity, action, turn, bot);
}

async function runAction<Deps>(
  activity: InboundAction | InboundDialog,
  action: ActionSpec<Deps>,
  turn: CommandTurn,
  bot: Bot<Deps>,
): Promise<Reply> {
  const { permission } = action.needs;
  const allowed = await authorise(permission, action.summary, turn.actor, turn.place, bot.identity);
  const github =
    action.needs.account === "github" ? await bot.identity.findGitHub(turn.actor.userId) : undefined;
  if (action.needs.account === "github" && github === undefined) throw faults.SIGN_IN_NEEDED();
  const actor = github === undefined ? allowed : { ...allowed, github };
  const profileForm =
    action.needs.profile === undefined
      ? undefined
      : await bot.askProfile({ ...turn, actor, text: action.summary }, toPressed(activity));
  if (profileForm !== undefined) return profileForm;
  const messageId = activity.kind === "action" ? activity.messageId : "";
  const data = openFields(activity.data, turn.actor.userId, bot.vault);
  return action.run({ ...turn, actor, data, messageId }, bot.deps);
}

import { faults } from "../core/errors.ts";
import { Fault } from "../core/fault.ts";
import { leadingKeywords, MAX_COMMAND_LENGTH, toUsage } from "../core/grammar.ts";
import type { CommandSpec, CommandTurn, PreparedCommand } from "../core/command.ts";
import type { JsonObject } from "../core/json.ts";
import { escapeMarkdown } from "../core/markdown.ts";
import { hadPrivateKey } from "../core/private-key-text.ts";
import { lookUp, type Lookup } from "../core/registry.ts";
import type { Reply } from "../core/reply.ts";
import type { Actor } from "../core/turn.ts";
import { nearest } from "../core/suggest.ts";
import { authorise } from "./authorise.ts";
import type { Bot } from "./bot.ts";
import { askConfirmation, sameTarget, toBound } from "./confirmations.ts";

/**
 * A typed command, in the document's order: shape, missing argument, sign-in, arguments, permission, confirmation, run.
 * `confirmed` is what the person agreed to when they come from a confirmation card.
 */
export async function runCommand<Deps>(
  turn: CommandTurn,
  bot: Bot<Deps>,
  confirmed?: JsonObject,
): Promise<Reply> {
  if (hadPrivateKey(turn.text)) throw faults.PRIVATE_KEY_PASTED();
  if (turn.text === "") throw faults.COMMAND_EMPTY();
  if (turn.text.length > MAX_COMMAND_LENGTH) throw faults.COMMAND_TOO_LONG();
  const found = understand(lookUp(bot.registry.commands, turn.text), turn.text, bot);
  return measured(found.command.name, bot, () => runFound(found, turn, bot, confirmed));
}

async function measured<Deps>(name: string, bot: Bot<Deps>, work: () => Promise<Reply>): Promise<Reply> {
  const startedAt = bot.clock.now().getTime();
  const seconds = (): number => (bot.clock.now().getTime() - startedAt) / 1_000;
  try {
    const answer = await work();
    bot.metrics.ran(name, "done", seconds());
    return answer;
  } catch (error) {
    bot.metrics.ran(name, error instanceof Fault ? "fault" : "failed", seconds());
    throw error;
  }
}

async function runFound<Deps>(
  found: Understood<Deps>,
  turn: CommandTurn,
  bot: Bot<Deps>,
  confirmed: JsonObject | undefined,
): Promise<Reply> {
  const { command } = found;
  refuseElsewhere(command, turn);

  const github =
    command.needs.account === "github" ? await bot.identity.findGitHub(turn.actor.userId) : undefined;
  if (command.needs.account === "github" && github === undefined) {
    await authoriseFor(command, turn, bot);
    return bot.askSignIn(turn);
  }
  const prepared = command.prepare(found.raw);
  const allowed = await authoriseFor(command, turn, bot);
  const actor = github === undefined ? allowed : { ...allowed, github };
  const asking = { ...turn, actor, ...(confirmed !== undefined && { confirmed }) };
  const profileForm = command.needs.profile === undefined ? undefined : await bot.askProfile(asking);
  if (profileForm !== undefined) return profileForm;
  const question = await questionLeft(prepared, asking, bot);
  if (question !== undefined) return askConfirmation(question, asking, bot);
  return prepared.run(asking, bot.deps);
}

function authoriseFor<Deps>(command: CommandSpec<Deps>, turn: CommandTurn, bot: Bot<Deps>): Promise<Actor> {
  const what = leadingKeywords(command.pattern);
  return authorise(command.needs.permission, what, turn.actor, turn.place, bot.identity);
}

async function questionLeft<Deps>(
  prepared: PreparedCommand<Deps>,
  turn: CommandTurn,
  bot: Bot<Deps>,
): Promise<Awaited<ReturnType<PreparedCommand<Deps>["confirm"]>>> {
  const question = await prepared.confirm(turn, bot.deps);
  if (question === undefined || turn.confirmed === undefined) return question;
  // What was agreed to is compared with what would happen now; if the world moved, they are asked anew.
  return sameTarget(toBound(question, turn), turn.confirmed) ? undefined : question;
}

type Understood<Deps> = Extract<Lookup<Deps>, { kind: "found" }>;

function understand<Deps>(lookup: Lookup<Deps>, text: string, bot: Bot<Deps>): Understood<Deps> {
  if (lookup.kind === "found") return lookup;
  if (lookup.kind === "unknown") {
    const keywords = bot.registry.commands.map((command) => leadingKeywords(command.pattern));
    throw faults.COMMAND_UNKNOWN({ suggestion: nearest(text, keywords) ?? "" });
  }
  const usage = toUsage(lookup.command.pattern, lookup.command.args);
  if (lookup.kind === "extra")
    throw faults.ARGUMENT_EXTRA({ extra: escapeMarkdown(lookup.word.slice(0, 80).toWellFormed()), usage });
  const what = lookup.command.args[lookup.argument]?.what ?? lookup.argument;
  throw faults.ARGUMENT_MISSING({ what, usage, example: lookup.command.examples[0] });
}

function refuseElsewhere<Deps>(command: CommandSpec<Deps>, turn: CommandTurn): void {
  if (command.scopes.includes(turn.place.reference.type)) return;
  const names = { personal: "a 1:1 chat with me", group: "group chats", channel: "channels" };
  const places = command.scopes.map((scope) => names[scope]).join(" and ");
  throw faults.WRONG_PLACE({ command: leadingKeywords(command.pattern), places });
}

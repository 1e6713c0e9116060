import { restWords } from "../core/arguments.ts";
import { defineCommand, type CommandSpec } from "../core/command.ts";
import type { JsonObject } from "../core/json.ts";
import { leadingKeywords, toUsage } from "../core/grammar.ts";
import { escapeMarkdown } from "../core/markdown.ts";
import { lookUp } from "../core/registry.ts";
import { may, teamFor } from "../core/permission.ts";
import { reply, type Reply } from "../core/reply.ts";
import type { Turn } from "../core/turn.ts";
import type { Identity } from "./bot.ts";

export interface HelpDeps {
  readonly help: {
    /** All commands; a function, because help is one of them. */
    readonly commands: () => readonly CommandSpec<never>[];
    readonly botName: string;
    readonly version: string;
    readonly findStanding: Identity["findStanding"];
  };
}

const LONGEST_TOPIC = 60;

async function help(turn: Turn<{ topic: readonly string[] }>, { help: deps }: HelpDeps): Promise<Reply> {
  const topic = turn.args.topic.join(" ").toLowerCase();
  const standing = await deps.findStanding(turn.actor.userId, turn.place);
  const { isAdmin } = turn.actor;
  const visible = deps.commands().filter(({ needs: { permission } }) => {
    const team = teamFor(permission, standing, isAdmin);
    return may(permission, { isAdmin, ...(team && { team }) });
  });
  const matching = topic === "" ? [] : visible.filter((command) => isAbout(command, topic, visible));
  const said = escapeMarkdown(topic.slice(0, LONGEST_TOPIC).toWellFormed());
  const mention = turn.place.reference.type === "personal" ? "" : `@${deps.botName} `;
  return reply.card(
    "bot/help",
    {
      title: matching.length > 0 ? `Help: ${said}` : `What you can say to ${deps.botName}`,
      note: topic !== "" && matching.length === 0 ? `I have no command "${said}". These I have:` : "",
      commands:
        matching.length > 0
          ? matching.map((command) => toRow(command, mention))
          : groupsOf(visible).map((group) => toGroupRow(group, mention)),
      hint: matching.length > 0 ? "" : `For more on one, say for example: ${mention}help subscribe`,
    },
    `Help for ${deps.botName}`,
  );
}

function isAbout(command: CommandSpec<never>, topic: string, all: readonly CommandSpec<never>[]): boolean {
  const found = lookUp(all, topic);
  if (found.kind === "found" && found.command === command) return true;
  const keywords = leadingKeywords(command.pattern);
  return keywords === topic || keywords.startsWith(`${topic} `);
}

type Group = readonly [CommandSpec<never>, ...CommandSpec<never>[]];

/** Commands with the same first word, in the order in which they were declared. */
function groupsOf(commands: readonly CommandSpec<never>[]): readonly Group[] {
  const groups = new Map<string, [CommandSpec<never>, ...CommandSpec<never>[]]>();
  for (const command of commands) {
    const group = groups.get(firstWord(command));
    if (group === undefined) groups.set(firstWord(command), [command]);
    else group.push(command);
  }
  return [...groups.values()];
}

/** All of them would be a list that nobody reads: the first of a group, and the names of the others. */
function toGroupRow([first, ...others]: Group, mention: string): JsonObject {
  const keywords = leadingKeywords(first.pattern);
  const also = others.map(({ pattern, args }) =>
    leadingKeywords(pattern) === keywords ? toUsage(pattern, args) : leadingKeywords(pattern),
  );
  return {
    usage: `${mention}${toUsage(first.pattern, first.args)}`,
    summary: first.summary,
    details: also.length === 0 ? [] : [`Also: ${also.join(" · ")}`],
    examples: "",
  };
}

function toRow(command: CommandSpec<never>, mention: string): JsonObject {
  return {
    usage: `${mention}${toUsage(command.pattern, command.args)}`,
    summary: command.summary,
    details: command.details ?? [],
    examples: command.examples.map((example) => `${mention}${example}`).join("  ·  "),
  };
}

function firstWord({ pattern }: CommandSpec<never>): string {
  return leadingKeywords(pattern).split(" ", 1)[0] ?? "";
}

async function about(_turn: Turn<unknown>, { help: deps }: HelpDeps): Promise<Reply> {
  const text = `**${deps.botName}** is run by Ployst ${deps.version}, open source under the MIT licence. Say \`help\` to see what I can do.`;
  return Promise.resolve(reply.text(text));
}

export const helpCommands: readonly CommandSpec<HelpDeps>[] = [
  defineCommand({
    name: "help",
    pattern: "help :topic",
    args: { topic: restWords("command", "which command") },
    summary: "Show what you can say",
    examples: ["help", "help subscribe"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "anyone" },
    menu: true,
    run: help,
  }),
  defineCommand({
    name: "about",
    pattern: "about",
    args: {},
    summary: "Show what runs this bot",
    examples: ["about"],
    scopes: ["personal", "group", "channel"],
    needs: { permission: "anyone" },
    run: about,
  }),
];

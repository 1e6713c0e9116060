import type { CommandSpec } from "../../src/core/command.ts";
import { toUsage } from "../../src/core/grammar.ts";
import type { Permission } from "../../src/core/permission.ts";
import { GENERATED } from "./markdown.ts";

const WHO: Partial<Readonly<Record<Permission, string>>> = {
  anyone: "Everybody, guests too.",
  member: "Members of the organization.",
  admin: "Administrators of this Ployst.",
  "team.member": "Members of the team in force.",
  "team.admin": "Owner and admins of the team in force.",
  "team.handover": "The owner of the team in force, and administrators of this Ployst.",
  "team.owner": "The owner of the team in force.",
};

function whoMay(permission: Permission): string {
  return WHO[permission] ?? `Owner of the team in force, and members with \`${permission}\`.`;
}

const WHERE = { personal: "1:1 chat", group: "group chats", channel: "channels" } as const;

/** docs/commands.md: what `help` knows, in its order. */
export function commandsPage(commands: readonly CommandSpec<never>[]): string {
  const head = [
    "# Commands",
    "",
    GENERATED,
    "",
    "In channels and group chats mention the bot first; in a 1:1 chat just write. Keywords may be in any case.",
  ];
  return [...head, ...commands.flatMap(toEntry), ""].join("\n");
}

function toEntry(command: CommandSpec<never>): readonly string[] {
  const account = command.needs.account === undefined ? "" : " Needs a connected GitHub account (`signin`).";
  return [
    "",
    `## ${command.name}`,
    "",
    `${command.summary}.`,
    "",
    "```",
    toUsage(command.pattern, command.args),
    "```",
    "",
    ...(command.details ?? []).map((line) => `- ${line}`),
    ...(command.details === undefined ? [] : [""]),
    `Examples: ${command.examples.map((example) => `\`${example}\``).join(", ")}`,
    "",
    `Who: ${whoMay(command.needs.permission)}${account} Where: ${command.scopes.map((scope) => WHERE[scope]).join(", ")}.`,
  ];
}

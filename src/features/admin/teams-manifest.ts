import { z } from "zod";
import type { CommandSpec } from "../../core/command.ts";
import type { ConversationType } from "../../core/conversation.ts";
import { leadingKeywords } from "../../core/grammar.ts";
import type { JsonObject } from "../../core/json.ts";

export interface TeamsManifestOptions {
  /** manifest/manifest.template.json. */
  readonly template: unknown;
  /** The bot's registration; it names the Teams app, too. */
  readonly appId: string;
  readonly botName: string;
  /** https, without a slash at the end. */
  readonly publicUrl: string;
  /** Links to it are unfurled. */
  readonly githubWebUrl: string;
  readonly version: string;
  readonly commands: readonly MenuCommand[];
}

export type MenuCommand = Pick<CommandSpec<never>, "pattern" | "summary" | "scopes" | "menu">;

const TEAMS_SCOPES = { personal: "personal", channel: "team", group: "groupChat" } as const;
const CONVERSATION_TYPES: readonly ConversationType[] = ["personal", "channel", "group"];

const templateShape = z.looseObject({ bots: z.array(z.record(z.string(), z.json())) });

/** The Teams app's manifest, yet to be held to Microsoft's schema. Throws for a template without bots. */
export function buildTeamsManifest(options: TeamsManifestOptions): JsonObject {
  const { template, appId, botName, publicUrl, githubWebUrl, version, commands } = options;
  const filled = fill(template, {
    APP_ID: appId,
    BOT_NAME: botName,
    PUBLIC_URL: publicUrl,
    PUBLIC_HOST: new URL(publicUrl).host,
    GITHUB_HOST: new URL(githubWebUrl).hostname,
    // Teams takes no suffix such as -rc.1.
    VERSION: version.replace(/[-+].*$/, ""),
  });
  const { bots, ...rest } = templateShape.parse(filled);
  const commandLists = toCommandLists(commands);
  return z
    .record(z.string(), z.json())
    .parse({ ...rest, bots: bots.map((bot) => ({ ...bot, commandLists })) });
}

/** One list for each place, so that each offers what works there. */
function toCommandLists(commands: readonly MenuCommand[]): readonly object[] {
  const lists = CONVERSATION_TYPES.map((type) => ({
    scopes: [TEAMS_SCOPES[type]],
    commands: commands
      .filter((command) => command.menu === true && command.scopes.includes(type))
      .map(({ pattern, summary }) => ({ title: leadingKeywords(pattern), description: summary })),
  }));
  return lists.filter((list) => list.commands.length > 0);
}

/** Replaces `{{NAME}}` in every text. Values are put in after the JSON was read, so that they can't break out of it. */
function fill(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string")
    return value.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [name, fill(item, values)]),
  );
}

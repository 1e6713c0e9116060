import { z } from "zod";
import type {
  NotificationRecord,
  Reads,
  ServiceConnectionRecord,
} from "../../adapters/store/contract/index.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { defineNotify, type NotifyDeps, type NotifyTopic } from "../../core/notify.ts";
import type { Turn } from "../../core/turn.ts";
import { getUsable } from "./connection.ts";
import type { Deps, ServiceDeps } from "./deps.ts";
import { findProviderId, PROVIDER_IDS } from "./names.ts";
import { source, sourceText, type NotifySource } from "./notify-source.ts";
import { hasHeard } from "./webhook-address.ts";

const Settings = z.object({ connectionId: z.string() });

type Asked = Turn<{ readonly source: NotifySource }>;

/** `notify jira:PROJ` and `notify off jira:PROJ`. */
export const serviceNotifyCommands = defineNotify({
  pattern: ":source",
  args: { source },
  summary: { follow: "what happens in a service", end: "a service" },
  examples: ["jira:PROJ", "jenkins:folder/job", "travis:octo/hello"],
  details: [
    "One card for each issue or build, kept up to date; comments come in its thread.",
    "Also `rally:Project`, `tp:Project` and `sprintly:Product`. The service has to be enabled for you or your team, and its webhook entered there.",
  ],
  permission: "member",
  find: (turn, { services }: NotifyDeps & ServiceDeps) => findTopic(turn, services),
  findEnd: ({ args }) => Promise.resolve({ keys: [toKey(args.source)], what: sourceText(args.source) }),
});

/** How rows of services are read in a list of everything that a conversation is told of. */
export const serviceNotifySource = {
  names: PROVIDER_IDS,
  say: ({ source: name, sourceKey: key }: NotificationRecord): Promise<string> => {
    const provider = findProviderId(name);
    const text = provider === undefined ? key : sourceText({ provider, key });
    return Promise.resolve(escapeMarkdown(text));
  },
} as const;

/** The connection whose webhooks a notification brings; `''` for none. */
export function connectionIdOf({ settings }: Pick<NotificationRecord, "settings">): string {
  return Settings.safeParse(settings).data?.connectionId ?? "";
}

/** By the asker's own connection, else their team's; only its webhooks reach the conversation. */
async function findTopic(turn: Asked, deps: Deps): Promise<NotifyTopic> {
  const { source: asked } = turn.args;
  const { connection } = await getUsable(turn, asked.provider, deps);
  const { conversationId } = turn.place;
  const isFed = await deps.store.read(async (reads) => {
    const row = await reads.notifications.find(conversationId, asked.provider, asked.key);
    return row !== undefined && (await hasFeed(row, reads));
  });
  return {
    ...toKey(asked),
    settings: { connectionId: connection.id },
    what: sourceText(asked),
    note: sayWebhook(asked, connection, deps),
    // A notification that is here stays, unless the connection that fed it is gone.
    takesOver: !isFed,
  };
}

function toKey({ provider, key }: NotifySource): Pick<NotifyTopic, "source" | "sourceKey" | "teamId"> {
  return { source: provider, sourceKey: key, teamId: "" };
}

async function hasFeed(
  notification: NotificationRecord,
  reads: Pick<Reads, "serviceConnections">,
): Promise<boolean> {
  const feeding = await reads.serviceConnections.find(connectionIdOf(notification));
  return feeding !== undefined && feeding.state !== "disabled";
}

function sayWebhook({ provider }: NotifySource, connection: ServiceConnectionRecord, deps: Deps): string {
  if (hasHeard(connection)) return "";
  const { name } = deps.providers[provider].description;
  const word = connection.ownerType === "team" ? " team" : "";
  return `No webhook came from ${name} yet: \`service rotate${word} ${provider}\` in a 1:1 chat with me tells its address and where to enter it.`;
}

import { escapeMarkdown } from "../../core/markdown.ts";
import { faults } from "../../core/errors.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Session } from "./once.ts";
import { toShown } from "./session.ts";

const MOST_CHOICES = 30;

/** The button Comment: what to say. */
export function askComment({ connection }: Session, key: string): Reply {
  const title = `Comment on ${toShown(key)}`;
  return reply.dialog(title, {
    card: "services/jira-comment",
    summary: title,
    data: { title: escapeMarkdown(title), key, site: connection.baseUrl },
  });
}

/** The button Move: where to, of what the workflow lets this account do now. */
export async function askMove({ account, connection, service, deps }: Session, key: string): Promise<Reply> {
  const possible = await deps.providers.jira.listTransitions(account, key);
  const title = `Move ${toShown(key)}`;
  const [first] = possible;
  if (first === undefined)
    throw faults.SERVICE_TRANSITION_UNKNOWN({
      service,
      key: escapeMarkdown(toShown(key)),
      given: "",
      possible: "",
      suggestion: "",
    });
  return reply.dialog(title, {
    card: "services/jira-move",
    summary: title,
    data: {
      title: escapeMarkdown(title),
      key,
      site: connection.baseUrl,
      first: first.id,
      choices: possible.slice(0, MOST_CHOICES).map(({ id, name, to }) => ({
        id,
        name: toShown(name === to ? to : `${to} (${name})`),
      })),
    },
  });
}

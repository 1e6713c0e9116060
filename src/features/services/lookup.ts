import type { ProviderId, ServiceItem } from "../../adapters/services/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { ITEM_SIGNS } from "../../core/items/state.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import type { CardContent } from "../../core/message.ts";
import { shorten, toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import { getUsable } from "./connection.ts";
import type { Deps } from "./deps.ts";
import { actsOf, NO_ACTS } from "./item-acts.ts";

const LONGEST_EXCERPT = 400;
const MOST_FACTS = 8;

/** `jira PROJ-1` and the like, as the person's own account or the team's sees it. */
export async function showItem(turn: TurnContext, id: ProviderId, key: string, deps: Deps): Promise<Reply> {
  const { account, connection } = await getUsable(turn, id, deps);
  const item = await deps.providers[id].lookup(account, key);
  const { name } = deps.providers[id].description;
  if (item === undefined)
    throw faults.SERVICE_ITEM_MISSING({
      service: name,
      key: escapeMarkdown(key.slice(0, 60).toWellFormed()),
    });
  const { card, data, summary } = itemCard(item, name, actsOf(id, item, connection.baseUrl));
  return reply.card(card, data, summary);
}

export function itemCard(item: ServiceItem, service: string, { dialogs, acts } = NO_ACTS): CardContent {
  const { key, type, title, url, stateText, state, facts, body } = item;
  // A build of Jenkins is called as its job is.
  const name = key.startsWith(title) ? key : `${key} ${title}`;
  const words = toLine(stateText, 60);
  return {
    card: "services/item",
    summary: toLine(`${service} · ${name} · ${words}`, 250),
    data: {
      service: escapeMarkdown(`${service} · ${toLine(type, 40)}`),
      title: markdownLink(shorten(toLine(name, 256), 256), url),
      state: words === "" ? "" : `${ITEM_SIGNS[state]} ${escapeMarkdown(words)}`,
      facts: facts.slice(0, MOST_FACTS).map((fact) => ({
        title: toLine(fact.name, 40),
        value: escapeMarkdown(toLine(fact.value, 200)),
      })),
      body: escapeMarkdown(shorten(toLine(body, LONGEST_EXCERPT + 1), LONGEST_EXCERPT)),
      url,
      openTitle: `Open in ${service}`,
      dialogs: [...dialogs],
      acts: [...acts],
    },
  };
}

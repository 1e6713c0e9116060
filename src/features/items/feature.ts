import { defineCommand, type CommandSpec } from "../../core/command.ts";
import { word } from "../../core/arguments.ts";
import { faults } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { ITEM_SERVICE_NAMES } from "../../core/items/fact.ts";
import { readItemKeys, type ItemKey } from "../../core/items/keys.ts";
import { parseItemPattern, type ItemPattern } from "../../core/items/pattern.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn, TurnContext } from "../../core/turn.ts";
import { featureCard, type FeatureItem } from "./feature-card.ts";
import type { Deps, FeatureDeps } from "./feature-deps.ts";
import { listScopes } from "./feature-scopes.ts";
import { findWork } from "./feature-work.ts";

export const featureCommands: readonly CommandSpec<FeatureDeps>[] = [
  defineCommand({
    name: "feature",
    pattern: "feature :key",
    args: { key: word("key", "which item: for example PROJ-1") },
    summary: "Show an item with its branches, pull requests and builds",
    examples: ["feature PROJ-1", "feature US123", "feature #1234"],
    details: [
      "The item comes from your own service where you joined one, else from your team's. Branches and pull requests that name it are looked for in the repositories that are subscribed to here and, in a 1:1 chat, in those that you track.",
      "GitHub is read with your own account. A traffic light says how the builds of what is under way stand: green, yellow, red, or gray where nothing was built.",
    ],
    scopes: ["personal", "group", "channel"],
    needs: { account: "github", permission: "member" },
    run: showFeature,
  }),
];

/** `feature PROJ-1` */
async function showFeature(
  turn: Turn<{ readonly key: string }>,
  { feature: deps }: FeatureDeps,
): Promise<Reply> {
  const keys = readItemKeys(turn.args.key);
  const [first] = keys;
  if (first === undefined)
    throw faults.FEATURE_KEY_INVALID({ given: escapeMarkdown(turn.args.key.slice(0, 60).toWellFormed()) });
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const [scopes, pattern, asked] = await Promise.all([
    listScopes(turn, deps),
    findPattern(turn, deps),
    Promise.all(keys.map((key) => askService(turn, key, deps))),
  ]);
  const work = await deps.asConnected(github.id, (person) => findWork(keys, scopes.asked, pattern, person));
  const items = asked.flatMap(({ item }) => (item === undefined ? [] : [item]));
  const notes = items.length > 0 ? [] : asked.flatMap(({ note }) => (note === undefined ? [] : [note]));
  const label = items[0]?.item.key ?? first.label;
  const { card, data, summary } = featureCard({ label, items, work, scopes, notes });
  return reply.card(card, data, summary);
}

interface AskedService {
  readonly item?: FeatureItem;
  /** Why there is none. */
  readonly note?: string;
}

/** A service that can't be asked leaves its part out, and says so. */
async function askService(
  turn: TurnContext,
  { service, key, label }: ItemKey,
  deps: Deps,
): Promise<AskedService> {
  const name = ITEM_SERVICE_NAMES[service];
  const account = await deps.findUsable(turn, service);
  if (account === undefined)
    return { note: `${name} isn't enabled for you. Say **service enable ${service}** to change that.` };
  try {
    const item = await deps.providers[service].lookup(account, key);
    return item === undefined
      ? { note: `${name} has no ${escapeMarkdown(label)} that this account can see.` }
      : { item: { service, item } };
  } catch (error) {
    // Cards know no code marks.
    if (error instanceof Fault) return { note: `⚠️ ${error.sentence.replace(/`/g, '"')}` };
    throw error;
  }
}

/** Where the team in force writes keys. */
async function findPattern(
  { actor, place }: TurnContext,
  { store, findStanding }: Deps,
): Promise<ItemPattern | undefined> {
  const text = await store.read(async (reads) => {
    const standing = await findStanding(actor.userId, place.conversationId, reads);
    return standing.kind === "in" ? ((await reads.teams.find(standing.team.id))?.itemPattern ?? "") : "";
  });
  return text === "" ? undefined : parseItemPattern(text);
}

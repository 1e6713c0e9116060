import { z } from "zod";
import type {
  ListedSubscription,
  Reads,
  SubscriptionRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { defineAction, type ActionSpec } from "../../core/action.ts";
import { faults } from "../../core/errors.ts";
import { FEATURES, isFeature, type Feature } from "../../core/features.ts";
import { withoutFeatures } from "../../core/filters/merge.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { choiceList, toChoice, withChoice } from "./feature-words.ts";
import { pausedWords } from "./paused.ts";
import { reachesArtifact } from "./reach.ts";
import { recordChange } from "./history.ts";

type Deps = SubscriptionDeps["subscriptions"];

const data = z.object({ id: z.string().max(64), features: z.string().max(400) });

async function onlyThese(
  turn: ActionTurn<z.infer<typeof data>>,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const features = readFeatures(turn.data.features);
  const row = await deps.store.read((reads) => findHere(reads, turn, deps));
  if (row === undefined) return GONE;
  const isReachable = await deps.asConnected(github.id, (person) => reachesArtifact(row, person));
  if (!isReachable) return OUT_OF_REACH;
  return deps.store.transaction(async (tx) => {
    // Somebody may have ended it while GitHub was asked.
    const current = await tx.subscriptions.hold(row.id);
    if (current === undefined || current.state === "lost") return deps.record(tx, turn, GONE);
    return deps.record(tx, turn, await narrow(tx, turn, current, features));
  });
}

const GONE = reply.toAsker({
  text: "That subscription is no longer here. Say `subscribe list` to see what is.",
});
const OUT_OF_REACH = reply.toAsker({
  text: "Your GitHub account can't reach that, so it stays as it is. Ask somebody with access.",
});

/** Data from a card is untrusted; what it can name is a feature or nothing. */
function readFeatures(words: string): readonly Feature[] {
  const given = words.split(" ");
  if (given.length === 0 || !given.every(isFeature)) throw faults.ACTION_INVALID();
  return FEATURES.filter((feature) => given.includes(feature));
}

async function findHere(
  reads: Pick<Reads, "subscriptions">,
  turn: ActionTurn<{ readonly id: string }>,
  deps: Deps,
): Promise<ListedSubscription | undefined> {
  const { channelId, teamId } = turn.place.reference;
  const rows = await reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId);
  return rows.find((row) => row.id === turn.data.id && row.state !== "lost");
}

async function narrow(
  tx: Transaction,
  turn: ActionTurn<unknown>,
  row: SubscriptionRecord,
  features: readonly Feature[],
): Promise<Reply> {
  const before = toChoice(row.settings);
  const gone = before.features.filter((feature) => !features.includes(feature));
  const filters = withoutFeatures(before.filters, gone);
  await tx.subscriptions.update(row.id, withChoice(row.settings, features, filters));
  await recordChange(tx, turn, row, { verb: "updated", data: { features } });
  const told = choiceList({ features, filters }, escapeMarkdown);
  const text = `✅ ${thisPlace(turn.place)} now gets only ${told} from **${escapeMarkdown(row.ghArtifactName)}**${pausedWords(row)}.`;
  return reply.replaceCard("subscriptions/narrowed", { text }, `Only ${features.join(", ")}`);
}

export const onlyTheseAction: ActionSpec<SubscriptionDeps> = defineAction({
  verb: "subscriptions.only",
  summary: "Keep only the features that were just named",
  data,
  needs: { account: "github", permission: "member" },
  run: onlyThese,
});

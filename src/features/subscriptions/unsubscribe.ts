import type { SubscriptionRecord, Transaction } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { withoutFeatures, removeFilters } from "../../core/filters/merge.ts";
import { printCommon, printFeatures } from "../../core/filters/print.ts";
import type { Choice } from "../../core/filters/read.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { findArtifactId } from "./find-artifact.ts";
import { readNamed } from "./pattern.ts";
import { removePattern } from "./unsubscribe-pattern.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { choiceList, featureList, toChoice, toUndo, withChoice } from "./feature-words.ts";
import { recordChange } from "./history.ts";
import { pausedWords } from "./paused.ts";
import { targetName, type GitHubTarget } from "./target.ts";

export interface UnsubscribeArguments {
  readonly target: string;
  readonly choice: Choice;
}

type UnsubscribeTurn = Turn<UnsubscribeArguments>;
type Deps = SubscriptionDeps["subscriptions"];

/** `unsubscribe owner/repo [features]`; works too for what GitHub no longer knows, by its last-known name here. */
export async function unsubscribe(
  turn: UnsubscribeTurn,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const { target, pattern } = readNamed(turn.args.target, deps.parseTarget);
  const id = await deps.asConnected(github.id, (person) => findArtifactId(target, person));
  return deps.store.transaction(async (tx) => {
    const subscription = await findSubscription(tx, turn, target, id, deps);
    const sentence =
      pattern === undefined
        ? await remove(tx, turn, subscription)
        : await removePattern(tx, turn, subscription, pattern);
    return deps.record(tx, turn, reply.text(sentence));
  });
}

/** Throws ARTIFACT_MISSING when GitHub doesn't know it and neither do we, SUBSCRIPTION_MISSING when only we don't. */
async function findSubscription(
  tx: Transaction,
  turn: UnsubscribeTurn,
  target: GitHubTarget,
  ghArtifactId: string | undefined,
  deps: Deps,
): Promise<SubscriptionRecord> {
  const { channelId, teamId } = turn.place.reference;
  const ghArtifactType = target.kind === "owner" ? "Account" : "Repo";
  const byId =
    ghArtifactId === undefined
      ? undefined
      : await tx.subscriptions.find({
          clientAppId: deps.clientAppId,
          channelId,
          teamId,
          ghArtifactType,
          ghArtifactId,
        });
  const found = byId ?? (await tx.subscriptions.findByName(channelId, teamId, targetName(target)));
  const held = found?.ghArtifactType === ghArtifactType ? await tx.subscriptions.hold(found.id) : undefined;
  if (held !== undefined) return held;
  const name = escapeMarkdown(targetName(target));
  throw ghArtifactId === undefined
    ? faults.ARTIFACT_MISSING({ name })
    : faults.SUBSCRIPTION_MISSING({ name });
}

async function remove(
  tx: Transaction,
  turn: UnsubscribeTurn,
  subscription: SubscriptionRecord,
): Promise<string> {
  const name = escapeMarkdown(subscription.ghArtifactName);
  const before = toChoice(subscription.settings);
  const said = turn.args.choice;
  // `commits:dev` takes off a filter; only `commits` alone takes off the feature.
  const named = said.features.filter((feature) => !(feature in said.filters));
  const dropped = named.filter((feature) => before.features.includes(feature));
  const left = before.features.filter((feature) => !dropped.includes(feature));
  const filters = removeFilters(withoutFeatures(before.filters, dropped), said.filters);
  const hasFewerFilters = JSON.stringify(filters) !== JSON.stringify(before.filters);
  if (named.length > 0 && dropped.length === 0)
    throw faults.FEATURE_NOT_ON({ features: featureList(named), name });
  if (Object.keys(said.filters).length > 0 && !hasFewerFilters)
    throw faults.FILTER_NOT_ON({ filters: featureList(filterWords(said)), name });
  if (left.length > 0 && (dropped.length > 0 || hasFewerFilters)) {
    await tx.subscriptions.update(subscription.id, withChoice(subscription.settings, left, filters));
    await recordChange(tx, turn, subscription, { verb: "updated", data: { dropped: said.features } });
    const still = `${choiceList({ features: left, filters })}${pausedWords(subscription)}`;
    if (dropped.length === 0)
      return `✅ Filter removed. ${thisPlace(turn.place)} now gets ${still} from **${name}**.`;
    return `✅ ${thisPlace(turn.place)} no longer gets ${featureList(dropped)} from **${name}**; it still gets ${still}.`;
  }
  await tx.subscriptions.delete(subscription.id);
  await recordChange(tx, turn, subscription, { verb: "deleted", data: { dropped: said.features } });
  const undo = toUndo(subscription.ghArtifactName, before);
  if (dropped.length > 0)
    return `✅ Unsubscribed from **${name}**: ${featureList(dropped)} was the last that was on. ${undo}`;
  return `✅ Unsubscribed from **${name}**. ${undo}`;
}

function filterWords({ features, filters }: Choice): readonly string[] {
  const bearing = features.filter((feature) => feature in filters);
  return [...printFeatures(bearing, filters), ...printCommon(filters)];
}

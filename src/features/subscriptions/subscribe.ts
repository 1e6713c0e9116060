import type { Transaction } from "../../adapters/store/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { FEATURES } from "../../core/features.ts";
import { printChoice } from "../../core/filters/print.ts";
import type { Choice } from "../../core/filters/read.ts";
import { Fault } from "../../core/fault.ts";
import { escapeMarkdown, markdownLink } from "../../core/markdown.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { LinkedGitHub } from "../../core/turn.ts";
import type { Asked, SubscribeTurn } from "./asked.ts";
import { listDefaultFeatures } from "./default-features.ts";
import { thisPlace, type SubscriptionDeps } from "./deps.ts";
import { extend } from "./extend.ts";
import { choiceList, toChoice, withChoice } from "./feature-words.ts";
import { askInstallation } from "./install.ts";
import { toInstallation } from "./installation-row.ts";
import { recordChange } from "./history.ts";
import { readNamed, withPattern } from "./pattern.ts";
import { reach } from "./reach.ts";
import { savedCard } from "./saved.ts";
import { findSilence, type Silence } from "./silent.ts";

type Deps = SubscriptionDeps["subscriptions"];

/** `subscribe owner/repo`, in the document's order; the pipeline has seen to the missing argument and sign-in. */
export async function subscribe(
  turn: SubscribeTurn,
  { subscriptions: deps }: SubscriptionDeps,
): Promise<Reply> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const named = readNamed(turn.args.target, deps.parseTarget);
  const choice = withPattern(turn.args.choice, named.pattern);
  const { repositories, withoutRepositories } = choice.filters;
  if (named.target.kind === "repository" && (repositories ?? withoutRepositories) !== undefined)
    throw faults.FILTER_NEEDS_OWNER({ owner: escapeMarkdown(named.target.owner) });
  const found = await deps.asConnected(github.id, (person) => reach(named.target, person, deps.app));
  if (found.kind === "unreached") return askInstallation(turn, named.target, found.account, deps);
  try {
    const silence = await foresee(turn, github, found, choice, deps);
    return await save(turn, { ...named, github, found, choice, silence }, deps);
  } catch (error) {
    const name = escapeMarkdown(found.artifact.name);
    // Two at once: the other one was first.
    if (isFault(error, "SUBSCRIPTION_EXISTS"))
      return reply.text(faults.SUBSCRIPTION_EXISTS({ name }).sentence);
    if (error instanceof Fault) throw error;
    deps.log.error({ error }, "subscription not saved");
    throw faults.SUBSCRIPTION_NOT_SAVED({ name }, { cause: error });
  }
}

/** What will stay silent of all that is on afterwards; for a subscription that is here, its creator's rights count. */
async function foresee(
  turn: SubscribeTurn,
  github: LinkedGitHub,
  { artifact, installation }: Asked["found"],
  choice: Choice,
  deps: Deps,
): Promise<Silence> {
  const { existing, defaults } = await deps.store.read(async (reads) => ({
    existing: await reads.subscriptions.find(toKey(turn, artifact, deps)),
    defaults: await listDefaultFeatures(reads, turn.place),
  }));
  const before = existing === undefined ? [] : toChoice(existing.settings).features;
  const said = existing === undefined && choice.features.length === 0 ? defaults : choice.features;
  const features = FEATURES.filter((feature) => [...before, ...said].includes(feature));
  const creatorId = existing === undefined || existing.state === "lost" ? github.id : existing.chatOpsUsersId;
  return findSilence({ features, artifact, installation, creatorId, askerId: github.id }, deps);
}

function toKey(
  turn: SubscribeTurn,
  artifact: Asked["found"]["artifact"],
  deps: Deps,
): Parameters<Transaction["subscriptions"]["find"]>[0] {
  const { channelId, teamId } = turn.place.reference;
  const { clientAppId } = deps;
  return { clientAppId, channelId, teamId, ghArtifactType: artifact.type, ghArtifactId: artifact.id };
}

function save(turn: SubscribeTurn, asked: Asked, deps: Deps): Promise<Reply> {
  const { artifact, installation } = asked.found;
  return deps.store.transaction(async (tx) => {
    const installed = await tx.installations.save(toInstallation(installation, deps.clientAppId));
    const known = await tx.subscriptions.find(toKey(turn, artifact, deps));
    const existing = known && (await tx.subscriptions.hold(known.id));
    const answer =
      existing === undefined
        ? await create(tx, turn, asked, installed.id, deps)
        : await extend(tx, turn, existing, asked, installed.id, deps);
    return deps.record(tx, turn, answer);
  });
}

async function create(
  tx: Transaction,
  turn: SubscribeTurn,
  { github, found: { artifact }, choice, silence }: Asked,
  chatOpsInstallationsId: string,
  deps: Deps,
): Promise<Reply> {
  const { filters } = choice;
  const features = choice.features.length === 0 ? await listDefaultFeatures(tx, turn.place) : choice.features;
  const made = await tx.subscriptions.create({
    ...toKey(turn, artifact, deps),
    tenantId: turn.place.reference.tenantId,
    chatOpsUsersId: github.id,
    chatOpsInstallationsId,
    ghArtifactName: artifact.name,
    settings: withChoice({ features }, features, filters),
  });
  if (artifact.isPrivate) await tx.subscriptionHealth.markProven(made.id, deps.clock.now());
  await recordChange(tx, turn, made, {
    verb: "created",
    data: { features, words: printChoice(features, filters) },
  });
  const link = markdownLink(artifact.name, artifact.htmlUrl);
  const told = choiceList({ features, filters }, escapeMarkdown);
  const text = `✅ Subscribed to ${link}. ${thisPlace(turn.place)} will get ${told}.`;
  return toEveryone(savedCard({ id: made.id, text, summary: `Subscribed to ${artifact.name}`, silence }));
}

function toEveryone(card: ReturnType<typeof savedCard>): Reply {
  return { kind: "messages", audience: "everyone", messages: [card] };
}

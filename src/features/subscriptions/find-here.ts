import type {
  ListedSubscription,
  Reads,
  SubscriptionRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { SubscriptionDeps } from "./deps.ts";
import { findArtifactId } from "./find-artifact.ts";
import { reachesArtifact } from "./reach.ts";
import { targetName, type GitHubTarget } from "./target.ts";

type Deps = SubscriptionDeps["subscriptions"];

/**
 * This conversation's subscription that a person names. Throws SUBSCRIPTION_MISSING, SUBSCRIPTION_LOST, and
 * SUBSCRIPTION_OUT_OF_REACH when their own GitHub account doesn't reach it.
 */
export async function getNamed(turn: TurnContext, text: string, deps: Deps): Promise<ListedSubscription> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  const target = deps.parseTarget(text);
  const rows = await deps.store.read((reads) => listHere(reads, turn, deps));
  const id = await deps.asConnected(github.id, (person) => findArtifactId(target, person));
  const row = rows.find((one) => isMeant(one, target, id)) ?? rows.find((one) => isNamed(one, target));
  if (row === undefined) throw faults.SUBSCRIPTION_MISSING({ name: escapeMarkdown(targetName(target)) });
  await requireReach(turn, row, deps);
  return row;
}

/** The same by its id, for buttons, whose data is untrusted. Throws SUBSCRIPTION_GONE in place of SUBSCRIPTION_MISSING. */
export async function getPressed(turn: TurnContext, id: string, deps: Deps): Promise<ListedSubscription> {
  const rows = await deps.store.read((reads) => listHere(reads, turn, deps));
  const row = rows.find((one) => one.id === id);
  // One that has stopped may have got a name since that nobody here was told.
  if (row === undefined || row.state === "lost") throw faults.SUBSCRIPTION_GONE();
  await requireReach(turn, row, deps);
  return row;
}

/** The row for a change in this transaction: somebody may have ended it while GitHub was asked. Throws SUBSCRIPTION_GONE. */
export async function getHeld(
  tx: Pick<Transaction, "subscriptions">,
  { id }: Pick<SubscriptionRecord, "id">,
): Promise<SubscriptionRecord> {
  const row = await tx.subscriptions.hold(id);
  if (row === undefined || row.state === "lost") throw faults.SUBSCRIPTION_GONE();
  return row;
}

async function requireReach(turn: TurnContext, row: ListedSubscription, deps: Deps): Promise<void> {
  const { github } = turn.actor;
  if (github === undefined) throw faults.SIGN_IN_NEEDED();
  if (row.state === "lost") throw faults.SUBSCRIPTION_LOST({ name: escapeMarkdown(row.ghArtifactName) });
  const isReached = await deps.asConnected(github.id, (person) => reachesArtifact(row, person));
  if (!isReached) throw faults.SUBSCRIPTION_OUT_OF_REACH();
}

function listHere(
  reads: Pick<Reads, "subscriptions">,
  turn: TurnContext,
  deps: Deps,
): Promise<readonly ListedSubscription[]> {
  const { channelId, teamId } = turn.place.reference;
  return reads.subscriptions.listForChannel(deps.clientAppId, channelId, teamId);
}

function isMeant(row: SubscriptionRecord, target: GitHubTarget, id: string | undefined): boolean {
  return row.ghArtifactId === id && isOfKind(row, target);
}

function isNamed(row: SubscriptionRecord, target: GitHubTarget): boolean {
  const name = targetName(target).toLowerCase();
  return row.ghArtifactName.toLowerCase() === name && isOfKind(row, target);
}

function isOfKind({ ghArtifactType }: SubscriptionRecord, { kind }: GitHubTarget): boolean {
  return ghArtifactType === (kind === "owner" ? "Account" : "Repo");
}

import type { Transaction } from "../../adapters/store/contract/index.ts";
import type { TellDeps } from "./deps.ts";
import { readShown } from "./shown.ts";
import { toLiveCard } from "./live-card.ts";

/** Brings the card up to date in the place where it was asked for; nothing is told to anybody else. */
export async function showDeployment(tx: Transaction, groupId: string, deps: TellDeps): Promise<void> {
  const shown = await readShown(tx, groupId);
  if (shown === undefined) return;
  const { conversationId } = shown.group;
  if (conversationId === "") return;
  const place = { conversationId, subjectKey: `deployment:${groupId}` };
  await deps.showCard(tx, place, toLiveCard(shown, deps.clock.now()));
}

/** The same in a transition's transaction, with the news for whoever follows deployments. */
export async function tellDeployment(tx: Transaction, groupId: string, deps: TellDeps): Promise<void> {
  await showDeployment(tx, groupId, deps);
  const group = await tx.deployments.findGroup(groupId);
  if (group === undefined) return;
  await deps.news.onDeploymentChanged(tx, group, await tx.deployments.listByGroup(groupId));
}

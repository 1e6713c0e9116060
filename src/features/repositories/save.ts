import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn } from "../../core/turn.ts";
import { changeTracked, tellChanged, toPlace } from "./change.ts";
import type { RepositoryDeps } from "./deps.ts";
import { endKey } from "./last-one.ts";
import { cardOf, listReached, requirePersonal } from "./show.ts";
import { gitHubOf, recordKey } from "./ssh-key.ts";
import { NO_TICKS, readTicks, type CardData } from "./ticks.ts";

/** Save: the ticks of all pages. Only what GitHub still shows this person is tracked, whatever the card said. */
export async function saveTicks(
  turn: ActionTurn<CardData>,
  { repositories: deps }: RepositoryDeps,
): Promise<Reply> {
  requirePersonal(turn);
  const { search, page } = turn.data;
  const { added: wanted, dropped: drop } = readTicks(turn.data);
  const reached = await listReached(turn, deps);
  const add = reached.repositories.filter(({ id }) => wanted.includes(id)).map(toPlace);
  const isLast = add.length === 0 && (await isEmptyWithout(turn, drop, deps));
  const end = await endKey(turn, { isLast }, deps);
  return deps.store.transaction(async (tx) => {
    const changed = await changeTracked(tx, turn, { add, drop }, deps);
    if (end.removed !== undefined) await recordKey(tx, turn, end.removed, gitHubOf(turn), "unregistered");
    const told = [...tellChanged(changed), ...end.told, ...tellMissing(wanted.length - add.length)];
    const news = told.length === 0 ? ["Nothing was changed."] : told;
    const content = await cardOf(turn, reached, { search, page, ticks: NO_TICKS, news }, tx, deps);
    return deps.record(tx, turn, reply.replaceCard(content.card, content.data, content.summary));
  });
}

/** Does nothing stay tracked when these go, and does any go at all? */
export async function isEmptyWithout(
  { actor }: Pick<ActionTurn<unknown>, "actor">,
  drop: readonly string[],
  { store }: Pick<RepositoryDeps["repositories"], "store">,
): Promise<boolean> {
  if (drop.length === 0) return false;
  const tracked = await store.read((reads) =>
    // One more than can go tells that something stays.
    reads.trackedRepositories.list(actor.userId, { limit: drop.length + 1 }),
  );
  return tracked.length > 0 && tracked.every(({ ghRepoId }) => drop.includes(ghRepoId));
}

function tellMissing(count: number): readonly string[] {
  if (count === 0) return [];
  return [
    `⚠️ ${count === 1 ? "One that you ticked is" : `${String(count)} that you ticked are`} out of reach by now, for you or the App, and not tracked.`,
  ];
}

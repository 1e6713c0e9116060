import type { ReachedRepositories } from "../../adapters/github/contract/index.ts";
import type { Reads } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { CardContent } from "../../core/message.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { ActionTurn, Turn, TurnContext } from "../../core/turn.ts";
import { toCard, type Shown } from "./card.ts";
import { MOST_TRACKED } from "./change.ts";
import type { Deps, RepositoryDeps } from "./deps.ts";
import { gitHubOf } from "./ssh-key.ts";
import { NO_TICKS, readTicks, type CardData } from "./ticks.ts";

type View = Pick<Shown, "search" | "page" | "ticks" | "news">;

/** `repos [words]` */
export async function showRepositories(
  turn: Turn<{ readonly words: readonly string[] }>,
  { repositories: deps }: RepositoryDeps,
): Promise<Reply> {
  const search = turn.args.words.join(" ");
  const reached = await listReached(turn, deps);
  const content = await deps.store.read((reads) =>
    cardOf(turn, reached, { search, page: 0, ticks: NO_TICKS, news: [] }, reads, deps),
  );
  return reply.card(content.card, content.data, content.summary);
}

/** Search, Next and Previous: they change nothing, and keep what is ticked. */
export async function turnPage(
  turn: ActionTurn<CardData>,
  to: "search" | "next" | "previous",
  { repositories: deps }: RepositoryDeps,
): Promise<Reply> {
  requirePersonal(turn);
  const ticks = readTicks(turn.data);
  const { words, search, page } = turn.data;
  const place = {
    search: { search: words, page: 0 },
    next: { search, page: page + 1 },
    previous: { search, page: Math.max(0, page - 1) },
  }[to];
  const reached = await listReached(turn, deps);
  const content = await deps.store.read((reads) =>
    cardOf(turn, reached, { ...place, ticks, news: [] }, reads, deps),
  );
  return reply.replaceCard(content.card, content.data, content.summary);
}

/** What both the person and the App reach, as GitHub says now. */
export function listReached(turn: TurnContext, { asConnected }: Deps): Promise<ReachedRepositories> {
  return asConnected(gitHubOf(turn).id, (person) => person.reached.listRepositories());
}

export async function cardOf(
  turn: TurnContext,
  reached: ReachedRepositories,
  view: View,
  reads: Pick<Reads, "trackedRepositories">,
  { app }: Pick<Deps, "app">,
): Promise<CardContent> {
  const tracked = await reads.trackedRepositories.list(turn.actor.userId, { limit: MOST_TRACKED });
  const { ghLogin: login } = gitHubOf(turn);
  return toCard({ ...view, login, reached, tracked, installUrl: app.installUrl({}) });
}

/** Private names are for one person's eyes: a card that was carried elsewhere does nothing there. Throws WRONG_PLACE. */
export function requirePersonal({ place }: TurnContext): void {
  if (place.reference.type === "personal") return;
  throw faults.WRONG_PLACE({ command: "repos", places: "a 1:1 chat with me" });
}

import type { Transaction } from "../adapters/store/index.ts";
import { createLiveCards } from "../bot/live-cards.ts";
import type { Lookout } from "../core/lookout.ts";
import type { Reply } from "../core/reply.ts";
import type { TurnContext } from "../core/turn.ts";
import type { KeepDeps, RealmDeps } from "../features/realms/deps.ts";
import type { Doer } from "../core/doer.ts";
import { removeRealmsOf } from "../features/realms/keep.ts";
import { readRealmLine, type RealmLine } from "../features/realms/line.ts";
import { createRealmTicker } from "../features/realms/ticker.ts";
import { saveRealms, type SavedRealms, type Telling } from "../features/realms/told.ts";
import type { TeamNews, TeamNewsDeps } from "../features/teamnews/deps.ts";
import { createTeamNews } from "../features/teamnews/news.ts";
import type { ServicesDeps } from "../services.ts";

/** What realms and news of a team need beyond the process's own parts. */
export interface RealmPartsFrom extends Pick<
  ServicesDeps,
  "store" | "clock" | "timers" | "log" | "cards" | "outside" | "notifyMailbox"
> {
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
}

export interface RealmParts {
  /** What commands are run with. */
  readonly deps: RealmDeps & Pick<TeamNewsDeps, "teamNews">;
  /** Tells whoever follows, in the transaction in which a server, deployment or realm changes. */
  readonly news: TeamNews;
  /** Reads one line of a script's output. */
  readonly onRealmLine: (line: string) => RealmLine | "malformed" | undefined;
  /** In the transaction in which a deployment succeeds, whether its script told of any realm or not. */
  readonly saveRealms: (
    tx: Transaction,
    deployment: Telling,
    lines: readonly string[],
  ) => Promise<SavedRealms>;
  /** In the transaction in which a server is deleted. */
  readonly removeRealmsOf: (tx: Transaction, server: { readonly id: string }, doer: Doer) => Promise<void>;
  readonly ticker: Lookout;
}

/** Joins realms, what asks how they are, and what conversations are told of a team's. */
export function createRealmParts(from: RealmPartsFrom): RealmParts {
  const { store, clock, timers, log, record, notifyMailbox } = from;
  const { probe } = from.outside;
  const liveCards = createLiveCards({ cards: from.cards, notifyMailbox });
  const news = createTeamNews({
    notifyMailbox,
    showCard: (tx, place, content, options) => liveCards.show(tx, place, content, options),
  });
  const onRealmChanged: TeamNews["onRealmChanged"] = (tx, realm, change) =>
    news.onRealmChanged(tx, realm, change);
  const ticker = createRealmTicker({ store, clock, timers, log, probe, onRealmChanged });
  const kept: KeepDeps = {
    ...{ clock, onRealmChanged },
    wakeChecks: () => {
      ticker.wake();
    },
  };
  return {
    deps: { realms: { ...kept, store, probe, record }, teamNews: { store } },
    news,
    onRealmLine: readRealmLine,
    saveRealms: (tx, deployment, lines) => saveRealms(tx, deployment, lines, kept),
    removeRealmsOf: (tx, server, doer) => removeRealmsOf(tx, server, doer, kept),
    ticker,
  };
}

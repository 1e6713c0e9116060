import type { Clouds } from "../adapters/clouds/index.ts";
import type { Remote } from "../adapters/remote/index.ts";
import type { Reads, Transaction } from "../adapters/store/index.ts";
import { createLiveCards } from "../bot/live-cards.ts";
import { MINUTE } from "../core/clock.ts";
import type { Lookout } from "../core/lookout.ts";
import type { Reply } from "../core/reply.ts";
import type { TurnContext } from "../core/turn.ts";
import type { KeyPairDeps } from "../features/keypairs/deps.ts";
import type { Deps, ServerDeps } from "../features/servers/deps.ts";
import { createServerTicker } from "../features/servers/health/ticker.ts";
import { listOpenedBy, onMemberLeft, type TeamPerson } from "../features/servers/keys/member-left.ts";
import { isAttached, listServersOf, onRevoking, onRotated } from "../features/servers/keys/pair-changes.ts";
import { onVariablesChanged, type ChangedScope } from "../features/servers/push/changed.ts";
import type { ServicesDeps } from "../services.ts";
import type { RealmParts } from "./realms.ts";
import { createRequirePower } from "./standing.ts";
import { createUseCloud } from "./use-cloud.ts";
import { createUseServer } from "./use-server.ts";
import { readVariables } from "./variables.ts";

const GRACE_MS = 15 * MINUTE;

/** What servers need beyond the process's own parts. */
export interface ServerPartsFrom extends Pick<
  ServicesDeps,
  "store" | "clock" | "timers" | "log" | "cards" | "notifyMailbox" | "wakeJobs"
> {
  readonly clouds: Clouds;
  readonly remote: Remote;
  readonly realms: Pick<RealmParts, "news" | "removeRealmsOf">;
  readonly askConfirmation: Deps["askConfirmation"];
  readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
}

export interface ServerParts {
  /** What commands, buttons and jobs are run with. */
  readonly deps: ServerDeps;
  /** What key pairs need to know of servers. */
  readonly ofKeyPairs: Pick<
    KeyPairDeps["keyPairs"],
    "isAttached" | "onRotated" | "onRevoking" | "listServersOf"
  >;
  /** In the transaction in which somebody changes a team's, a cloud's, or a server's variables. */
  readonly onVariablesChanged: (tx: Transaction, scopes: readonly ChangedScope[]) => Promise<void>;
  /** In the transaction in which somebody's membership ends. */
  readonly onMemberLeft: (tx: Transaction, person: TeamPerson) => Promise<void>;
  /** The names of the team's servers that let in key pairs of the person's own. */
  readonly listOpenedBy: (reads: Reads, person: TeamPerson) => Promise<readonly string[]>;
  readonly ticker: Lookout;
}

/** Joins servers with clouds, with what speaks to them, and with whoever is told. */
export function createServerParts(from: ServerPartsFrom): ServerParts {
  const { store, clock, timers, log, clouds, remote, realms, record, askConfirmation, wakeJobs } = from;
  const liveCards = createLiveCards({ cards: from.cards, notifyMailbox: from.notifyMailbox });
  const useCloud = createUseCloud({ store, clouds });
  const useServer = createUseServer({ store, remote });
  const onServerChanged: Deps["onServerChanged"] = (tx, server, change) =>
    realms.news.onServerChanged(tx, server, change);
  const ticker = createServerTicker({
    ...{ store, clock, timers, log, useCloud, useServer, onServerChanged, wakeJobs },
  });
  const servers: Deps = {
    ...{ store, clock, log, useCloud, useServer, onServerChanged, askConfirmation, record, wakeJobs },
    seeHostKey: (server, signal) => {
      const host = server.publicAddress === "" ? server.privateAddress : server.publicAddress;
      return remote.seeHostKey({ host, port: server.sshPort, user: server.sshUser }, signal);
    },
    readVariables: (reads: Reads, of) => readVariables(reads, of),
    requirePower: createRequirePower(store),
    removeRealmsOf: (tx, server, doer) => realms.removeRealmsOf(tx, server, doer),
    showCard: (tx, place, content) => liveCards.show(tx, place, content),
    wakeChecks: () => {
      ticker.wake();
    },
    graceMs: GRACE_MS,
  };
  return {
    deps: { servers },
    ofKeyPairs: {
      isAttached: (tx, keyPairId) => isAttached(tx, keyPairId),
      onRotated: (tx, old, pair, turn) => onRotated(tx, old, pair, turn, servers),
      onRevoking: (tx, pair, turn) => onRevoking(tx, pair, turn, servers),
      listServersOf: (reads, keyPairId) => listServersOf(reads, keyPairId),
    },
    onVariablesChanged: (tx, scopes) => onVariablesChanged(tx, scopes, servers),
    onMemberLeft: (tx, person) => onMemberLeft(tx, person, servers),
    listOpenedBy: async (reads, person) => (await listOpenedBy(reads, person)).map(({ name }) => name),
    ticker,
  };
}

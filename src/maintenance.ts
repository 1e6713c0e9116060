import type { Store, Transaction } from "./adapters/store/index.ts";
import type { Config } from "./config/index.ts";
import { addMilliseconds, DAY, HOUR, MINUTE, type Clock } from "./core/clock.ts";
import { newId } from "./core/ids.ts";
import type { Log } from "./core/log.ts";
import type { Timers } from "./core/timers.ts";
import { expireDueTokens } from "./features/providertokens/tokens.ts";
import { expireInvitations } from "./features/teams/invite-expire.ts";

export interface MaintenanceDeps {
  readonly store: Pick<Store, "transaction">;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
  /** Queues what waits for the directory without a job; answers how many. */
  readonly requeueDirectory: (tx: Transaction) => Promise<number>;
  /** Queues the services that are to be asked again; answers how many. */
  readonly requeueServices: (tx: Transaction, now: Date) => Promise<number>;
  /** Queues the clouds whose provider is to be asked again; answers how many. */
  readonly requeueClouds: (tx: Transaction, now: Date) => Promise<number>;
  readonly retention: Config["retention"];
}

export interface Maintenance {
  start(): void;
  /** Ends after the statement under way. */
  stop(): Promise<void>;
}

const EVERY_MS = HOUR;
const FIRST_AFTER_MS = MINUTE;
const LEASE = "maintenance";
/** Rows one statement deletes: locks stay short. */
const AT_ONCE = 500;
/** Invitations that one transaction ends, each with what was to come of it. */
const INVITATIONS_AT_ONCE = 50;
/** How long repeats of an activity are recognised; Teams repeats within minutes. */
const INBOUND_DAYS = 7;
const SENT_DAYS = 7;
/** How long a subject that somebody was told of may rest and still be followed. */
const ALERT_SUBJECT_DAYS = 90;
/** How long a conversation may be without the bot before its subscriptions end; Teams keeps deleted channels as long. */
const AWAY_DAYS = 30;

/** How long the card of what may still go on (a pull request, an issue, a server) may rest and be known. */
const RESTING_CARD_DAYS = 365;
/** What ends by itself, by the word before the colon of its subject's key: what comes much later needs no card of it. */
const ENDS_BY_ITSELF: readonly string[] = [
  "push",
  "ref",
  "release",
  "run",
  "repository",
  "deployment",
  "jenkins",
  "jenkins-run",
  "travis",
  "copies",
  "servers",
  "server-end",
];

type Part = (tx: Transaction, now: Date) => Promise<number>;

/** Deletes and ends what has served its time, once an hour in the whole cluster, in small bites. Events are never deleted. */
export function createMaintenance(deps: MaintenanceDeps): Maintenance {
  const holder = newId();
  let stopping = false;
  let running: Promise<void> = Promise.resolve();
  let cancel = (): void => undefined;
  /** One part that can't be done must not keep the others from it, hour after hour. */
  const attempt = async (name: string, part: Part, now: Date): Promise<number> => {
    try {
      return await deps.store.transaction((tx) => part(tx, now));
    } catch (error) {
      deps.log.warn({ name, error }, "a part of the maintenance failed; it comes again");
      return 0;
    }
  };
  const runOnce = async (): Promise<void> => {
    const now = deps.clock.now();
    const lease = await deps.store.transaction((tx) =>
      tx.leases.acquire(LEASE, holder, now, addMilliseconds(now, EVERY_MS - MINUTE)),
    );
    if (lease === undefined) return;
    await attempt("directory", deps.requeueDirectory, now);
    await attempt("services", deps.requeueServices, now);
    await attempt("clouds", deps.requeueClouds, now);
    for (const [name, prune] of Object.entries(prunes(deps.retention))) {
      let deleted = AT_ONCE;
      while (deleted === AT_ONCE && !stopping) deleted = await attempt(name, prune, now);
    }
  };
  const schedule = (milliseconds: number): void => {
    cancel = deps.timers.after(milliseconds, () => {
      running = runOnce()
        .catch((error: unknown) => {
          deps.log.warn({ error }, "maintenance failed; it comes again");
        })
        .finally(() => {
          if (!stopping) schedule(EVERY_MS);
        });
    });
  };
  return {
    start: () => {
      schedule(FIRST_AFTER_MS);
    },
    stop: async () => {
      stopping = true;
      cancel();
      await running;
    },
  };
}

function prunes(retention: MaintenanceDeps["retention"]): Readonly<Record<string, Part>> {
  const before = (now: Date, days: number): Date => addMilliseconds(now, -days * DAY);
  return {
    inbound: (tx, now) => tx.inbound.prune(before(now, INBOUND_DAYS), AT_ONCE),
    outbox: (tx, now) => tx.outbox.prune(before(now, SENT_DAYS), AT_ONCE),
    conversations: (tx, now) => tx.conversations.pruneAway(before(now, AWAY_DAYS), AT_ONCE),
    webSessions: (tx, now) => tx.webSessions.prune(now, AT_ONCE),
    accountTokens: (tx, now) => tx.accountTokens.prune(now, AT_ONCE),
    signInAttempts: (tx, now) => tx.signInAttempts.prune(now, AT_ONCE),
    pendingCommands: (tx, now) => tx.pendingCommands.prune(now, AT_ONCE),
    // Not at once: the turn that used one may run again after a crash, and finds it.
    confirmations: (tx, now) => tx.confirmations.prune(before(now, retention.jobsDays), AT_ONCE),
    actionIntents: (tx, now) => tx.actionIntents.prune(before(now, retention.jobsDays), AT_ONCE),
    alerts: (tx, now) => tx.alerts.prune(before(now, ALERT_SUBJECT_DAYS), AT_ONCE),
    deliveries: (tx, now) => tx.deliveries.prune(before(now, retention.deliveriesDays), AT_ONCE),
    invitations: async (tx, now) =>
      (await expireInvitations(tx, now, INVITATIONS_AT_ONCE)) === INVITATIONS_AT_ONCE ? AT_ONCE : 0,
    providerTokens: (tx, now) => expireDueTokens(tx, now, AT_ONCE),
    deploymentOutput: (tx, now) => tx.deployments.pruneOutput(before(now, retention.outputDays), AT_ONCE),
    endedCards: (tx, now) =>
      tx.cards.prune({ before: before(now, retention.cardsDays), kinds: ENDS_BY_ITSELF }, AT_ONCE),
    cards: (tx, now) =>
      tx.cards.prune({ before: before(now, Math.max(retention.cardsDays, RESTING_CARD_DAYS)) }, AT_ONCE),
    jobs: (tx, now) => tx.jobs.prune(before(now, retention.jobsDays), AT_ONCE),
  };
}

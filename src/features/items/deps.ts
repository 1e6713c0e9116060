import type { ProviderId, ServiceAccount, ServiceProvider } from "../../adapters/services/contract/index.ts";
import type {
  CardRecord,
  Reads,
  ServiceConnectionRecord,
  Store,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Facts } from "../../core/facts.ts";
import type { TeamStanding } from "../../core/team.ts";

/** A pull request's names, as its card knows them. */
export interface PullNames {
  readonly title: string;
  readonly branch: string;
  /** The time of the version that said so. */
  readonly at: string;
}

export type CardPlace = Pick<CardRecord, "conversationId" | "subjectKey">;

/** What shows on cards the items that pull requests name works with. */
export interface ItemDeps {
  readonly items: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly providers: Readonly<Record<ProviderId, ServiceProvider>>;
    readonly clock: Clock;
    /** Our GitHub App, as the tables name it. */
    readonly clientAppId: string;
    /** Undefined for a connection that is disabled. */
    readonly findAccount: (
      connection: ServiceConnectionRecord,
      reads: Reads,
    ) => Promise<ServiceAccount | undefined>;
    readonly findStanding: (userId: string, conversationId: string, reads: Reads) => Promise<TeamStanding>;
    /** Undefined for what is no pull request. */
    readonly findNames: (card: CardRecord) => PullNames | undefined;
    /** Lays facts over a card, and draws it anew; `alsoWrite` gets what is known then. */
    readonly addFacts: (
      place: CardPlace,
      facts: Facts,
      alsoWrite?: (tx: Transaction, known: Facts) => Promise<void>,
    ) => Promise<boolean>;
  };
}

export type Deps = ItemDeps["items"];

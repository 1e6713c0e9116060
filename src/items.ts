import type { Transaction } from "./adapters/store/index.ts";
import { isFault } from "./core/errors.ts";
import { beginLook } from "./features/items/begin.ts";
import type { ItemDeps } from "./features/items/deps.ts";
import type { FeatureDeps } from "./features/items/feature-deps.ts";
import { createLookUp, type LookUp } from "./features/items/look-up.ts";
import { tellCards } from "./features/items/told.ts";
import type { CardChange } from "./features/notifications/deliver.ts";
import { createAddFacts, findPullNames } from "./features/notifications/refresh.ts";
import { findServiceAccount, getUsable } from "./features/services/connection.ts";
import type { ServiceDeps } from "./features/services/deps.ts";
import type { WebhookJobDeps } from "./features/services/webhook-job.ts";
import { findStanding } from "./features/teams/standing.ts";
import type { ServicesDeps } from "./services.ts";

export interface ItemParts {
  readonly items: ItemDeps["items"];
  readonly lookUpItem: LookUp;
  /** Cards of pull requests were written: what they name may have to be looked up. */
  readonly onCards: (tx: Transaction, changes: readonly CardChange[]) => Promise<void>;
  /** A service's webhook told of items that cards may show. */
  readonly onEvents: WebhookJobDeps["onEvents"];
}

/** Joins pull requests' cards with the services whose items they name. */
export function createItems(
  from: Pick<ServicesDeps, "config" | "store" | "clock" | "cards" | "outside" | "notifyMailbox" | "wakeJobs">,
): ItemParts {
  const { store, clock, cards, notifyMailbox, wakeJobs } = from;
  const { providers } = from.outside;
  const items: ItemDeps["items"] = {
    ...{ store, clock, providers, clientAppId: from.config.github.app?.clientId ?? "" },
    findAccount: findServiceAccount,
    findStanding,
    findNames: findPullNames,
    addFacts: createAddFacts({ store, cards, notifyMailbox, fit: (body) => body }),
  };
  return {
    items,
    lookUpItem: createLookUp({ providers, clock }),
    onCards: (tx, changes) => beginLook(tx, changes, { ...items, wakeJobs }),
    onEvents: (tx, by, events) => tellCards(tx, by, events, { clock, wakeJobs }),
  };
}

/** Joins GitHub as the asker sees it with the services that they may use. */
export function createFeature(
  { store, providers, clientAppId, findStanding: findTeam }: ItemDeps["items"],
  services: ServiceDeps["services"],
  asConnected: FeatureDeps["feature"]["asConnected"],
): FeatureDeps["feature"] {
  return {
    ...{ store, providers, clientAppId, findStanding: findTeam, asConnected },
    findUsable: async (turn, service) => {
      try {
        return (await getUsable(turn, service, services)).account;
      } catch (error) {
        if (isFault(error, "SERVICE_NOT_ENABLED")) return undefined;
        throw error;
      }
    },
  };
}

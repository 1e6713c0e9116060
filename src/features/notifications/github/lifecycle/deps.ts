import type { RepositoryPlace, Store, Transaction } from "../../../../adapters/store/contract/index.ts";
import type { Clock } from "../../../../core/clock.ts";

/** What GitHub's lifecycle events work with; every call must be safe to repeat, since a delivery may run twice. */
export interface LifecycleDeps {
  readonly store: Pick<Store, "transaction">;
  /** Our GitHub App, as the tables name it. */
  readonly clientAppId: string;
  readonly clock: Clock;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
  /** It has another name or owner now; beside subscriptions others follow. */
  readonly onRepositoryMoved: (tx: Transaction, place: RepositoryPlace) => Promise<void>;
  /** Who may read this repository has changed: remembered answers are void. */
  readonly forgetAccess: (repositoryId: string) => void;
  /** What this GitHub account may read has changed. */
  readonly forgetAccessOf: (ghUserId: string) => Promise<void>;
  /** The App reaches more of this account now: commands that wait for it go on. */
  readonly resumeAfterInstallation: (accountLogin: string) => Promise<void>;
  /** This GitHub account no longer lets the App act for it. */
  readonly onAuthorizationRevoked: (ghUserId: string) => Promise<void>;
}

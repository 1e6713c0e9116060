import type {
  DeploymentGroupRecord,
  DeploymentRecord,
  RealmRecord,
  RealmStatus,
  ServerRecord,
  ServerStatus,
  Store,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { CardContent } from "../../core/message.ts";
import type { NotifyDeps } from "../../core/notify.ts";

/** What the commands that have conversations told work with. */
export interface TeamNewsDeps extends NotifyDeps {
  readonly teamNews: { readonly store: Pick<Store, "read"> };
}

/** What news are told with. */
export interface TellDeps {
  /** A card of our own in a conversation: posted once, changed as often as what it says. */
  readonly showCard: (
    tx: Transaction,
    place: { readonly conversationId: string; readonly subjectKey: string },
    content: CardContent,
    options: { readonly lane: "notification" },
  ) => Promise<void>;
  readonly notifyMailbox: (conversationIds: readonly string[]) => void;
}

/** What happened to a server; `what` says it in a word ("created", "renamed", "checked"). */
export interface ServerChange {
  readonly transition?: Transition<ServerStatus>;
  readonly what: string;
}

export interface RealmNews {
  readonly transition?: Transition<RealmStatus>;
  readonly what: "created" | "updated" | "checked" | "removed";
  /** conversations.id of where it was asked for and is answered; `''` where nobody asked. */
  readonly askedIn: string;
}

/** To be called in the transaction of the change, with the rows as they are after it. */
export interface TeamNews {
  onServerChanged(tx: Transaction, server: ServerRecord, change: ServerChange): Promise<void>;
  onDeploymentChanged(
    tx: Transaction,
    group: DeploymentGroupRecord,
    deployments: readonly DeploymentRecord[],
  ): Promise<void>;
  onRealmChanged(tx: Transaction, realm: RealmRecord, news: RealmNews): Promise<void>;
}

import type { HealthProbe } from "../../adapters/services/contract/index.ts";
import type {
  RealmRecord,
  RealmStatus,
  Store,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Reply } from "../../core/reply.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";

/** What happened to a realm. */
export interface RealmChange {
  readonly what: "created" | "updated" | "checked" | "removed";
  /** Absent where it is as it was. */
  readonly transition?: Transition<RealmStatus>;
  /** conversations.id of where it was asked for and is answered; `''` where nobody asked. */
  readonly askedIn: string;
}

/** Tells whoever follows, in the transaction of the change. */
export type OnRealmChanged = (tx: Transaction, realm: RealmRecord, change: RealmChange) => Promise<void>;

/** What realms are kept with. */
export interface RealmDeps {
  readonly realms: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clock: Clock;
    readonly probe: Pick<HealthProbe, "check">;
    readonly onRealmChanged: OnRealmChanged;
    /** There is something to ask. */
    readonly wakeChecks: () => void;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = RealmDeps["realms"];
/** What is needed where nobody asked for it. */
export type KeepDeps = Pick<Deps, "clock" | "onRealmChanged" | "wakeChecks">;
export type Asked = ConfirmationRequest | undefined;

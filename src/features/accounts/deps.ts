import type { Directory } from "../../adapters/directory/contract/index.ts";
import type { ParsePublicKey } from "../../adapters/keys/contract/public-key.ts";
import type { PendingCommandRecord, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { ConversationMember, PostingPlace } from "../../core/connector.ts";
import type { Reply } from "../../core/reply.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";

/** The directory, as far as people are asked for its sake. */
export interface ProfileDirectory {
  readonly find: Directory["find"];
  readonly numbers: { readonly first: number; readonly last: number };
}

/** What keys are kept with, from chat and from the web. */
export interface KeyDeps {
  readonly store: Pick<Store, "transaction">;
  readonly parsePublicKey: ParsePublicKey;
  /** The directory follows, if there is one: the registration was changed in this transaction. */
  readonly syncDirectory: (tx: Transaction, registrationId: string) => Promise<void>;
}

/** What `account` and all below it work with. */
export interface AccountDeps {
  readonly accounts: KeyDeps & {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clock: Clock;
    /** Undefined: nobody needs a POSIX account here. */
    readonly directory: ProfileDirectory | undefined;
    readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
    /** Asks Teams for a member of a conversation; undefined when they are none. Throws ConnectorFailure. */
    readonly findMember: (
      place: PostingPlace,
      teamsUserId: string,
    ) => Promise<ConversationMember | undefined>;
    /** What the person is connected to besides GitHub, a line each. */
    readonly listServices: (userId: string) => Promise<readonly string[]>;
    /** Somebody sees their account: what comes along with it follows. */
    readonly onShown: (tx: Transaction, turn: TurnContext) => Promise<void>;
    /** Makes a turn of a kept command; false when its person or conversation is gone. */
    readonly resumeCommand: (tx: Transaction, pending: PendingCommandRecord) => Promise<boolean>;
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = AccountDeps["accounts"];

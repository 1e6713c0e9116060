import type { Mail } from "../../adapters/mail/contract/index.ts";
import type { Store, Transaction, UserRecord } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { ChatConnector } from "../../core/connector.ts";
import type { Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";
import type { OnMembershipChanged } from "./deps.ts";

/** Where a message of an invitation goes: a conversation, and a thread in it if there is one. */
export interface MessagePlace {
  readonly conversationId: string;
  readonly threadRootId?: string;
}

export interface JoiningDeps {
  readonly clock: Clock;
  /** Does this user administer this Ployst? */
  readonly isAdministrator: (user: UserRecord) => boolean;
  /** Posts a message outside of any turn, in the transaction of the change. */
  readonly tell: (tx: Transaction, place: MessagePlace, message: Message) => Promise<void>;
  /** What else follows when a membership begins; in the change's transaction. */
  readonly onMembershipChanged: OnMembershipChanged;
}

/** Keeps the token of an invitation for the job that mails it; `about` binds it to its place. */
export interface TokenSeal {
  readonly seal: (token: string, about: string) => string;
  readonly open: (sealed: string, about: string) => string;
}

/** What the commands and buttons of invitations work with. */
export interface InvitationDeps {
  readonly invitations: JoiningDeps & {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly publicUrl: string;
    readonly canMail: boolean;
    readonly tokens: Pick<TokenSeal, "seal">;
    readonly findMember: ChatConnector["findMember"];
    readonly wakeJobs: (jobIds: readonly string[]) => void;
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Inviting = InvitationDeps["invitations"];

/** What the job that mails invitations works with. */
export interface InvitationMailDeps {
  readonly invitationMail: Pick<JoiningDeps, "clock" | "tell"> & {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly publicUrl: string;
    readonly mail: Pick<Mail, "send"> | undefined;
    readonly tokens: Pick<TokenSeal, "open">;
  };
}

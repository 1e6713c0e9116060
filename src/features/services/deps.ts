import type { ServiceHttp } from "../../adapters/services/contract/index.ts";
import type {
  JenkinsProvider,
  JiraProvider,
  ProviderId,
  ServiceEvent,
  ServiceProvider,
  TravisProvider,
} from "../../adapters/services/contract/index.ts";
import type { Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { CardRenderer, Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TeamStanding } from "../../core/team.ts";
import type { ConfirmationRequest, LinkedGitHub, Place, TurnContext } from "../../core/turn.ts";

/** What the commands about services work with. */
export interface ServiceDeps {
  readonly services: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly providers: Readonly<Record<ProviderId, ServiceProvider>> & {
      readonly jira: JiraProvider;
      readonly jenkins: JenkinsProvider;
      readonly travis: TravisProvider;
    };
    readonly toBaseUrl: ServiceHttp["toBaseUrl"];
    readonly clock: Clock;
    readonly cards: CardRenderer;
    readonly wakeJobs: (jobIds: readonly string[]) => void;
    readonly notifyMailbox: (conversationIds: readonly string[]) => void;
    /** A message of its own in a conversation. */
    readonly announce: (tx: Transaction, conversationId: string, message: Message) => Promise<void>;
    /** A connection's service told of items, asked or by itself: other cards may show them, too. */
    readonly onEvents: (
      tx: Transaction,
      by: { readonly connectionId: string; readonly provider: ProviderId },
      events: readonly ServiceEvent[],
    ) => Promise<void>;
    /** Undefined for who has none. */
    readonly findGitHub: (userId: string) => Promise<LinkedGitHub | undefined>;
    readonly findStanding: (userId: string, place: Place) => Promise<TeamStanding>;
    /** Asks the person to confirm a command, as if they had typed it. */
    readonly askConfirmation: (
      turn: TurnContext,
      command: string,
      request: ConfirmationRequest,
    ) => Promise<Reply>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
  };
}

export type Deps = ServiceDeps["services"];

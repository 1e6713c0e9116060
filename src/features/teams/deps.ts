import type {
  MemberState,
  Reads,
  Store,
  TeamMemberRecord,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import type { Message } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TurnContext } from "../../core/turn.ts";

/** Who is in a team changed, or the team came or went: what follows from it elsewhere is written down in the same transaction. */
export type OnMembershipChanged = (
  tx: Transaction,
  member: Pick<TeamMemberRecord, "id" | "teamId" | "userId"> & { readonly state: MemberState },
) => Promise<void>;

/** What the commands about teams work with. */
export interface TeamDeps {
  readonly teams: {
    readonly store: Pick<Store, "read" | "transaction">;
    /** Ends the turn with its answer in the transaction that made the change. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    readonly onMembershipChanged: OnMembershipChanged;
    /** The names of the team's servers that let in key pairs of the person's own. */
    readonly listOpenedBy: (
      reads: Reads,
      person: { readonly teamId: string; readonly userId: string },
    ) => Promise<readonly string[]>;
    /** A message of its own in a conversation. */
    readonly announce: (tx: Transaction, conversationId: string, message: Message) => Promise<void>;
  };
}

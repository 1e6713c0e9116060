import type { Reads, Store, Transaction } from "../../adapters/store/contract/index.ts";
import type { Reply } from "../../core/reply.ts";
import type { TeamStanding } from "../../core/team.ts";
import type { LinkedGitHub, TurnContext } from "../../core/turn.ts";

/** Ends a turn with its answer in the transaction of the change. */
export type Record = (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;

/** What a command about teams does; it answers through `record`. */
export type ByTeamName = (turn: TurnContext, name: string, record: Record) => Promise<Reply>;

/** What the first steps are found out and taken with. */
export interface StartDeps {
  readonly start: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly record: Record;
    readonly hasGitHub: boolean;
    readonly hasDirectory: boolean;
    readonly findGitHub: (reads: Reads, userId: string) => Promise<LinkedGitHub | undefined>;
    readonly findStanding: (reads: Reads, userId: string, conversationId: string) => Promise<TeamStanding>;
    /** Names of those who can give powers in the team, its owner first. */
    readonly listAdministratorNames: (
      reads: Pick<Reads, "teamMembers">,
      teamId: string,
    ) => Promise<readonly string[]>;
    /** Runs a command as if the turn's person had typed it there. */
    readonly say: (tx: Transaction, turn: TurnContext, words: string) => Promise<void>;
    /** As `team create` and `team use` do it. */
    readonly createTeam: ByTeamName;
    readonly useTeam: ByTeamName;
  };
}

export type Deps = StartDeps["start"];

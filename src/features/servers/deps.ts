import type { CloudAccount, CloudDriver } from "../../adapters/clouds/contract/index.ts";
import type { RemoteHost, RemoteUse } from "../../adapters/remote/contract/index.ts";
import type {
  CloudRecord,
  Reads,
  ServerRecord,
  ServerStatus,
  Store,
  Transaction,
  Transition,
  Variables,
} from "../../adapters/store/contract/index.ts";
import type { Clock } from "../../core/clock.ts";
import type { Log } from "../../core/log.ts";
import type { CardContent } from "../../core/message.ts";
import type { Reply } from "../../core/reply.ts";
import type { TeamPower } from "../../core/team.ts";
import type { Actor, ConfirmationRequest, TurnContext } from "../../core/turn.ts";
import type { Doer } from "../../core/doer.ts";

/** A cloud's driver, with the account that it is called with. */
export interface CloudInUse {
  readonly driver: CloudDriver;
  readonly account: CloudAccount;
}

export type UseCloud = (cloud: CloudRecord) => Promise<CloudInUse>;

/** Connects to a kept server with the key pairs that it lets in. Throws as `Remote.use` does. */
export type UseServer = <T>(
  server: ServerRecord,
  work: (host: RemoteHost) => Promise<T>,
  use: RemoteUse,
) => Promise<T>;

/** What happened to a server, for whoever follows. */
export interface ServerChange {
  readonly transition?: Transition<ServerStatus>;
  readonly what: string;
}

/** What servers are made, kept and deleted with. */
export interface ServerDeps {
  readonly servers: {
    readonly store: Pick<Store, "read" | "transaction">;
    readonly clock: Clock;
    readonly log: Log;
    readonly useCloud: UseCloud;
    readonly useServer: UseServer;
    /** The fingerprint of the host key that a server shows now; nobody logs in for it. */
    readonly seeHostKey: (server: ServerRecord, signal: AbortSignal) => Promise<string>;
    /** What a server's variables are, opened. */
    readonly readVariables: (
      reads: Reads,
      of: { readonly teamId: string; readonly cloudId: string; readonly serverId: string },
    ) => Promise<Variables>;
    /** Throws TEAM_POWER_MISSING unless the actor has this power, beside what the command declares. */
    readonly requirePower: (actor: Actor, power: TeamPower, command: string) => Promise<void>;
    /** Tells whoever follows the team's servers, in the transaction of the change. */
    readonly onServerChanged: (tx: Transaction, server: ServerRecord, change: ServerChange) => Promise<void>;
    /** In the transaction in which a server is deleted. */
    readonly removeRealmsOf: (tx: Transaction, server: { readonly id: string }, doer: Doer) => Promise<void>;
    /** A card that changes in place. */
    readonly showCard: (
      tx: Transaction,
      place: { readonly conversationId: string; readonly subjectKey: string },
      content: CardContent,
    ) => Promise<void>;
    /** Asks the person to confirm a command, as if they had typed it. */
    readonly askConfirmation: (
      turn: TurnContext,
      command: string,
      request: ConfirmationRequest,
    ) => Promise<Reply>;
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    readonly wakeJobs: (jobIds: readonly string[]) => void;
    /** There is a server to be looked at. */
    readonly wakeChecks: () => void;
    /** Between the wish to delete a server and its end, while it can be taken back. */
    readonly graceMs: number;
  };
}

export type Deps = ServerDeps["servers"];
export type Asked = ConfirmationRequest | undefined;

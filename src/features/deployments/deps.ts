import type { RemoteHost, RemoteUse } from "../../adapters/remote/contract/index.ts";
import type {
  DeploymentGroupRecord,
  DeploymentRecord,
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
import type { Source } from "../../core/source.ts";
import type { Timers } from "../../core/timers.ts";
import type { ConfirmationRequest, TurnContext } from "../../core/turn.ts";

/** What changes of a deployment are told with, in the transaction of the change. */
export interface TellDeps {
  readonly clock: Clock;
  readonly showCard: (
    tx: Transaction,
    place: { readonly conversationId: string; readonly subjectKey: string },
    content: CardContent,
  ) => Promise<void>;
  readonly news: {
    onDeploymentChanged(
      tx: Transaction,
      group: DeploymentGroupRecord,
      deployments: readonly DeploymentRecord[],
    ): Promise<void>;
    onServerChanged(
      tx: Transaction,
      server: ServerRecord,
      change: { readonly transition?: Transition<ServerStatus>; readonly what: string },
    ): Promise<void>;
  };
  readonly wakeJobs: (jobIds: readonly string[]) => void;
}

/** What servers are deployed to with. */
export interface RunDeps extends TellDeps {
  readonly store: Pick<Store, "read" | "transaction">;
  readonly timers: Timers;
  readonly log: Log;
  readonly source: Source;
  /** Gives the work a server; throws the SERVER_* faults. */
  readonly useServer: <T>(
    server: ServerRecord,
    work: (host: RemoteHost) => Promise<T>,
    use: RemoteUse,
  ) => Promise<T>;
  /** Opened: never to be logged. */
  readonly readVariables: (
    reads: Reads,
    of: {
      readonly teamId: string;
      readonly cloudId: string;
      readonly serverId: string;
      readonly projectId: string;
    },
  ) => Promise<Variables>;
  /** The variable that holds the access token for a repository's host; `''` over SSH, which knows none. */
  readonly toTokenName: (repositoryUrl: string) => string;
  /** Does this line of a script's output tell of a realm? */
  readonly isRealmLine: (line: string) => boolean;
  readonly saveRealms: (
    tx: Transaction,
    deployment: Pick<DeploymentRecord, "id" | "teamId" | "projectId" | "serverId">,
    lines: readonly string[],
  ) => Promise<unknown>;
  /** Since when each of these can't be worked on, as far as this process knows: that is all that is remembered of it. */
  readonly troubles: Map<string, Date>;
}

/** What people deploy with. */
export interface DeploymentDeps {
  readonly deployments: RunDeps & {
    /** Writes the answer in the transaction of the change, and ends the turn with it. */
    readonly record: (tx: Transaction, turn: TurnContext, answer: Reply) => Promise<Reply>;
    /** Shows the card that asks, and runs the command when it is agreed to. */
    readonly askConfirmation: (
      turn: TurnContext,
      command: string,
      request: ConfirmationRequest,
    ) => Promise<Reply>;
    /** The address of a deployment's log, for a quarter of an hour. */
    readonly toLogUrl: (deployment: Pick<DeploymentRecord, "id">) => string;
  };
}

export type Deps = DeploymentDeps["deployments"];
export type Asked = Promise<ConfirmationRequest | undefined>;

import type { JsonObject } from "../../../core/json.ts";
import type { Transition } from "./transition.ts";

/** What a deploy of a project to one or several servers goes through. */
export type DeploymentGroupState =
  | "pending_approval"
  | "queued"
  | "executing"
  | "cancelling"
  | "success"
  | "failed"
  | "cancelled"
  | "denied"
  | "expired";

/** `unknown`: what became of it on the server can't be found out. */
export type DeploymentState =
  | "pending_approval"
  | "queued"
  | "executing"
  | "cancelling"
  | "success"
  | "failed"
  | "cancelled"
  | "timed_out"
  | "unknown";

/** One request to deploy: to each of its servers there is a deployment. */
export interface DeploymentGroupRecord {
  readonly id: string;
  readonly teamId: string;
  readonly projectId: string;
  /** 1, 2, 3 … within the team: what people call it. */
  readonly number: number;
  readonly ref: string;
  readonly sha: string;
  /** What was deployed before, `''` for the first time. */
  readonly previousSha: string;
  /** users.id */
  readonly requestedBy: string;
  /** conversations.id of where it was asked for, and the Teams thread there: where its card is. */
  readonly conversationId: string;
  readonly threadRootId: string;
  /** What was shown and agreed to. */
  readonly plan: JsonObject;
  /** Everything but the deed: nothing changes on servers. */
  readonly noop: boolean;
  /** deployment_groups.id of the one that this one undoes; `''` for none. */
  readonly rollbackOf: string;
  readonly approvalsNeeded: number;
  readonly state: DeploymentGroupState;
  /** A sentence; `''` while there is none. */
  readonly stateReason: string;
  /** GitHub's deployment; `''` while there is none. */
  readonly ghDeploymentId: string;
  readonly confirmedAt: Date;
  /** While it waits for approval: until when. */
  readonly expiresAt?: Date;
  /** When it came to executing, unless the move said otherwise. */
  readonly startedAt?: Date;
  /** When it came to its last state, unless the move said otherwise. */
  readonly endedAt?: Date;
  readonly createdAt: Date;
}

/** One server's part of a group. */
export interface DeploymentRecord {
  readonly id: string;
  readonly groupId: string;
  readonly teamId: string;
  readonly projectId: string;
  readonly serverId: string;
  /** 0, 1, 2 …: in this order, one after the other. */
  readonly position: number;
  /** As it was when it was agreed to. */
  readonly script: string;
  readonly state: DeploymentState;
  readonly exitcode?: number;
  /** What this server had before, `''` for nothing. */
  readonly previousSha: string;
  /** A sentence; `''` while there is none. */
  readonly lastError: string;
  /** How far into the run's log on the server it was read. */
  readonly logOffset: number;
  /** Which step it is at; a run that is taken up again goes on from here. */
  readonly step: string;
  /** As with a group. An unknown one has ended, too. */
  readonly startedAt?: Date;
  readonly endedAt?: Date;
}

export type GroupChange = Partial<
  Pick<DeploymentGroupRecord, "stateReason" | "ghDeploymentId" | "startedAt" | "endedAt">
>;

export type DeploymentChange = Partial<
  Pick<
    DeploymentRecord,
    "exitcode" | "previousSha" | "lastError" | "logOffset" | "step" | "startedAt" | "endedAt"
  >
>;

export type ApprovalDecision = "approved" | "denied";

export interface DeploymentApprovalRecord {
  readonly groupId: string;
  readonly userId: string;
  readonly decision: ApprovalDecision;
  readonly reason: string;
  readonly at: Date;
}

/** A piece of what a run wrote. */
export interface OutputChunk {
  /** 0, 1, 2 … */
  readonly seq: number;
  readonly chunk: string;
}

/** The newest first; the next page begins before the last row's id. At most 500 rows. */
export interface NewestPage {
  readonly before?: string;
  readonly limit: number;
}

export interface DeploymentReader {
  findGroup(id: string): Promise<DeploymentGroupRecord | undefined>;
  findGroupByNumber(teamId: string, number: number): Promise<DeploymentGroupRecord | undefined>;
  listGroupsByTeam(teamId: string, page: NewestPage): Promise<readonly DeploymentGroupRecord[]>;
  listGroupsByProject(projectId: string, page: NewestPage): Promise<readonly DeploymentGroupRecord[]>;
  /** Of a project, in any of these states, the oldest first (at most 500). */
  listGroupsInState(
    projectId: string,
    states: readonly DeploymentGroupState[],
  ): Promise<readonly DeploymentGroupRecord[]>;
  /** Of all teams, in any of these states, the oldest first (at most `limit`): what `queue` shows. */
  listInState(
    states: readonly DeploymentGroupState[],
    limit: number,
  ): Promise<readonly DeploymentGroupRecord[]>;
  /** Of a team, in any of these states, the oldest first (at most 500). */
  listTeamGroupsInState(
    teamId: string,
    states: readonly DeploymentGroupState[],
  ): Promise<readonly DeploymentGroupRecord[]>;
  /** The project's that succeeded, noop ones apart; at most `limit`, whichever ended last first. */
  listSucceeded(projectId: string, limit: number): Promise<readonly DeploymentGroupRecord[]>;
  /** Whose time for approval is over, whichever is over for longest first. */
  listDueForExpiry(now: Date, limit: number): Promise<readonly DeploymentGroupRecord[]>;
  find(id: string): Promise<DeploymentRecord | undefined>;
  /** In the order of deploying. */
  listByGroup(groupId: string): Promise<readonly DeploymentRecord[]>;
  /** Those of several (at most 500) groups at once, each group's in the order of deploying. */
  listByGroups(groupIds: readonly string[]): Promise<readonly DeploymentRecord[]>;
  /** What each of these (at most 500) servers has of the project: the commit that last succeeded there, noop ones apart. */
  listCurrent(projectId: string, serverIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Is a deployment executing or cancelling on this server? */
  isBusy(serverId: string): Promise<boolean>;
  /** The values that were kept by `keepMasked`; none after its end. Opened: never to be logged. */
  listMasked(id: string): Promise<readonly string[]>;
  /** In the order of deciding. */
  listApprovals(groupId: string): Promise<readonly DeploymentApprovalRecord[]>;
  /** Chunks of output after `afterSeq` (-1 for all), in order. */
  listOutput(deploymentId: string, afterSeq: number, limit: number): Promise<readonly OutputChunk[]>;
  /** The last chunks, in order. */
  listLastOutput(deploymentId: string, limit: number): Promise<readonly OutputChunk[]>;
}

export interface DeploymentRepository extends DeploymentReader {
  /**
   * The group, with the next number of its team, and a deployment in the same state for each server. Who creates one in
   * the team at the same moment waits for the commit.
   */
  create(
    group: Pick<
      DeploymentGroupRecord,
      | "teamId"
      | "projectId"
      | "ref"
      | "sha"
      | "previousSha"
      | "requestedBy"
      | "conversationId"
      | "threadRootId"
      | "plan"
      | "noop"
      | "rollbackOf"
      | "approvalsNeeded"
    > & {
      readonly state: "pending_approval" | "queued";
      readonly expiresAt?: Date;
      readonly servers: readonly Pick<DeploymentRecord, "serverId" | "script" | "previousSha">[];
    },
  ): Promise<{
    readonly group: DeploymentGroupRecord;
    readonly deployments: readonly DeploymentRecord[];
  }>;
  /** Undefined when it isn't in one of these states. */
  moveGroup(
    id: string,
    from: readonly DeploymentGroupState[],
    to: DeploymentGroupState,
    change?: GroupChange,
  ): Promise<Transition<DeploymentGroupState> | undefined>;
  /** Whatever the state. False when there is none. */
  changeGroup(id: string, change: GroupChange): Promise<boolean>;
  /** Undefined when it isn't in one of these states. */
  move(
    id: string,
    from: readonly DeploymentState[],
    to: DeploymentState,
    change?: DeploymentChange,
  ): Promise<Transition<DeploymentState> | undefined>;
  /** Whatever the state. False when there is none. */
  change(id: string, change: DeploymentChange): Promise<boolean>;
  /** Keeps, sealed and until it ends, what its output must not show; replaces what was kept. */
  keepMasked(id: string, values: readonly string[]): Promise<void>;
  /**
   * Holds the group to the commit: of two who decide at once the later one sees both. False when that person has decided
   * before, or the group waits for no approval (any more).
   */
  decide(decision: Omit<DeploymentApprovalRecord, "at">): Promise<boolean>;
  /** False when there is a chunk of that number: it was written before. What no database takes (NUL) is replaced. */
  appendOutput(deploymentId: string, seq: number, chunk: string): Promise<boolean>;
  /** Removes at most `limit` chunks of deployments that ended before; answers how many. */
  pruneOutput(before: Date, limit: number): Promise<number>;
}

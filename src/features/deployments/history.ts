import type {
  DeploymentGroupRecord,
  DeploymentGroupState,
  DeploymentRecord,
  DeploymentState,
  ServerRecord,
  ServerStatus,
  Transaction,
  Transition,
} from "../../adapters/store/contract/index.ts";
import type { Doer } from "../../core/doer.ts";
import type { JsonObject } from "../../core/json.ts";

export function byItself({ id }: Pick<DeploymentGroupRecord, "id">): Doer {
  return { actorType: "component", actorId: "deployments", correlationId: id };
}

/** What became of a group, in the transaction that changes it. */
export function recordGroup(
  tx: Transaction,
  { id, teamId, number, projectId, ref, sha, noop, rollbackOf }: DeploymentGroupRecord,
  doer: Doer,
  change: {
    readonly verb: string;
    readonly transition?: Transition<DeploymentGroupState>;
    readonly data?: JsonObject;
  },
): Promise<void> {
  return tx.events.record({
    ...doer,
    ...{ teamId, entityType: "deployment_group", entityId: id, verb: change.verb, ...change.transition },
    data: {
      ...{ number, projectId, ref, sha },
      ...(noop && { noop }),
      ...(rollbackOf !== "" && { rollbackOf }),
      ...change.data,
    },
  });
}

/** What became of one server's part. */
export function recordDeployment(
  tx: Transaction,
  { id, teamId, groupId, serverId }: DeploymentRecord,
  doer: Doer,
  transition: Transition<DeploymentState>,
  data: JsonObject = {},
): Promise<void> {
  const verb = transition.toState;
  const about = { teamId, entityType: "deployment", entityId: id, verb, ...transition };
  return tx.events.record({ ...doer, ...about, data: { groupId, serverId, ...data } });
}

export function recordServer(
  tx: Transaction,
  { id, teamId, name }: ServerRecord,
  doer: Doer,
  transition: Transition<ServerStatus>,
): Promise<void> {
  const about = { teamId, entityType: "server", entityId: id, verb: "status_changed", ...transition };
  return tx.events.record({ ...doer, ...about, data: { name } });
}

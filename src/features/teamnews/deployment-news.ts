import type {
  DeploymentGroupRecord,
  DeploymentGroupState,
  DeploymentRecord,
  Reads,
  Transaction,
} from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import type { CardContent } from "../../core/message.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import type { TellDeps } from "./deps.ts";
import { tellNews } from "./tell.ts";

const NAME_LENGTH = 60;
const LONGEST_REASON = 300;
const SHORT_SHA = 7;
const MOST_SERVERS = 20;

/** What a deployment ends in that was begun. */
const FINISHED: Readonly<Partial<Record<DeploymentGroupState, string>>> = {
  success: "has succeeded",
  failed: "has failed",
  cancelled: "was cancelled",
};

/** The names that a deployment's card shows. */
interface Named {
  readonly group: DeploymentGroupRecord;
  readonly project: string;
  readonly by: string;
  readonly servers: readonly { readonly name: string; readonly deployment: DeploymentRecord }[];
}

/** Tells of a deployment to whoever follows its team's or its project's; where it was asked for its own card does. */
export async function tellDeployment(
  tx: Transaction,
  group: DeploymentGroupRecord,
  deployments: readonly DeploymentRecord[],
  deps: TellDeps,
): Promise<void> {
  const named = await findNames(group, deployments, tx);
  await tellNews(
    tx,
    {
      source: "deployments",
      keys: [group.teamId, group.projectId],
      subjectKey: `deployment:${group.id}`,
      content: toCard(named),
      opens: true,
      note: toNote(named),
      askedIn: "",
      shownIn: group.conversationId,
    },
    deps,
  );
}

async function findNames(
  group: DeploymentGroupRecord,
  deployments: readonly DeploymentRecord[],
  reads: Pick<Reads, "projects" | "users" | "servers">,
): Promise<Named> {
  const project = await reads.projects.find(group.projectId);
  const user = await reads.users.find(group.requestedBy);
  const servers = await reads.servers.listByIds([...new Set(deployments.map(({ serverId }) => serverId))]);
  const names = new Map(servers.map(({ id, name }) => [id, name]));
  return {
    group,
    project: project?.name ?? "",
    by: user?.displayName ?? "",
    servers: deployments.map((deployment) => ({ name: names.get(deployment.serverId) ?? "", deployment })),
  };
}

function toNote(named: Named): string {
  const { group, servers } = named;
  const words = FINISHED[group.state];
  if (words === undefined) return "";
  const [sign = ""] = DEPLOYMENT_STATE_WORDS[group.state].split(" ");
  const failed = servers.filter(({ deployment }) =>
    ["failed", "timed_out", "unknown"].includes(deployment.state),
  );
  const where = group.state === "failed" && failed.length > 0 ? failed : servers;
  const names = where.slice(0, MOST_SERVERS).map(({ name }) => toCardText(name, NAME_LENGTH));
  const on = group.state === "cancelled" || names.length === 0 ? "" : ` on ${names.join(", ")}`;
  const [reason = ""] = [group.stateReason, ...failed.map(({ deployment }) => sayReason(deployment))].filter(
    (text) => text !== "",
  );
  const because = group.state === "success" || reason === "" ? "" : ` ${toCardText(reason, LONGEST_REASON)}`;
  const more = group.state === "failed" ? ` \`deployment show ${String(group.number)}\` tells more.` : "";
  return `${sign} ${toTitle(named)} ${words}${on}.${because}${more}`;
}

function toTitle({ group, project }: Named): string {
  const what = group.noop ? "Dry run" : group.rollbackOf === "" ? "Deployment" : "Rollback";
  return `${what} #${String(group.number)} of ${toCardText(project, NAME_LENGTH)}`;
}

function toCard(named: Named): CardContent {
  const { group, by, servers } = named;
  const state = DEPLOYMENT_STATE_WORDS[group.state];
  const more = servers.length - MOST_SERVERS;
  return {
    card: "teamnews/deployment",
    summary: toLine(`Deployment #${String(group.number)} of ${named.project}: ${state}`, 200),
    data: {
      title: toTitle(named),
      state,
      commit: `${toCardText(group.ref, NAME_LENGTH)} at ${toCardText(group.sha.slice(0, SHORT_SHA), SHORT_SHA)}`,
      by: toCardText(by, NAME_LENGTH),
      reason: toCardText(group.stateReason, LONGEST_REASON),
      servers: servers.slice(0, MOST_SERVERS).map(({ name, deployment }) => ({
        name: toCardText(name, NAME_LENGTH),
        state: DEPLOYMENT_STATE_WORDS[deployment.state],
        reason: toCardText(sayReason(deployment), LONGEST_REASON),
      })),
      more: more > 0 ? `and ${String(more)} more` : "",
      started: group.startedAt === undefined ? "" : toCardTime(group.startedAt),
      ended: group.endedAt === undefined ? "" : toCardTime(group.endedAt),
    },
  };
}

function sayReason({ state, lastError, exitcode }: DeploymentRecord): string {
  if (state === "success") return "";
  if (lastError !== "") return lastError;
  return exitcode === undefined || exitcode === 0
    ? ""
    : `Its script ended with exit code ${String(exitcode)}.`;
}

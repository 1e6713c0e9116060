import type { DeploymentGroupRecord, Reads } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { OPEN_DEPLOYMENT_STATES } from "../../core/deployment-states.ts";
import { toCardText } from "../../core/plain-text.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";

const NAME_LENGTH = 60;

/** A deployment that isn't over, of whichever team, with the names it is known by. */
export interface OpenDeployment {
  readonly group: DeploymentGroupRecord;
  readonly project: string;
  readonly team: string;
}

type DeploymentReads = Pick<Reads, "deployments" | "projects" | "teams">;

/** At most `limit` deployments of all teams that run or wait, the oldest first. */
export async function listOpenDeployments(
  reads: DeploymentReads,
  limit: number,
): Promise<readonly OpenDeployment[]> {
  return withNames(await reads.deployments.listInState(OPEN_DEPLOYMENT_STATES, limit), reads);
}

/** Those of a team. */
export async function listTeamsOpenDeployments(
  teamId: string,
  reads: DeploymentReads,
): Promise<readonly OpenDeployment[]> {
  return withNames(await reads.deployments.listTeamGroupsInState(teamId, OPEN_DEPLOYMENT_STATES), reads);
}

async function withNames(
  groups: readonly DeploymentGroupRecord[],
  { projects, teams }: DeploymentReads,
): Promise<readonly OpenDeployment[]> {
  const projectNames = namesById(await projects.listByIds(groups.map(({ projectId }) => projectId)));
  const teamNames = namesById(await teams.listByIds(groups.map(({ teamId }) => teamId)));
  return groups.map((group) => ({
    group,
    project: projectNames.get(group.projectId) ?? "",
    team: teamNames.get(group.teamId) ?? "",
  }));
}

/** How one stands in the card. */
export function toDeploymentRow({ group, project, team }: OpenDeployment): Readonly<Record<string, string>> {
  return {
    what: `#${String(group.number)} of ${toCardText(project, NAME_LENGTH)}, team ${toCardText(team, NAME_LENGTH)}`,
    state: DEPLOYMENT_STATE_WORDS[group.state],
    since: toCardTime(group.startedAt ?? group.createdAt),
  };
}

function namesById(
  rows: readonly { readonly id: string; readonly name: string }[],
): ReadonlyMap<string, string> {
  return new Map(rows.map(({ id, name }) => [id, name]));
}

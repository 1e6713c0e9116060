import type { DeploymentGroupRecord, Reads } from "../../adapters/store/contract/index.ts";
import { toCardTime } from "../../core/card-time.ts";
import { OPEN_DEPLOYMENT_STATES } from "../../core/deployment-states.ts";
import { toLine } from "../../core/plain-text.ts";
import { reply, type Reply } from "../../core/reply.ts";
import type { Turn } from "../../core/turn.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import type { Deps } from "./deps.ts";
import { getProject, getTeam } from "./find.ts";
import { sayCommit, sayKind, sayName } from "./words.ts";

const MOST_ENDED = 10;
const MOST_OPEN = 20;

/** `deployment list [project]`: what is at work or waits, and what came last. */
export async function listDeployments(
  turn: Turn<{ readonly project: string | undefined }>,
  deps: Deps,
): Promise<Reply> {
  const team = getTeam(turn.actor);
  const { open, last, names, project } = await deps.store.read((reads) => readList(turn, reads));
  const title =
    project === undefined ? `Deployments of team ${team.name}` : `Deployments of ${sayName(project)}`;
  const toRow = (group: DeploymentGroupRecord): Readonly<Record<string, string>> => ({
    title: `${sayKind(group)} #${String(group.number)} of ${sayName(names.get(group.projectId) ?? "")}`,
    state: DEPLOYMENT_STATE_WORDS[group.state],
    commit: sayCommit(group),
    at: toCardTime(group.endedAt ?? group.startedAt ?? group.createdAt),
  });
  return reply.toAsker({
    card: "deployments/list",
    data: {
      title,
      open: open.map(toRow),
      last: last.map(toRow),
      hint:
        open.length + last.length === 0
          ? "None yet. Say for example **deploy shop**."
          : "Say for example **deployment show 12** for all that is known of one.",
    },
    summary: toLine(title, 200),
  });
}

async function readList(
  { args, actor }: Turn<{ readonly project: string | undefined }>,
  reads: Reads,
): Promise<{
  readonly open: readonly DeploymentGroupRecord[];
  readonly last: readonly DeploymentGroupRecord[];
  readonly names: ReadonlyMap<string, string>;
  readonly project: string | undefined;
}> {
  const team = getTeam(actor);
  const { deployments } = reads;
  const only = args.project === undefined ? undefined : await getProject(args.project, actor, reads);
  const page = { limit: MOST_ENDED };
  const open =
    only === undefined
      ? await deployments.listTeamGroupsInState(team.id, OPEN_DEPLOYMENT_STATES)
      : await deployments.listGroupsInState(only.id, OPEN_DEPLOYMENT_STATES);
  const newest =
    only === undefined
      ? await deployments.listGroupsByTeam(team.id, page)
      : await deployments.listGroupsByProject(only.id, page);
  const isOpen = new Set(open.map(({ id }) => id));
  const last = newest.filter(({ id }) => !isOpen.has(id));
  const ids = new Set([...open, ...last].map(({ projectId }) => projectId));
  const projects = await reads.projects.listByIds([...ids]);
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  return { open: open.slice(0, MOST_OPEN), last, names, project: only?.name };
}

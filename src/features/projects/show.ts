import type {
  DeploymentGroupRecord,
  ProjectRecord,
  ServerRecord,
} from "../../adapters/store/contract/index.ts";
import { toCardText, toLine } from "../../core/plain-text.ts";
import { toProjectSettings } from "../../core/project-settings.ts";
import { reply, type Reply } from "../../core/reply.ts";
import { DEPLOYMENT_STATE_WORDS } from "../../core/state-words.ts";
import type { Turn } from "../../core/turn.ts";
import type { Deps } from "./deps.ts";
import { getProject, listProjectServers } from "./find.ts";
import { saySettings } from "./settings-words.ts";
import { sayRef, sayRepository, sayScript } from "./words.ts";

const NAME_LENGTH = 60;
const MOST_DEPLOYMENTS = 3;
const SHORT_SHA = 7;

/** `project show <project>`: all that is known of it. */
export async function showProject(turn: Turn<{ readonly project: string }>, deps: Deps): Promise<Reply> {
  const { project, servers, groups } = await deps.store.read(async (reads) => {
    const found = await getProject(turn.args.project, turn.actor, reads);
    return {
      project: found,
      servers: await listProjectServers(found, reads),
      groups: await reads.deployments.listGroupsByProject(found.id, { limit: MOST_DEPLOYMENTS }),
    };
  });
  const { id, name, lock } = project;
  return reply.toAsker({
    card: "projects/show",
    data: {
      title: `Project ${toCardText(name, NAME_LENGTH)}`,
      lock:
        lock === undefined ? "" : `🔒 Locked${lock.reason === "" ? "" : `: ${toCardText(lock.reason, 200)}`}`,
      repository: sayRepository(project),
      facts: toFacts(project, servers),
      deployments: groups.map((group) => ({ text: sayDeployment(group) })),
      project: id,
    },
    summary: toLine(`Project ${name}`, 200),
  });
}

function toFacts(
  project: ProjectRecord,
  servers: readonly ServerRecord[],
): { title: string; value: string }[] {
  const { acquire, directory, settings } = project;
  return [
    { title: "Ref", value: sayRef(project) },
    {
      title: "Files",
      value: acquire === "none" ? "None" : `By ${acquire}, in ${toCardText(directory, 200)}`,
    },
    { title: "Servers", value: sayOrder(servers) },
    { title: "Script", value: sayScript(project) },
    ...saySettings(toProjectSettings(settings)),
  ];
}

function sayOrder(servers: readonly ServerRecord[]): string {
  if (servers.length === 0) return "None any more: say **project servers** to choose some";
  const names = servers.map(({ name, status }) => {
    const shown = toCardText(name, NAME_LENGTH);
    return status === "online" || status === "deploying" ? shown : `${shown} (${status})`;
  });
  return names.join(", then ");
}

function sayDeployment({ number, ref, sha, state }: DeploymentGroupRecord): string {
  return `**#${String(number)}** ${toCardText(ref, NAME_LENGTH)} · ${sha.slice(0, SHORT_SHA)} · ${DEPLOYMENT_STATE_WORDS[state]}`;
}

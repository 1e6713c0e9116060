import type {
  DeploymentGroupRecord,
  DeploymentRecord,
  ProjectRecord,
  ServerRecord,
  Variables,
} from "../../adapters/store/contract/index.ts";
import type { RunDeps } from "./deps.ts";

/** What is being done, and where. */
export interface Site {
  readonly group: DeploymentGroupRecord;
  readonly deployment: DeploymentRecord;
  readonly project: ProjectRecord;
  readonly server: ServerRecord;
}

/** What a script gets. */
export interface ScriptEnvironment {
  readonly variables: Variables;
  /** What must not be read in what it writes. */
  readonly secrets: readonly string[];
}

/** The variables of team, cloud, server and project, and above them what this deployment is. Opened: never to be logged. */
export async function readEnvironment(site: Site, deps: RunDeps): Promise<ScriptEnvironment> {
  const { group, deployment, project, server } = site;
  const of = { teamId: group.teamId, cloudId: server.cloudId, serverId: server.id, projectId: project.id };
  const kept = await deps.store.read((reads) => deps.readVariables(reads, of));
  const variables = {
    ...kept,
    PLOYST_PROJECT: project.name,
    PLOYST_SHA: group.sha,
    PLOYST_REF: group.ref,
    PLOYST_DEPLOYMENT: deployment.id,
    PLOYST_SERVER: server.name,
    PLOYST_RELEASE: toDirectory(site),
  };
  return { variables, secrets: Object.values(kept) };
}

/** Where the script starts: in its release, or, where Ployst brings no files, in the project's directory. */
export function toDirectory({ project, group }: Pick<Site, "project" | "group">): string {
  const { directory, acquire } = project;
  if (acquire === "none") return directory === "" ? "~" : directory;
  return `${directory}/releases/${group.sha}`;
}

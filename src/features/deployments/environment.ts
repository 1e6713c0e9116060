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
  const { kept, masked } = await deps.store.read(async (reads) => ({
    kept: await deps.readVariables(reads, of),
    masked: await reads.deployments.listMasked(deployment.id),
  }));
  const variables = {
    ...kept,
    PLOYST_PROJECT: project.name,
    PLOYST_SHA: group.sha,
    PLOYST_REF: group.ref,
    PLOYST_DEPLOYMENT: deployment.id,
    PLOYST_SERVER: server.name,
    PLOYST_RELEASE: toDirectory(site),
  };
  return { variables, secrets: [...new Set([...masked, ...Object.values(kept)])] };
}

/**
 * The same, for who hands it to a script: what the script may write stays masked, though variables are changed or unset
 * while it runs.
 */
export async function giveEnvironment(site: Site, deps: RunDeps): Promise<ScriptEnvironment> {
  const environment = await readEnvironment(site, deps);
  const { secrets } = environment;
  if (secrets.length > 0)
    await deps.store.transaction((tx) => tx.deployments.keepMasked(site.deployment.id, secrets));
  return environment;
}

/** Where the script starts: in its release, or, where Ployst brings no files, in the project's directory. */
export function toDirectory({ project, group }: Pick<Site, "project" | "group">): string {
  const { directory, acquire } = project;
  if (acquire === "none") return directory === "" ? "~" : directory;
  return `${directory}/releases/${group.sha}`;
}

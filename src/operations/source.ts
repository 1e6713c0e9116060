import type { Git, GitReads, GitRepository } from "../adapters/git/contract/index.ts";
import type { GitHubApp, GitHubDeploying, RepositoryPath } from "../adapters/github/contract/index.ts";
import type { KeyPairOwner } from "../adapters/store/contract/index.ts";
import { faults, isFault } from "../core/errors.ts";
import { escapeMarkdown } from "../core/markdown.ts";
import type { ChecksState, Source, SourceChecks, SourceProject, SourceRange } from "../core/source.ts";
import type { CloneAccess } from "../features/mirrors/access.ts";
import type { Mirror, MirrorRequest, Mirrors } from "../features/mirrors/deps.ts";

export interface SourceParts {
  readonly mirrors: Pick<Mirrors, "use">;
  readonly listAccess: (url: string, owner: KeyPairOwner) => Promise<readonly CloneAccess[]>;
  readonly git: Pick<Git, "parseUrl"> & GitReads;
  /** Undefined without an App. */
  readonly github:
    | {
        /** `github.com`, with the port where it has one of its own. */
        readonly host: string;
        readonly app: Pick<GitHubApp, "findRepositoryInstallation">;
        readonly deploying: GitHubDeploying;
      }
    | undefined;
}

interface Installed {
  readonly installationId: string;
  readonly path: RepositoryPath;
}

/** Joins mirrors, git and GitHub to where projects come from; repositories are read in the team's name. */
export function createSource({ mirrors, listAccess, git, github }: SourceParts): Source {
  const useMirror = async <T>(
    project: SourceProject,
    request: Pick<MirrorRequest, "sha" | "fetch" | "signal">,
    work: (mirror: Mirror, repository: GitRepository) => Promise<T>,
  ): Promise<T> => {
    const owner = { ownerType: "team", ownerId: project.teamId } as const;
    const ways = await listAccess(project.repositoryUrl, owner);
    const repository = git.parseUrl(project.repositoryUrl);
    const begun = { isSo: false };
    for (const [index, access] of ways.entries())
      try {
        return await mirrors.use({ ...access, ...request }, (mirror) => {
          begun.isSo = true;
          return work(mirror, repository);
        });
      } catch (error) {
        const isLast = begun.isSo || index === ways.length - 1;
        if (isLast || !isFault(error, "GIT_REPOSITORY_UNREACHABLE")) throw error;
      }
    throw faults.GIT_REPOSITORY_UNREACHABLE({ repository: nameOf(repository) });
  };

  /** Undefined outside GitHub, and where the App isn't installed. */
  const findInstalled = async ({ repositoryUrl }: SourceProject): Promise<Installed | undefined> => {
    if (github === undefined || new URL(repositoryUrl).host !== github.host) return undefined;
    const { owner, name } = git.parseUrl(repositoryUrl);
    const installation = await github.app.findRepositoryInstallation(owner, name);
    return installation && { installationId: installation.id, path: { owner, name } };
  };

  return {
    resolve: (project, ref, signal) =>
      useMirror(project, { fetch: "always", signal }, async ({ head }, repository) => {
        const name = ref || project.defaultRef || head;
        if (name === undefined) throw faults.GIT_REPOSITORY_EMPTY({ repository: nameOf(repository) });
        return git.resolveRef(repository, name, signal);
      }),
    compare: (project, { from, to, most }, signal) =>
      useMirror(project, { sha: to, signal }, async (_mirror, repository): Promise<SourceRange> => {
        const relation = from === "" ? "ahead" : await git.relate(repository, from, to, signal);
        const compareUrl = toCompareUrl(project, { from, to });
        if (relation === "same" || relation === "unknown")
          return { relation, commits: [], count: 0, compareUrl };
        // What goes back takes those away that lie between.
        const range = relation === "behind" ? { from: to, to: from, most } : { from, to, most };
        return { relation, compareUrl, ...(await git.listCommits(repository, range, signal)) };
      }),
    withArchive: (project, sha, work, signal) =>
      useMirror(project, { sha, signal }, async (_mirror, repository) => {
        await git.requireWhole(repository, sha, signal);
        return git.withArchive(repository, sha, work, signal);
      }),
    findChecks: async (project, sha, required, signal) => {
      const installed = await findInstalled(project);
      if (installed === undefined || github === undefined) return undefined;
      signal.throwIfAborted();
      try {
        const { installationId, path } = installed;
        const found = await github.deploying.findChecks(installationId, path, sha);
        return found && toChecks(found, required);
      } catch (error) {
        // Nobody asked for any: then what can't be read holds nothing up.
        if (required.length === 0 && isFault(error, "GITHUB_PERMISSION_MISSING")) return undefined;
        throw error;
      }
    },
    createDeployment: async (project, deployment, signal) => {
      const installed = await findInstalled(project);
      if (installed === undefined || github === undefined) return undefined;
      signal.throwIfAborted();
      return github.deploying.createDeployment(installed.installationId, installed.path, deployment);
    },
    setDeploymentStatus: async (project, deploymentId, status, signal) => {
      const installed = await findInstalled(project);
      if (installed === undefined || github === undefined) return;
      signal.throwIfAborted();
      const { installationId, path } = installed;
      await github.deploying.setDeploymentStatus(installationId, path, deploymentId, status);
    },
  };
}

/** Where some are asked for by name only they decide; one that nobody has reported is still to come. */
function toChecks(
  { checks, isComplete }: { readonly checks: SourceChecks["checks"]; readonly isComplete: boolean },
  required: readonly string[],
): SourceChecks {
  const named = required.map(
    (name) => checks.find((check) => check.name === name) ?? ({ name, state: "pending" } as const),
  );
  const others = checks.filter(({ name, state }) => state !== "passed" && !required.includes(name));
  const deciding = required.length === 0 ? checks : named;
  return { state: toState(deciding, isComplete || required.length > 0), checks: [...named, ...others] };
}

function toState(checks: SourceChecks["checks"], isComplete: boolean): ChecksState {
  if (checks.some(({ state }) => state === "failed")) return "failed";
  if (checks.some(({ state }) => state === "pending") || !isComplete) return "pending";
  return checks.length === 0 ? "none" : "passed";
}

function toCompareUrl(
  { vcs, repositoryUrl }: SourceProject,
  { from, to }: { readonly from: string; readonly to: string },
): string {
  if (vcs !== "github") return "";
  return from === "" ? `${repositoryUrl}/commits/${to}` : `${repositoryUrl}/compare/${from}...${to}`;
}

function nameOf({ host, owner, name }: GitRepository): string {
  return escapeMarkdown(`${host}/${owner}/${name}`);
}

import type { RepositoryPath } from "./collaboration.ts";

export type CheckState = "passed" | "failed" | "pending";

/** Everything that was reported for a commit, check runs and commit statuses alike: the worst of those of one name. */
export interface GitHubChecks {
  readonly checks: readonly { readonly name: string; readonly state: CheckState }[];
  /** False where there are more than are read. */
  readonly isComplete: boolean;
}

export interface NewGitHubDeployment {
  /** Stands in its payload; by it the deployment is found again. */
  readonly key: string;
  readonly sha: string;
  /** As people call it; stands in its payload. */
  readonly ref: string;
  readonly environment: string;
  readonly description: string;
}

export type GitHubDeploymentState = "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";

/**
 * What an installation reads and says of deployments. Safe: `findChecks`. Keyed: `createDeployment`, looked up by its key
 * before it is made; after GITHUB_UNREACHABLE nobody knows, and doing it again finds out. `setDeploymentStatus` may be
 * repeated: the same status stands there twice. Throws GITHUB_PERMISSION_MISSING with the permission's name,
 * GITHUB_INSTALLATION_SUSPENDED, GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED and what the App throws.
 */
export interface GitHubDeploying {
  /** Undefined where the installation has no such repository or commit. */
  findChecks(
    installationId: string,
    repository: RepositoryPath,
    sha: string,
  ): Promise<GitHubChecks | undefined>;
  /** Its id. Throws GITHUB_DEPLOYMENT_REFUSED. */
  createDeployment(
    installationId: string,
    repository: RepositoryPath,
    deployment: NewGitHubDeployment,
  ): Promise<string>;
  /** One that is gone takes no status, and needs none. Throws GITHUB_DEPLOYMENT_REFUSED. */
  setDeploymentStatus(
    installationId: string,
    repository: RepositoryPath,
    deploymentId: string,
    status: {
      readonly state: GitHubDeploymentState;
      readonly description: string;
      /** `''` for none. */
      readonly logUrl: string;
    },
  ): Promise<void>;
}

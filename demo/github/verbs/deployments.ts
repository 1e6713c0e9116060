import {
  addCommitStatus,
  deployments,
  type CommitStatusRecord,
  type DeploymentRecord,
} from "../acts/deployments.ts";
import { headOf } from "../acts/commits.ts";
import { getRepository } from "../lookups.ts";
import type { World } from "../world.ts";

/** Deployments as GitHub records them, and what other systems reported for commits. */
export interface DeploymentVerbs {
  /** Oldest first, each with its statuses. */
  deployments(repo: string): readonly DeploymentRecord[];
  /** Of the default branch's head unless another commit is named; sends nothing. */
  commitStatus(
    repo: string,
    fields: { context: string; state: CommitStatusRecord["state"]; headSha?: string },
  ): CommitStatusRecord;
}

export function createDeploymentVerbs(world: World): DeploymentVerbs {
  return {
    deployments: (repo) => deployments(getRepository(world, repo)),
    commitStatus: (repo, { headSha, ...fields }) => {
      const repository = getRepository(world, repo);
      const sha = headSha ?? headOf(repository, repository.defaultBranch);
      return addCommitStatus(world, repository, { ...fields, sha });
    },
  };
}

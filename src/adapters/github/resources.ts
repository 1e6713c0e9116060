import { z } from "zod";
import { createCollaborationResources, type CollaborationResources } from "./collaboration/resources.ts";
import type { GitHubAccount, GitHubInstallation, GitHubRepository, GitHubSelf } from "./contract/index.ts";
import { createPagedResource, createResource } from "./http/resource.ts";
import type { Page, Resource } from "./http/resource.ts";
import { createReachedResources, type ReachedResources } from "./reached.ts";
import { createPreviewResources, type PreviewResources } from "./previews/reads.ts";
import {
  AccountRecord,
  AppRecord,
  InstallationIdsRecord,
  InstallationRecord,
  RepositoryPageRecord,
  RepositoryRecord,
  type RepositoryPage,
} from "./records.ts";

/** Everything that is read from GitHub. */
export interface Resources {
  readonly self: Resource<GitHubSelf>;
  readonly account: Resource<GitHubAccount>;
  readonly repository: Resource<GitHubRepository>;
  readonly installation: Resource<GitHubInstallation>;
  readonly installations: Resource<Page<GitHubInstallation>>;
  readonly installationIds: Resource<Page<string>>;
  readonly repositoryPages: Resource<RepositoryPage>;
  readonly collaboration: CollaborationResources;
  readonly previews: PreviewResources;
  readonly reached: ReachedResources;
}

/** Each kind with its own bounded memory of answers, well under 10 MB in all. */
export function createResources(): Resources {
  return {
    self: createResource(AppRecord, 2),
    account: createResource(AccountRecord, 2_000),
    repository: createResource(RepositoryRecord, 5_000),
    installation: createResource(InstallationRecord, 1_000),
    installations: createPagedResource(z.array(InstallationRecord), 20),
    installationIds: createPagedResource(InstallationIdsRecord, 1_000),
    // A page is about 30 KB.
    repositoryPages: createResource(RepositoryPageRecord, 100),
    collaboration: createCollaborationResources(),
    previews: createPreviewResources(),
    reached: createReachedResources(),
  };
}

import type { Octokit } from "@octokit/rest";
import { faults } from "../../core/errors.ts";
import { createCollaborationReads } from "./collaboration/reads.ts";
import { createCollaborationWrites } from "./collaboration/writes.ts";
import type { AsPerson } from "./contract/index.ts";
import { createPersonCredential } from "./credentials.ts";
import { Reader } from "./http/reader.ts";
import type { ReaderDeps } from "./http/reader.ts";
import { createFindDiscussion } from "./previews/discussion.ts";
import { createPreviewReads } from "./previews/reads.ts";
import { createReached, createSshKeys } from "./reached.ts";
import { createNamedWork } from "./features/named-work.ts";
import { createReviewQueue } from "./reviews/queue.ts";
import { Writer } from "./http/writer.ts";
import type { Resources } from "./resources.ts";
import { createSubjectReads } from "./subject-reads.ts";

export interface PersonDeps extends ReaderDeps {
  readonly octokit: Octokit;
  readonly resources: Resources;
  readonly graphqlUrl: string;
  readonly webUrl: string;
}

/**
 * Reads (and, under `collaboration` and `sshKeys`, writes) with a person's token: what both the person and the App may see. Throws GITHUB_TOKEN_INVALID,
 * GITHUB_SSO_REQUIRED, GITHUB_FORBIDDEN (a suspended installation included), GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED.
 */
export function createAsPerson(deps: PersonDeps): AsPerson {
  return (accessToken) => {
    const credential = createPersonCredential(accessToken, deps.octokit);
    const reader = new Reader(credential, deps);
    const { findAccount, findAccountById, findRepository, findRepositoryById } = createSubjectReads(
      reader,
      deps.resources,
    );

    const writer = new Writer(credential, deps);
    const listInstallationIds = async (): Promise<ReadonlySet<string>> => {
      const ids = await reader.findList(deps.resources.installationIds, "GET /user/installations");
      if (ids === undefined) throw faults.GITHUB_TOKEN_INVALID();
      return new Set(ids);
    };

    return {
      collaboration: {
        ...createCollaborationReads(reader, deps.resources.collaboration),
        ...createCollaborationWrites(writer),
      },
      reached: createReached(reader, deps.resources.reached, listInstallationIds),
      sshKeys: createSshKeys(reader, writer, deps.resources.reached),
      previews: createPreviewReads(reader, deps.resources.previews, createFindDiscussion(credential, deps)),
      reviews: createReviewQueue(credential, deps),
      namedWork: createNamedWork(credential, deps),
      findAccount,
      findAccountById,
      findRepository,
      findRepositoryById,
      getSelf: async () => {
        const self = await reader.find(deps.resources.account, "GET /user");
        if (self === undefined) throw faults.GITHUB_TOKEN_INVALID();
        return self;
      },
      listInstallationIds,
    };
  };
}

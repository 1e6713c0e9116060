import { faults } from "../../core/errors.ts";
import type { Fault } from "../../core/fault.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import type { AppDeps } from "./app.ts";
import type { GitHubApp, GitHubInstallationReader } from "./contract/index.ts";
import { sendWithToken } from "./credentials.ts";
import { readFailure } from "./http/errors.ts";
import type { Failure } from "./http/errors.ts";
import { Reader } from "./http/reader.ts";
import type { Credential } from "./http/reader.ts";
import { listRepositories } from "./repository-list.ts";
import { createSubjectReads } from "./subject-reads.ts";

interface InstallationDeps extends AppDeps {
  readonly app: Pick<GitHubApp, "getSelf" | "findInstallation">;
}

/**
 * Reads in the name of one installation. What is gone altogether finds nothing and reaches no repository. Throws
 * GITHUB_INSTALLATION_SUSPENDED, GITHUB_FORBIDDEN, GITHUB_UNREACHABLE, GITHUB_RATE_LIMITED and what the App throws.
 */
export function createInstallationReader(
  installationId: string,
  deps: InstallationDeps,
): GitHubInstallationReader {
  const reader = new Reader(createInstallationCredential(installationId, deps), deps);
  const { findRepository, findRepositoryById, findAccountById } = createSubjectReads(reader, deps.resources);

  return {
    findRepository,
    findRepositoryById,
    findAccountById,
    listRepositories: ({ mostPages }) => listRepositories(reader, deps.resources, mostPages),
  };
}

/** An installation's own credential; its tokens are cached with the App's. */
export function createInstallationCredential(installationId: string, deps: InstallationDeps): Credential {
  const toFailure = (error: unknown): Failure | undefined => readFailure(error, deps.clock.now());

  async function getToken(isStale: boolean): Promise<string> {
    try {
      return await deps.credential.getInstallationToken(installationId, isStale);
    } catch (error) {
      const kind = toFailure(error)?.kind;
      if (kind === "unauthorized") throw faults.GITHUB_APP_REFUSED();
      if (kind === "missing") await deps.app.getSelf();
      throw error;
    }
  }

  return {
    identity: `installation ${installationId}`,
    send: async (route, parameters) => {
      const token = await getToken(false);
      try {
        return await sendWithToken(deps.octokit, token, route, parameters);
      } catch (error) {
        // Suspending, unsuspending or new permissions end a token before its time.
        if (toFailure(error)?.kind !== "unauthorized") throw error;
        return sendWithToken(deps.octokit, await getToken(true), route, parameters);
      }
    },
    refused: () => faults.GITHUB_UNREACHABLE(),
    forbidden: () => findSuspension(installationId, deps),
  };
}

/** A suspended installation's 403 carries no mark: only the installation itself tells. */
async function findSuspension(installationId: string, { app }: InstallationDeps): Promise<Fault> {
  const installation = await app.findInstallation(installationId);
  if (installation?.suspendedAt === undefined) return faults.GITHUB_FORBIDDEN();
  return faults.GITHUB_INSTALLATION_SUSPENDED({ account: escapeMarkdown(installation.accountLogin) });
}

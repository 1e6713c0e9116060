import { faults } from "../../core/errors.ts";
import type { GitHubApp, GitHubInstallation } from "./contract/index.ts";
import type { AppCredential } from "./credentials.ts";
import type { CallParameters } from "./http/client.ts";
import { Reader } from "./http/reader.ts";
import type { ReaderDeps } from "./http/reader.ts";
import { createInstallationReader } from "./installation.ts";
import { guessAppPage, toInstallUrl } from "./install-url.ts";
import { isId, isPathSegment } from "./names.ts";
import type { GitHubOptions } from "./options.ts";
import type { Octokit } from "@octokit/rest";
import type { Resources } from "./resources.ts";

export interface AppDeps extends ReaderDeps {
  readonly credential: AppCredential;
  /** Without credentials of its own, for calls that bring a token. */
  readonly octokit: Octokit;
  readonly resources: Resources;
}

/**
 * GitHub as the App itself sees it. Throws GITHUB_NOT_CONFIGURED, GITHUB_APP_REFUSED (id or key), GITHUB_UNREACHABLE,
 * GITHUB_RATE_LIMITED. Source: docs.github.com "REST API endpoints for GitHub Apps".
 */
export function createGitHubApp(
  options: Pick<GitHubOptions, "apiUrl" | "webUrl" | "slug">,
  deps: AppDeps,
): GitHubApp {
  const { resources, credential } = deps;
  const reader = new Reader(credential, deps);
  let appPage: string | undefined;

  const getSelf: GitHubApp["getSelf"] = async () => {
    const self = await reader.find(resources.self, "GET /app");
    if (self === undefined) throw faults.GITHUB_APP_REFUSED();
    appPage = self.htmlUrl;
    return self;
  };

  /** GitHub also says 404 to an App id that it doesn't know: before anything is believed missing, we must exist. */
  async function find(route: string, parameters: CallParameters): Promise<GitHubInstallation | undefined> {
    const installation = await reader.find(resources.installation, route, parameters);
    if (installation === undefined) await getSelf();
    return installation;
  }

  const findInstallation: GitHubApp["findInstallation"] = async (id) =>
    isId(id) ? find("GET /app/installations/{id}", { id }) : undefined;

  return {
    getSelf,
    findInstallation,
    findRepositoryInstallation: async (owner, repo) => {
      if (!isPathSegment(owner) || !isPathSegment(repo)) return undefined;
      return find("GET /repos/{owner}/{repo}/installation", { owner, repo });
    },
    findAccountInstallation: async ({ login, type }) => {
      if (!isPathSegment(login)) return undefined;
      const accounts = type === "Organization" ? "orgs" : "users";
      return find(`GET /${accounts}/{login}/installation`, { login });
    },
    listInstallations: async () => {
      const installations = await reader.findList(resources.installations, "GET /app/installations");
      if (installations === undefined) throw faults.GITHUB_APP_REFUSED();
      return installations;
    },
    installUrl: (wanted) => toInstallUrl(appPage ?? guessAppPage(options), wanted),
    asInstallation: (installationId) =>
      createInstallationReader(installationId, { ...deps, app: { getSelf, findInstallation } }),
  };
}

import { faults, isFault } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { shorten } from "../../../core/plain-text.ts";
import { toPath } from "../collaboration/reads.ts";
import type { GitHubOutcome, RepositoryPath } from "../contract/collaboration.ts";
import type { GitHubDeploying, NewGitHubDeployment } from "../contract/deploying.ts";
import type { Credential, ReaderDeps } from "../http/reader.ts";
import { Reader } from "../http/reader.ts";
import { Writer } from "../http/writer.ts";
import { z } from "zod";
import { readChecks } from "./checks.ts";
import { CreatedDeployment, createDeployingResources, type DeployingResources } from "./records.ts";

const DEPLOYMENTS = "/repos/{owner}/{repo}/deployments";
const LONGEST_DESCRIPTION = 140;
const PAGE_SIZE = 100;
/** Deployments of one commit to one environment. */
const MOST_PAGES = 5;
const Anything = z.unknown().transform((): true => true);

interface DeployingDeps extends ReaderDeps {
  readonly credentialOf: (installationId: string) => Credential;
}

/** Source: docs.github.com/rest, "Deployments", "Deployment statuses", "Check runs", "Commit statuses". */
export function createGitHubDeploying(deps: DeployingDeps): GitHubDeploying {
  const resources = createDeployingResources();
  const credentialFor = (installationId: string, permission: string): Credential =>
    naming(deps.credentialOf(installationId), permission);
  const writing = (installationId: string): Credential =>
    credentialFor(installationId, "Deployments (write)");

  return {
    findChecks: async (installationId, repository, sha) => {
      const reader = (permission: string): Reader =>
        new Reader(credentialFor(installationId, permission), deps);
      const readers = { forRuns: reader("Checks (read)"), forStatuses: reader("Commit statuses (read)") };
      return readChecks(readers, resources, { ...toPath(repository), sha });
    },
    createDeployment: async (installationId, repository, deployment) => {
      const credential = writing(installationId);
      const known = await findKeyed(new Reader(credential, deps), resources, repository, deployment);
      if (known !== undefined) return known;
      const { key, sha, ref, environment, description } = deployment;
      const outcome = await new Writer(credential, deps).send(CreatedDeployment, `POST ${DEPLOYMENTS}`, {
        ...toPath(repository),
        // The commit itself: a branch may move on before GitHub reads the name.
        ref: sha,
        // Checks were looked at before; what is deployed is this commit and no merge of it.
        ...{ auto_merge: false, required_contexts: [], transient_environment: false },
        ...{ environment, description: shorten(description, LONGEST_DESCRIPTION) },
        payload: { ployst: key, ref },
      });
      return (await valueOf(outcome, credential)).id;
    },
    setDeploymentStatus: async (installationId, repository, id, { state, description, logUrl }) => {
      const credential = writing(installationId);
      const outcome = await new Writer(credential, deps).send(Anything, `POST ${DEPLOYMENTS}/{id}/statuses`, {
        ...{ ...toPath(repository), id, state },
        description: shorten(description, LONGEST_DESCRIPTION),
        ...(logUrl !== "" && { log_url: logUrl }),
      });
      if (outcome.kind === "refused" && outcome.refusal === "missing") return;
      await valueOf(outcome, credential);
    },
  };
}

/** The same, with a refusal that says which permission the App lacks. */
function naming(credential: Credential, permission: string): Credential {
  return {
    ...credential,
    forbidden: async () => {
      const why = await credential.forbidden();
      return isFault(why, "GITHUB_FORBIDDEN") ? faults.GITHUB_PERMISSION_MISSING({ permission }) : why;
    },
  };
}

async function findKeyed(
  reader: Reader,
  { deployments }: Pick<DeployingResources, "deployments">,
  repository: RepositoryPath,
  { key, sha, environment }: NewGitHubDeployment,
): Promise<string | undefined> {
  const where = { ...toPath(repository), sha, environment, per_page: PAGE_SIZE };
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const found = await reader.find(deployments, `GET ${DEPLOYMENTS}`, { ...where, page });
    const same = found?.items.find((deployment) => deployment.key === key);
    if (same !== undefined) return same.id;
    if (found?.hasNext !== true) return undefined;
  }
  return undefined;
}

/** What nobody saw the end of may have happened: whoever tries again looks first. */
async function valueOf<T>(outcome: GitHubOutcome<T>, credential: Credential): Promise<T> {
  if (outcome.kind === "done") return outcome.value;
  if (outcome.kind === "unknown") throw faults.GITHUB_UNREACHABLE();
  if (outcome.refusal === "forbidden") throw await credential.forbidden();
  throw faults.GITHUB_DEPLOYMENT_REFUSED({ detail: escapeMarkdown(outcome.detail) });
}

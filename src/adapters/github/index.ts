import { createGitHubApp } from "./app.ts";
import type { GitHub } from "./contract/index.ts";
import { createGitHubCloning } from "./cloning.ts";
import { createConvertManifest } from "./convert-manifest.ts";
import { createAppCredential } from "./credentials.ts";
import { createGitHubDeploying } from "./deploying/index.ts";
import { createHookDeliveries } from "./hook-deliveries.ts";
import { createOctokitClass } from "./http/client.ts";
import { createInstallationCredential } from "./installation.ts";
import { parseGitHubTarget } from "./link.ts";
import { createGitHubOAuth } from "./oauth.ts";
import type { GitHubOptions } from "./options.ts";
import { createAsPerson } from "./person.ts";
import { parseGitHubLink } from "./previews/link.ts";
import { createResources } from "./resources.ts";
import { toGraphqlUrl } from "./reviews/queue.ts";
import { createWebhookVerifier } from "./webhooks.ts";

export type { GitHubOptions } from "./options.ts";

export { createAppInspection } from "./inspection.ts";

/** Builds everything of GitHub without calling it. */
export function createGitHub(options: GitHubOptions): GitHub {
  const { clock, log, webUrl } = options;
  const octokitClass = createOctokitClass(options);
  const deps = { clock, log, octokit: new octokitClass(), resources: createResources() };
  const credential = createAppCredential(options, octokitClass);
  const webHost = new URL(webUrl).host;
  const app = createGitHubApp(options, { ...deps, credential });
  return {
    app,
    cloning: createGitHubCloning(options, { credential }),
    deploying: createGitHubDeploying({
      ...deps,
      credentialOf: (installationId) =>
        createInstallationCredential(installationId, { ...deps, credential, app }),
    }),
    hookDeliveries: createHookDeliveries({ ...deps, credential, app }),
    asPerson: createAsPerson({ ...deps, graphqlUrl: toGraphqlUrl(options.apiUrl), webUrl }),
    oauth: createGitHubOAuth(options, deps),
    webhooks: createWebhookVerifier(options.webhookSecrets),
    convertManifest: createConvertManifest(deps),
    parseLink: (text) => parseGitHubLink(text, webHost),
    parseTarget: (text) => parseGitHubTarget(text, webHost),
  };
}

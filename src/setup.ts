import { dirname, join } from "node:path";
import type { GitHub } from "./adapters/github/contract/index.ts";
import {
  findStoredApp,
  loadProcessConfig,
  recordStoredApp,
  storedAppFile,
  type Config,
} from "./config/index.ts";
import { systemClock, type Clock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import { isReachableFromGitHub } from "./features/admin/github-app.ts";
import { createSetupLink, type SetupDeps } from "./features/admin/setup-routes.ts";
import { createSetupTickets } from "./features/admin/setup-tickets.ts";

const setupTicketFile = join(dirname(storedAppFile), "github-setup.json");

/** `ployst setup`: prints the one-time link to the page that makes the GitHub App. The server runs beside it. */
export async function run(_args: readonly string[]): Promise<number> {
  const config = loadProcessConfig();
  const refusal = findRefusal(config);
  if (refusal !== undefined) {
    process.stderr.write(`ployst: ${refusal}\n`);
    return 1;
  }
  const link = createSetupLink(config.http.publicUrl, createSetupTickets(setupTicketFile, systemClock));
  process.stdout.write(
    `Open this link within an hour, while Ployst runs (ployst start). It works once; don't pass it on.\n\n  ${link}\n\n`,
  );
  return Promise.resolve(0);
}

function findRefusal({ github, http }: Config): string | undefined {
  if (github.app !== undefined) {
    const isStored = findStoredApp(storedAppFile)?.appId === github.app.appId;
    const next = isStored ? `move ${storedAppFile} away` : "unset the six GITHUB_* values of the App";
    return `there is a GitHub App already (${github.app.slug}). To make another one, ${next}, restart, and run this again.`;
  }
  if (isReachableFromGitHub(http.publicUrl, github.webUrl)) return undefined;
  return `GitHub can't reach ${http.publicUrl}. Set PUBLIC_URL to the https address under which the internet reaches this server, restart, and run this again.`;
}

/** What the setup pages of a running server need. */
export function createSetupDeps(
  config: Config,
  {
    github,
    log,
    clock = systemClock,
  }: { readonly github: GitHub; readonly log: Log; readonly clock?: Clock },
): SetupDeps {
  return {
    publicUrl: config.http.publicUrl,
    githubWebUrl: config.github.webUrl,
    tickets: createSetupTickets(setupTicketFile, clock),
    convertManifest: github.convertManifest,
    recordApp: ({ id, slug, pem, clientId, clientSecret, webhookSecret }) => {
      recordStoredApp(storedAppFile, {
        appId: id,
        slug,
        privateKey: pem,
        clientId,
        clientSecret,
        webhookSecret,
      });
    },
    log,
  };
}

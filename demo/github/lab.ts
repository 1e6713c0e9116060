import type { World } from "./world.ts";
import type { LabSeed } from "./seed.ts";
import { DEFAULT_SEED } from "./seed.ts";
import { plant } from "./plant.ts";
import { randomText } from "./ids.ts";
import { fullName, getMainApp } from "./lookups.ts";
import { TokenBook } from "./auth/tokens.ts";
import { CodeBook } from "./auth/codes.ts";
import { DeliveryLog } from "./webhooks/log.ts";
import { GitFolder } from "./git/folder.ts";
import { Faults } from "./http/faults.ts";
import { RequestLog } from "./http/recorder.ts";
import { API_PREFIX, listen, serve } from "./http/server.ts";
import { createRouter, type FindRoute } from "./http/router.ts";
import { createBrowser, type Browser } from "./browser.ts";
import { apiRoutes, webRoutes } from "./routes.ts";
import { createCodeVerbs, type CodeVerbs } from "./verbs/code.ts";
import { createControls, type Controls } from "./verbs/controls.ts";
import { createDeploymentVerbs, type DeploymentVerbs } from "./verbs/deployments.ts";
import { createInstallationVerbs, type InstallationVerbs } from "./verbs/installations.ts";
import { createIssueVerbs, type IssueVerbs } from "./verbs/issues.ts";
import { createPeopleVerbs, type PeopleVerbs } from "./verbs/people.ts";
import { createPullVerbs, type PullVerbs } from "./verbs/pulls.ts";
import { createWorkflowVerbs, type WorkflowVerbs } from "./verbs/workflows.ts";
import { createRepositoryVerbs, type RepositoryVerbs } from "./verbs/repositories.ts";
import { createSshKeyVerbs, type SshKeyVerbs } from "./verbs/ssh-keys.ts";

export interface LabOptions {
  /** Default: {@link DEFAULT_SEED}. With `users` or `orgs` given, nothing of the default world is added. */
  seed?: LabSeed;
  webhookUrl?: string;
  /** Default: a random one. */
  webhookSecret?: string;
  /** Default: any free one. */
  port?: number;
  /** Every answer waits this long. */
  latencyMs?: number;
  /** The lab's clock: times in objects, the life of tokens and codes, the Date header. */
  now?: () => Date;
}

/**
 * A GitHub in this process, on loopback, without credentials: web pages and OAuth at `webUrl` (GITHUB_WEB_URL), the
 * REST API at `apiUrl` (GITHUB_API_URL; GitHub Enterprise Server's form, `/api/v3`), and signed webhooks.
 * git reads its repositories over HTTP where a `git` is installed. Written from docs.github.com; what it does not have answers 404.
 */
export interface GitHubLab
  extends
    Browser,
    InstallationVerbs,
    IssueVerbs,
    PullVerbs,
    CodeVerbs,
    DeploymentVerbs,
    RepositoryVerbs,
    PeopleVerbs,
    SshKeyVerbs,
    WorkflowVerbs,
    Controls {
  /** Same as `webUrl`. */
  url: string;
  webUrl: string;
  apiUrl: string;
  app: {
    id: string;
    slug: string;
    clientId: string;
    clientSecret: string;
    /** PKCS#1 PEM, as GitHub hands it out. */
    privateKey: string;
    webhookSecret: string;
  };
  /** Ends open connections, those of planned timeouts included. */
  close(): Promise<void>;
}

/** Starts a lab. Rejects when the port is taken or the seed names an unknown account. */
export async function startGitHubLab(options: LabOptions = {}): Promise<GitHubLab> {
  const { server, origin } = await listen(options.port ?? 0);
  const world = createWorld(origin, options);
  try {
    plant(world, options.seed ?? {});
  } catch (error) {
    server.close();
    throw error;
  }
  const app = getMainApp(world);
  const webhookSecret = options.webhookSecret ?? randomText(32);
  app.webhookSecret = webhookSecret;
  app.webhookUrl = options.webhookUrl ?? null;
  const requests = new RequestLog();
  const api = followIds(world, createRouter(apiRoutes));
  serve(server, { world, api, web: createRouter(webRoutes), requests, latencyMs: options.latencyMs ?? 0 });
  const { slug, clientId, clientSecret, privateKey } = app;
  return {
    ...createBrowser(world),
    ...createInstallationVerbs(world),
    ...createIssueVerbs(world),
    ...createPullVerbs(world),
    ...createCodeVerbs(world),
    ...createDeploymentVerbs(world),
    ...createRepositoryVerbs(world),
    ...createPeopleVerbs(world),
    ...createSshKeyVerbs(world),
    ...createWorkflowVerbs(world),
    ...createControls(world, requests),
    url: world.webUrl,
    webUrl: world.webUrl,
    apiUrl: world.apiUrl,
    app: { id: String(app.id), slug, clientId, clientSecret, privateKey, webhookSecret },
    async close() {
      await world.deliveries.settled();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await world.git.remove();
    },
  };
}

function createWorld(origin: string, { seed, now = () => new Date() }: LabOptions): World {
  let lastId = 70_000_000;
  return {
    now,
    webUrl: origin,
    apiUrl: `${origin}${API_PREFIX}`,
    nextId: () => ++lastId,
    accounts: new Map(),
    accountsByLogin: new Map(),
    repositories: new Map(),
    repositoriesByName: new Map(),
    formerNames: new Map(),
    apps: [],
    installations: new Map(),
    sshKeys: new Map(),
    tokens: new TokenBook(now),
    codes: new CodeBook(now),
    deliveries: new DeliveryLog(now),
    faults: new Faults(),
    git: new GitFolder(),
    hourlyRateLimit: seed?.hourlyRateLimit ?? DEFAULT_SEED.hourlyRateLimit,
  };
}

/** `/repositories/{id}` and everything below it is the same as `/repos/{owner}/{name}`. */
function followIds(world: World, find: FindRoute): FindRoute {
  return (method, path) => {
    const [, id, rest = ""] = /^\/repositories\/(\d+)(\/.*)?$/.exec(path) ?? [];
    const repository = id === undefined ? undefined : world.repositories.get(Number(id));
    return find(method, repository === undefined ? path : `/repos/${fullName(repository)}${rest}`);
  };
}

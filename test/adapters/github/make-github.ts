import { generateKeyPairSync } from "node:crypto";
import { silentLog } from "../../../src/core/log.ts";
import type { GitHub } from "../../../src/adapters/github/contract/index.ts";
import type { GitHubOptions } from "../../../src/adapters/github/options.ts";
import { createGitHub } from "../../../src/adapters/github/index.ts";

export { withoutNetwork } from "../../support/without-network.ts";

export const API = "https://api.github.test";
export const WEB = "https://github.test";
export const NOW = new Date("2026-03-01T12:00:00Z");

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
});

export interface GitHubUnderTest extends GitHub {
  /** Every wait between attempts, in milliseconds; nothing really waits. */
  readonly slept: number[];
}

export function makeGitHub(overrides: Partial<GitHubOptions> = {}): GitHubUnderTest {
  const slept: number[] = [];
  const github = createGitHub({
    appId: "4711",
    privateKey,
    slug: "ployst",
    clientId: "Iv1.client",
    clientSecret: "the-client-secret",
    webhookSecrets: ["webhook secret"],
    apiUrl: API,
    webUrl: WEB,
    version: "1.2.3",
    clock: { now: () => NOW },
    log: silentLog,
    sleep: (milliseconds) => {
      slept.push(milliseconds);
      return Promise.resolve();
    },
    random: () => 0.5,
    ...overrides,
  });
  return { ...github, slept };
}

export const REPOSITORY = {
  id: 3_000_000_019,
  full_name: "contoso/web",
  owner: { id: 6_154_722, login: "contoso" },
  private: true,
  html_url: "https://github.test/contoso/web",
  default_branch: "main",
};

export const INSTALLATION = {
  id: 77,
  account: { id: 6_154_722, login: "contoso" },
  target_type: "Organization",
  repository_selection: "selected",
  permissions: { metadata: "read" },
  events: ["push"],
  suspended_at: null,
  html_url: "https://github.test/organizations/contoso/settings/installations/77",
};

export const SELF = {
  slug: "ployst",
  name: "Ployst",
  html_url: "https://github.test/apps/ployst",
  permissions: { metadata: "read" },
  events: ["push"],
};

export const MESSAGE = {
  message: "text that nobody may read",
  documentation_url: "https://docs.github.com/rest",
};

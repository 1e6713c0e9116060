import type { AppAccess, Permission } from "./world.ts";

export interface RepositorySeed {
  /** `owner/name`; the owner must be seeded too. */
  name: string;
  id?: number;
  private?: boolean;
  description?: string;
  defaultBranch?: string;
  language?: string;
  collaborators?: Record<string, Permission>;
  labels?: string[];
  /** What the first commit holds beside the readme, by path; a name that ends with `.sh` can be run. */
  files?: Record<string, string>;
}

export interface AppSeed {
  id?: number;
  slug?: string;
  name?: string;
  clientId?: string;
  clientSecret?: string;
  privateKey?: string;
  /** A loopback callback matches whatever its port. */
  callbackUrls?: string[];
  setupUrl?: string;
  permissions?: Record<string, AppAccess>;
  events?: string[];
  /** False plays an App that opted out of expiring user tokens: no refresh token, no expiry. */
  expireUserTokens?: boolean;
}

/** Everything a lab starts with. A field left out takes the value of {@link DEFAULT_SEED}. */
export interface LabSeed {
  users?: { login: string; id?: number; name?: string; email?: string }[];
  orgs?: {
    login: string;
    id?: number;
    name?: string;
    owners: string[];
    members?: string[];
    basePermission?: Permission;
  }[];
  repositories?: RepositorySeed[];
  /** The App's owner, `login` of a user or organisation. */
  appOwner?: string;
  app?: AppSeed;
  /** Requests an hour for each token; without one it is GitHub's 60. Default 5000. */
  hourlyRateLimit?: number;
}

export const DEFAULT_SEED = {
  users: [
    { login: "mira", id: 583_231, name: "Mira Lindqvist", email: "mira@contoso.example" },
    { login: "jon", id: 1_024_025, name: "Jon Abara", email: "jon@contoso.example" },
    { login: "eve", id: 9_919_004, name: "Eve Ocampo", email: "eve@elsewhere.example" },
    { login: "ada", id: 12_101_815, name: "Ada Lovelace", email: "ada@contoso.example" },
  ],
  orgs: [
    {
      login: "contoso",
      id: 6_154_722,
      name: "Contoso",
      owners: ["mira"],
      members: ["jon"],
      basePermission: "none",
    },
  ],
  repositories: [
    {
      name: "contoso/tools",
      id: 41_881_900,
      description: "Build and release tooling",
      language: "TypeScript",
      collaborators: { jon: "write" },
    },
    {
      // Above 2^31: whoever keeps ids in 32 bits finds out here.
      name: "contoso/web",
      id: 3_000_000_019,
      description: "The public web site",
      language: "TypeScript",
      collaborators: { jon: "write" },
      // Something to deploy: a page, and a script that says what it does.
      files: {
        "public/index.html": "<!doctype html>\n<title>Contoso</title>\n<h1>Hello from Contoso</h1>\n",
        "deploy.sh":
          '#!/bin/sh\nset -eu\necho "Checking $(ls public | wc -l) file(s)"\ngrep -q Contoso public/index.html\necho "The site is in place"\n',
      },
    },
    { name: "contoso/secret", id: 912_004_417, private: true, description: "The next product" },
    { name: "mira/dotfiles", id: 205_338_121, description: "My dotfiles", language: "Shell" },
  ],
  appOwner: "contoso",
  hourlyRateLimit: 5000,
} satisfies LabSeed;

/** What the lab's App asks for unless the seed says otherwise. */
export const DEFAULT_APP_PERMISSIONS: Record<string, AppAccess> = {
  actions: "write",
  administration: "write",
  checks: "read",
  contents: "write",
  deployments: "write",
  discussions: "read",
  git_ssh_keys: "write",
  issues: "write",
  members: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "read",
  workflows: "write",
};

export const DEFAULT_APP_EVENTS = [
  "check_run",
  "check_suite",
  "commit_comment",
  "create",
  "delete",
  "deployment",
  "deployment_review",
  "deployment_status",
  "discussion",
  "discussion_comment",
  "issue_comment",
  "issues",
  "member",
  "membership",
  "organization",
  "public",
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "push",
  "release",
  "repository",
  "status",
  "workflow_job",
  "workflow_run",
];

/** `count` repositories `owner/prefix-1` … for tests of paging and load. */
export function generateRepositories(
  owner: string,
  count: number,
  options: { prefix?: string; private?: boolean } = {},
): RepositorySeed[] {
  const { prefix = "repo", private: isPrivate = false } = options;
  return Array.from({ length: count }, (_, index) => ({
    name: `${owner}/${prefix}-${String(index + 1)}`,
    private: isPrivate,
  }));
}

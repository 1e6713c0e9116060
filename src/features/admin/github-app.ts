export type AppAccess = "read" | "write";

export interface AppPermission {
  /** As the App manifest and `GET /app` name it. */
  readonly name: string;
  /** As GitHub's settings pages title it. */
  readonly title: string;
  /** What the setup page asks for, so that nobody has to approve the App a second time for a feature that it lacked. */
  readonly asks: AppAccess;
  /** What Ployst can't do without; undefined: what needs it stays off, and the rest works. */
  readonly needs?: AppAccess;
  readonly why: string;
}

/**
 * Everything our GitHub App asks for; setup page, `doctor` and docs read it here. Not asked for: `workflows` (a merge of
 * changed workflow files is left to github.com) and `administration`. What a person does from chat goes through their own
 * token, so that `write` never lets anybody do more than GitHub lets them.
 * Source: docs.github.com "Permissions required for GitHub Apps" and "Webhook events and payloads".
 */
export const APP_PERMISSIONS: readonly AppPermission[] = [
  { name: "metadata", title: "Metadata", asks: "read", needs: "read", why: "names and ids of repositories" },
  {
    name: "issues",
    title: "Issues",
    asks: "write",
    needs: "read",
    why: "issues and comments in channels; write: open, close and comment from chat",
  },
  {
    name: "pull_requests",
    title: "Pull requests",
    asks: "write",
    needs: "read",
    why: "pull requests and reviews in channels; write: approve and comment from chat",
  },
  {
    name: "contents",
    title: "Contents",
    asks: "write",
    needs: "read",
    why: "pushes, branches and releases in channels; write: merge a pull request from chat",
  },
  {
    name: "checks",
    title: "Checks",
    asks: "read",
    needs: "read",
    why: "check results on pull request cards",
  },
  { name: "statuses", title: "Commit statuses", asks: "read", why: "results of other CI systems on cards" },
  {
    name: "actions",
    title: "Actions",
    asks: "write",
    why: "workflow runs in channels; write: run, re-run and approve workflows from chat",
  },
  {
    name: "deployments",
    title: "Deployments",
    asks: "write",
    why: "deployments in channels; write: approve a waiting deployment from chat",
  },
  { name: "discussions", title: "Discussions", asks: "read", why: "discussions in channels" },
  { name: "merge_queues", title: "Merge queues", asks: "read", why: "the merge queue on pull request cards" },
  {
    name: "vulnerability_alerts",
    title: "Dependabot alerts",
    asks: "read",
    why: "Dependabot alerts in channels",
  },
  {
    name: "security_events",
    title: "Code scanning alerts",
    asks: "read",
    why: "code scanning alerts in channels",
  },
  {
    name: "secret_scanning_alerts",
    title: "Secret scanning alerts",
    asks: "read",
    why: "secret scanning alerts in channels",
  },
  {
    name: "members",
    title: "Members (organization)",
    asks: "read",
    why: "notice at once that somebody left the organization, rather than within ten minutes",
  },
  {
    name: "git_ssh_keys",
    title: "Git SSH keys (account)",
    asks: "write",
    why: "add a person's Ployst key to their GitHub account when they ask for it",
  },
];

export interface AppEvent {
  readonly name: string;
  /** The permission without which GitHub offers no such event: asking for it alone makes GitHub refuse the manifest. */
  readonly permission: string;
  readonly isNeeded: boolean;
}

const needed = (permission: string, ...names: readonly string[]): readonly AppEvent[] =>
  names.map((name) => ({ name, permission, isNeeded: true }));
const useful = (permission: string, ...names: readonly string[]): readonly AppEvent[] =>
  names.map((name) => ({ name, permission, isNeeded: false }));

/** Subscribed webhook events. `installation*` and `github_app_authorization` come to every App and can't be subscribed. */
export const APP_EVENTS: readonly AppEvent[] = [
  ...needed("metadata", "repository"),
  ...useful("metadata", "public"),
  ...needed("issues", "issues", "issue_comment"),
  ...needed("pull_requests", "pull_request", "pull_request_review", "pull_request_review_comment"),
  ...useful("pull_requests", "pull_request_review_thread"),
  ...needed("contents", "push"),
  ...useful("contents", "create", "delete", "release", "commit_comment"),
  ...needed("checks", "check_run", "check_suite"),
  ...useful("statuses", "status"),
  ...useful("actions", "workflow_run", "workflow_job"),
  ...useful("deployments", "deployment", "deployment_status", "deployment_review"),
  ...useful("discussions", "discussion", "discussion_comment"),
  ...useful("merge_queues", "merge_group"),
  ...useful("vulnerability_alerts", "dependabot_alert"),
  ...useful("security_events", "code_scanning_alert"),
  ...useful("secret_scanning_alerts", "secret_scanning_alert"),
  ...useful("members", "member", "membership", "organization"),
];

export const WEBHOOK_PATH = "/github/webhooks";
/** GitHub refuses longer names. */
export const LONGEST_APP_NAME = 34;

export interface AppManifest {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly hook_attributes: { readonly url: string; readonly active: boolean };
  readonly redirect_url: string;
  readonly callback_urls: readonly string[];
  readonly setup_url: string;
  readonly setup_on_update: boolean;
  readonly public: boolean;
  readonly default_permissions: Readonly<Record<string, AppAccess>>;
  readonly default_events: readonly string[];
  readonly request_oauth_on_install: boolean;
}

/**
 * The manifest that makes our App. `publicUrl` without a slash at the end. Private: only its owner installs it; whoever
 * wants it in a second organization makes it public in its settings. Sign-in is not part of the installation, because it
 * has to start from a Teams user. Source: docs.github.com "Registering a GitHub App from a manifest".
 */
export function toAppManifest({
  publicUrl,
  name,
}: {
  readonly publicUrl: string;
  readonly name: string;
}): AppManifest {
  return {
    name: name.slice(0, LONGEST_APP_NAME),
    description: "GitHub in Microsoft Teams, by Ployst",
    url: publicUrl,
    hook_attributes: { url: `${publicUrl}${WEBHOOK_PATH}`, active: true },
    redirect_url: `${publicUrl}/setup/github/callback`,
    callback_urls: [`${publicUrl}/auth/github/callback`],
    setup_url: `${publicUrl}/github/setup`,
    setup_on_update: true,
    public: false,
    default_permissions: Object.fromEntries(
      APP_PERMISSIONS.map(({ name: permission, asks }) => [permission, asks]),
    ),
    default_events: APP_EVENTS.map((event) => event.name),
    request_oauth_on_install: false,
  };
}

/** A name to start from; GitHub wants it unique and lets the person change it. */
export function suggestAppName(publicUrl: string): string {
  const host = new URL(publicUrl).hostname;
  return `Ployst ${host}`.slice(0, LONGEST_APP_NAME).trim();
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Can GitHub send webhooks to us at all? It refuses Apps with a loopback address, unless it runs on this machine too. */
export function isReachableFromGitHub(publicUrl: string, githubWebUrl: string): boolean {
  return !LOOPBACK.test(new URL(publicUrl).hostname) || LOOPBACK.test(new URL(githubWebUrl).hostname);
}

/** One kind of thing that events are about: what people call it, and what the events do. */
interface Kind {
  /** What it is called in a sentence. */
  readonly noun: string;
  /** What filters for it. */
  readonly words: readonly string[];
}

const KINDS: Readonly<Record<string, Kind>> = {
  team: { noun: "team", words: ["team", "teams"] },
  team_member: { noun: "membership", words: ["member", "members", "membership", "team", "teams"] },
  team_invitation: { noun: "invitation", words: ["invitation", "invitations", "invite", "team", "teams"] },
  user: { noun: "user", words: ["user", "users", "account", "accounts"] },
  registration: { noun: "account", words: ["account", "accounts", "registration"] },
  account_token: { noun: "account link", words: ["account", "accounts"] },
  session: { noun: "web session", words: ["session", "sessions", "login", "account", "accounts"] },
  ssh_public_key: { noun: "SSH key", words: ["ssh", "key", "keys", "account", "accounts"] },
  key_pair: { noun: "key pair", words: ["keypair", "keypairs", "key", "keys"] },
  provider_token: { noun: "cloud token", words: ["token", "tokens", "cloud", "clouds"] },
  api_token: { noun: "API token", words: ["token", "tokens", "api"] },
  chatopsgithubuser: { noun: "GitHub sign-in", words: ["signin", "sign-in", "github"] },
  chatopsinstallation: { noun: "GitHub App", words: ["installation", "installations", "app", "github"] },
  chatopssubscription: { noun: "subscription", words: ["subscription", "subscriptions", "subscribe"] },
  github: { noun: "GitHub action", words: ["action", "actions", "github"] },
  github_person: { noun: "GitHub login's person", words: ["people", "person", "github"] },
  alert_preferences: { noun: "alerts", words: ["alert", "alerts"] },
  conversation: { noun: "conversation", words: ["conversation", "channel", "chat", "settings"] },
  schedule: { noun: "reminder", words: ["schedule", "schedules", "reminder", "reminders"] },
  webhook_delivery: { noun: "delivery", words: ["queue", "delivery", "deliveries"] },
  job: { noun: "job", words: ["queue", "job", "jobs"] },
  sweep: { noun: "sweep of deliveries", words: ["queue", "sweep"] },
  service_connection: { noun: "service", words: ["service", "services"] },
  notification: { noun: "notification", words: ["notification", "notifications", "notify"] },
  repository: { noun: "repository", words: ["repo", "repos", "repository"] },
  environment: { noun: "environment", words: ["env", "environment", "environments"] },
  cloud: { noun: "cloud", words: ["cloud", "clouds"] },
  server: { noun: "server", words: ["server", "servers"] },
  project: { noun: "project", words: ["project", "projects"] },
  deployment: { noun: "deployment", words: ["deploy", "deploys", "deployment", "deployments"] },
  deployment_group: { noun: "deployment", words: ["deploy", "deploys", "deployment", "deployments"] },
  realm: { noun: "realm", words: ["realm", "realms"] },
};

/** The entity types that a word filters for; none for a word that means nothing here. */
export function typesOf(word: string): readonly string[] {
  return Object.entries(KINDS).flatMap(([type, { words }]) =>
    words.includes(word.toLowerCase()) ? [type] : [],
  );
}

/** What people say for a thing: types that came later are shown as they are named. */
export function nounOf(entityType: string): string {
  return KINDS[entityType]?.noun ?? entityType.replace(/_/g, " ");
}

/** What a sentence offers who typed a word that means nothing. */
export const KIND_WORDS = "team, member, invitation, account, key, signin, subscription, reminder, settings";

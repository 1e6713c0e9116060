export type {
  GuardedNetwork,
  HealthProbe,
  ServiceAnswer,
  ServiceHttp,
  ServiceRequest,
  ServiceTarget,
} from "./http.ts";
export { PROVIDERS } from "./provider.ts";
export type {
  CredentialField,
  ItemState,
  ProviderDescription,
  ProviderId,
  ServiceAccount,
  ServiceEvent,
  ServiceItem,
  ServiceProvider,
  ServiceWebhook,
  Verified,
  WebhookProof,
  WebhookVerdict,
} from "./provider.ts";
export type { JiraProvider, JiraTransition } from "./jira.ts";
export type { BuildParameter, ConsolePart, JenkinsProvider, QueuedBuild } from "./jenkins.ts";
export type { TravisProvider } from "./travis.ts";

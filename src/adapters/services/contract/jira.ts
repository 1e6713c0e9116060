import type { ServiceAccount, ServiceItem, ServiceProvider } from "./provider.ts";

/** A way from an issue's state to another one. */
export interface JiraTransition {
  readonly id: string;
  readonly name: string;
  /** The state that it leads to. */
  readonly to: string;
}

/** What can be done in Jira. Everything that writes is sent once; its caller guards it. */
export interface JiraProvider extends ServiceProvider {
  comment(account: ServiceAccount, key: string, text: string): Promise<void>;
  /** Is there a comment with just these words among the latest, written at `since` (or a minute before: clocks differ) or later? */
  hasComment(account: ServiceAccount, key: string, text: string, since: Date): Promise<boolean>;
  listTransitions(account: ServiceAccount, key: string): Promise<readonly JiraTransition[]>;
  transition(account: ServiceAccount, key: string, transitionId: string): Promise<void>;
  /** What was created, though Jira may not show it yet. Throws SERVICE_REFUSED with Jira's own reason, such as an issue type that the project lacks. */
  create(
    account: ServiceAccount,
    issue: { readonly project: string; readonly type: string; readonly summary: string },
  ): Promise<ServiceItem>;
}

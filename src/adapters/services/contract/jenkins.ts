import type { ServiceAccount, ServiceItem, ServiceProvider } from "./provider.ts";

/** What became of a build that was asked for. */
export type QueuedBuild =
  | { readonly kind: "waiting"; readonly why: string }
  | { readonly kind: "started"; readonly number: number }
  | { readonly kind: "cancelled" };

/** A piece of a build's console. */
export interface ConsolePart {
  readonly text: string;
  /** Where to go on reading. */
  readonly next: number;
  /** The build still writes. */
  readonly isOpen: boolean;
}

/** What a build was given; without a value for what Jenkins keeps to itself: passwords, files. */
export interface BuildParameter {
  readonly name: string;
  readonly value?: string;
}

/** What can be done in Jenkins. Jobs are named as people see them: `folder/job`. */
export interface JenkinsProvider extends ServiceProvider {
  /** Asks for a build, once; answers its place in the queue. Throws SERVICE_ITEM_MISSING. */
  build(
    account: ServiceAccount,
    job: string,
    parameters: Readonly<Record<string, string>>,
  ): Promise<{ readonly queueId: string }>;
  findQueued(account: ServiceAccount, queueId: string): Promise<QueuedBuild | undefined>;
  findBuild(account: ServiceAccount, job: string, number: number): Promise<ServiceItem | undefined>;
  /** What a build was given; undefined for none of that number. */
  findParameters(
    account: ServiceAccount,
    job: string,
    number: number,
  ): Promise<readonly BuildParameter[] | undefined>;
  /** From `start` (in bytes) on. */
  readConsole(account: ServiceAccount, job: string, number: number, start: number): Promise<ConsolePart>;
}

import type { ServiceAccount, ServiceItem, ServiceProvider } from "./provider.ts";

/** What can be done in Travis CI. Builds by their number in its address; everything that writes is sent once. */
export interface TravisProvider extends ServiceProvider {
  restart(account: ServiceAccount, buildId: string): Promise<void>;
  cancel(account: ServiceAccount, buildId: string): Promise<void>;
  /** Asks for a build of a branch. Throws SERVICE_ITEM_MISSING for a repository that Travis CI doesn't know. */
  trigger(
    account: ServiceAccount,
    request: { readonly repository: string; readonly branch: string; readonly message: string },
  ): Promise<void>;
  /** The latest build of a branch; of any branch if none is named. */
  findLatest(account: ServiceAccount, repository: string, branch?: string): Promise<ServiceItem | undefined>;
}

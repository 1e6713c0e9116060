import type { CloudDescription, CloudProviderKey } from "./description.ts";
import type { CloudDriver } from "./driver.ts";

/** All providers. */
export interface Clouds {
  /** In the order in which they are offered; nothing is loaded for them. */
  readonly descriptions: readonly CloudDescription[];
  /** Loaded when it is asked for first. */
  get(key: CloudProviderKey): Promise<CloudDriver>;
  /** Ends kept connections. */
  close(): void;
}

import type { CloudDriver, CloudHttp, CloudNetwork, CloudProviderKey, Clouds } from "./contract/index.ts";
import { digitalOceanDescription } from "./digitalocean/description.ts";
import { ec2Description } from "./ec2/description.ts";
import { existingDescription } from "./existing/description.ts";
import type { Time } from "./settling.ts";

export type * from "./contract/index.ts";
export { CLOUD_PROVIDERS } from "./contract/index.ts";

export interface CloudsOptions extends Time {
  readonly http: CloudHttp;
  readonly network: CloudNetwork;
  readonly version: string;
}

/** A driver for each provider. Vendors' SDKs are large, so each is loaded by who needs it first. */
export function createClouds({ http, network, version, clock, timers }: CloudsOptions): Clouds {
  const closers: (() => void)[] = [];
  const load: Readonly<Record<CloudProviderKey, () => Promise<CloudDriver>>> = {
    existing: async () => (await import("./existing/existing.ts")).createExisting(),
    digitalocean: async () => {
      const { createDigitalOcean } = await import("./digitalocean/digitalocean.ts");
      return createDigitalOcean(http, { clock, timers });
    },
    ec2: async () => {
      const driver = (await import("./ec2/ec2.ts")).createEc2({ network, version, clock });
      closers.push(() => driver.close());
      return driver;
    },
  };
  const loaded = new Map<CloudProviderKey, Promise<CloudDriver>>();
  return {
    descriptions: [existingDescription, digitalOceanDescription, ec2Description],
    get: (key) => {
      const driver = loaded.get(key) ?? load[key]();
      loaded.set(key, driver);
      return driver;
    },
    close: () => {
      for (const close of closers) close();
    },
  };
}

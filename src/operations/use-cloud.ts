import { z } from "zod";
import type { CloudAccount, CloudDriver, CloudProviderKey, Clouds } from "../adapters/clouds/index.ts";
import { CLOUD_PROVIDERS } from "../adapters/clouds/index.ts";
import type { CloudRecord, Store } from "../adapters/store/index.ts";

const Provider = z.enum(CLOUD_PROVIDERS);
const Texts = z.record(z.string(), z.string());

/** A cloud's driver, and its account with the credentials opened: for the moment of its use, never to be kept or logged. */
export interface CloudInUse {
  readonly driver: CloudDriver;
  readonly account: CloudAccount;
}

export type UseCloud = (
  cloud: Pick<CloudRecord, "id" | "provider" | "address" | "region" | "privateNetwork" | "settings">,
) => Promise<CloudInUse>;

/** Makes of a kept cloud what its driver is called with. */
export function createUseCloud({
  store,
  clouds,
}: {
  readonly store: Pick<Store, "read">;
  readonly clouds: Clouds;
}): UseCloud {
  return async ({ id, provider, address, region, privateNetwork, settings }) => {
    const key: CloudProviderKey = Provider.parse(provider);
    const credentials = Texts.parse((await store.read((reads) => reads.clouds.findCredentials(id))) ?? {});
    const account = {
      endpoint: address,
      region,
      privateNetwork,
      credentials,
      settings: Texts.parse(settings),
    };
    return { driver: await clouds.get(key), account };
  };
}

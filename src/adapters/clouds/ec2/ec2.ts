import type { Clock } from "../../../core/clock.ts";
import type { CloudAccount, CloudDriver, CloudImage, CloudSize, ServerPlace } from "../contract/index.ts";
import { ListCache } from "../list-cache.ts";
import { createCalls } from "./calls.ts";
import type { ClientOptions } from "./clients.ts";
import { createInstance } from "./create.ts";
import { ec2Description } from "./description.ts";
import { describeInstance, findByClientToken, listOwn } from "./find.ts";
import { readImages } from "./images.ts";
import { actOnInstance, terminate } from "./power.ts";
import { createRegions, regionOf } from "./regions.ts";
import { readSizes } from "./sizes.ts";
import { verifyAccount } from "./verify.ts";

/** AWS EC2 by its official SDK. An instance is known by its id in its region only. */
export function createEc2(
  options: ClientOptions & { readonly clock: Clock },
): CloudDriver & { close(): void } {
  const calls = createCalls(options);
  const regions = createRegions(calls, options.clock);
  const sizes = new ListCache<CloudSize>(options.clock);
  const images = new ListCache<CloudImage>(options.clock);
  const listSizes: CloudDriver["listSizes"] = async (account, given) => {
    const region = await regions.choose(account, given);
    return sizes.get(account, region, () => readSizes(calls, account, region));
  };
  const listImages: CloudDriver["listImages"] = async (account, given) => {
    const region = await regions.choose(account, given);
    return images.get(account, region, () => readImages(calls, account, region));
  };
  const deps = { calls, regions, listSizes, listImages };
  const at = (account: CloudAccount, { providerId, region }: ServerPlace): ServerPlace => ({
    providerId,
    region: regionOf(account, region),
  });
  return {
    description: ec2Description,
    verify: (account) => verifyAccount(account, deps),
    listRegions: (account) => regions.list(account),
    listSizes,
    listImages,
    createServer: (account, order, signal) => createInstance(account, order, deps, signal),
    describeServer: (account, server) => describeInstance(calls, account, at(account, server)),
    findByToken: (account, { clientToken, region }) =>
      findByClientToken(calls, account, clientToken, regionOf(account, region)),
    power: (account, server, action) => actOnInstance(calls, account, at(account, server), action),
    forceStop: (account, server) => actOnInstance(calls, account, at(account, server), "forceStop"),
    deleteServer: (account, server) => terminate(calls, account, at(account, server)),
    listByTag: async (account) =>
      listOwn(
        calls,
        account,
        (await regions.list(account)).map(({ id }) => id),
      ),
    close: () => calls.close(),
  };
}

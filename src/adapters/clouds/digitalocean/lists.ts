import type { Clock } from "../../../core/clock.ts";
import type { CloudAccount, CloudDriver } from "../contract/index.ts";
import type { CloudImage, CloudRegion, CloudSize } from "../contract/index.ts";
import { ListCache } from "../list-cache.ts";
import type { Api } from "./api.ts";
import { regionOf } from "./description.ts";
import { Images, Regions, Sizes } from "./shapes.ts";

/** Where, how large, and with what on it. */
export function createLists(
  api: Api,
  clock: Clock,
): Pick<CloudDriver, "listRegions" | "listSizes" | "listImages"> {
  const regions = new ListCache<CloudRegion>(clock);
  const sizes = new ListCache<CloudSize & { readonly regions: readonly string[] }>(clock);
  const images = new ListCache<CloudImage & { readonly regions: readonly string[] }>(clock);
  return {
    listRegions: (account) => regions.get(account, "", () => readRegions(api, account)),
    listSizes: async (account, region) =>
      inRegion(await sizes.get(account, "", () => readSizes(api, account)), regionOf(account, region)),
    listImages: async (account, region) =>
      inRegion(await images.get(account, "", () => readImages(api, account)), regionOf(account, region)),
  };
}

async function readRegions(api: Api, account: CloudAccount): Promise<readonly CloudRegion[]> {
  const pages = await api.readPages(Regions, account, "/v2/regions", ["regions:read"]);
  return pages
    .flatMap(({ regions }) => regions)
    .filter(({ available }) => available)
    .map(({ slug, name }) => ({ id: slug, name }));
}

async function readSizes(api: Api, account: CloudAccount): Promise<readonly (CloudSize & InRegions)[]> {
  const pages = await api.readPages(Sizes, account, "/v2/sizes", ["sizes:read"]);
  return pages
    .flatMap((page) => page.sizes)
    .filter(({ available }) => available)
    .map((size) => ({
      id: size.slug,
      name: size.description === "" ? size.slug : size.description,
      cpus: size.vcpus,
      memoryMb: size.memory,
      diskGb: size.disk,
      monthlyPrice: { amount: size.price_monthly, currency: "USD" },
      regions: size.regions,
    }));
}

async function readImages(api: Api, account: CloudAccount): Promise<readonly (CloudImage & InRegions)[]> {
  const pages = await api.readPages(Images, account, "/v2/images?type=distribution", ["image:read"]);
  return pages
    .flatMap((page) => page.images)
    .filter(({ status }) => status === "available")
    .map(({ id, slug, name, distribution, regions }) => ({
      id: slug ?? String(id),
      alias: "",
      name: `${distribution} ${name}`.trim(),
      // DigitalOcean puts the account's keys there.
      sshUser: "root",
      regions,
    }));
}

interface InRegions {
  readonly regions: readonly string[];
}

function inRegion<T extends InRegions>(all: readonly T[], region: string): readonly Omit<T, "regions">[] {
  return all.filter(({ regions }) => regions.includes(region)).map(({ regions: _, ...rest }) => rest);
}

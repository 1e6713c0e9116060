import type {
  CloudAccount,
  CloudDescription,
  CloudDriver,
  VerifiedCloud,
} from "../../adapters/clouds/contract/index.ts";
import { faults, isFault } from "../../core/errors.ts";
import { Fault } from "../../core/fault.ts";
import { nearest } from "../../core/suggest.ts";
import { sayGiven } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import type { Entered } from "./entered.ts";

/** What the provider says of entries that are not kept yet; a fault that passes while it is away. */
export async function askProvider(
  entered: Omit<Entered, "name">,
  description: CloudDescription,
  { providers }: Pick<Deps, "providers">,
): Promise<VerifiedCloud | Fault> {
  const { address: endpoint, region, privateNetwork, credentials, settings } = entered;
  const account = { endpoint, region, privateNetwork, credentials, settings };
  try {
    const driver = await providers.get(description.key);
    const verified = await driver.verify(account);
    await checkRegion(driver, account);
    return verified;
  } catch (error) {
    if (isFault(error, "CLOUD_CREDENTIALS_REFUSED"))
      return faults.CLOUD_ENTRIES_REFUSED({ provider: description.name });
    if (error instanceof Fault) return error;
    throw error;
  }
}

/** Throws CLOUD_REGION_UNKNOWN: better now than with the first server. */
async function checkRegion(driver: CloudDriver, account: CloudAccount): Promise<void> {
  const { description } = driver;
  if (!description.hasRegions || account.region === "") return;
  const regions = await listRegions(driver, account);
  if (regions === undefined || regions.includes(account.region)) return;
  const suggestion = nearest(account.region, regions) ?? "";
  throw faults.CLOUD_REGION_UNKNOWN({
    provider: description.name,
    given: sayGiven(account.region),
    suggestion,
  });
}

/** Undefined where the credentials may not list them: that is among the notes already. */
async function listRegions(
  driver: CloudDriver,
  account: CloudAccount,
): Promise<readonly string[] | undefined> {
  try {
    return (await driver.listRegions(account)).map(({ id }) => id);
  } catch (error) {
    if (isFault(error, "CLOUD_SCOPE_MISSING")) return undefined;
    throw error;
  }
}

import { DescribeRegionsCommand } from "@aws-sdk/client-ec2";
import type { Clock } from "../../../core/clock.ts";
import { faults, isFault } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import { nearest } from "../../../core/suggest.ts";
import type { CloudAccount, CloudRegion } from "../contract/index.ts";
import { ListCache } from "../list-cache.ts";
import type { Calls } from "./calls.ts";
import { ec2Description } from "./description.ts";
import { notUnderstood, provider } from "./refusals.ts";

const SHAPE = /^[a-z]{2,4}(?:-[a-z]{2,12}){1,2}-\d{1,2}$/;
const LONGEST_GIVEN = 60;

export interface Regions {
  list(account: CloudAccount): Promise<readonly CloudRegion[]>;
  /** The region that is meant, if the account has it. Throws CLOUD_REGION_UNKNOWN. */
  choose(account: CloudAccount, region: string): Promise<string>;
}

/** The regions that are enabled for the account. */
export function createRegions(calls: Calls, clock: Clock): Regions {
  const cache = new ListCache<CloudRegion>(clock);
  const list: Regions["list"] = (account) =>
    cache.get(account, homeOf(account), async () => {
      const { Regions: found } = await calls.call(
        account,
        homeOf(account),
        { actions: ["DescribeRegions"] },
        (client, options) => client.send(new DescribeRegionsCommand({}), options),
      );
      if (found === undefined) throw notUnderstood(account);
      return found.map(({ RegionName: name = "" }) => ({ id: name, name }));
    });
  return {
    list,
    choose: async (account, given) => {
      const region = regionOf(account, given);
      const known = SHAPE.test(region) ? await listOrNothing(() => list(account)) : [];
      if (known === undefined || known.some(({ id }) => id === region)) return region;
      const ids = (known.length > 0 ? known : await list(account)).map(({ id }) => id);
      throw faults.CLOUD_REGION_UNKNOWN({
        provider,
        given: escapeMarkdown(region.slice(0, LONGEST_GIVEN).toWellFormed()),
        suggestion: nearest(region, ids) ?? "",
      });
    },
  };
}

export function regionOf(account: Pick<CloudAccount, "region">, region: string): string {
  return region || account.region || ec2Description.defaults.region;
}

/** Each of AWS's partitions has a region that is always enabled (docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). */
function homeOf({ region }: CloudAccount): string {
  if (region.startsWith("cn-")) return "cn-north-1";
  return region.startsWith("us-gov-") ? "us-gov-west-1" : "us-east-1";
}

/** Who may not see the regions may use them all the same. */
async function listOrNothing(
  list: () => Promise<readonly CloudRegion[]>,
): Promise<readonly CloudRegion[] | undefined> {
  try {
    return await list();
  } catch (error) {
    if (isFault(error, "CLOUD_SCOPE_MISSING")) return undefined;
    throw error;
  }
}

import { DescribeInstancesCommand, DescribeVpcsCommand, RunInstancesCommand } from "@aws-sdk/client-ec2";
import { isFault } from "../../../core/errors.ts";
import type { CloudAccount, CloudImage, ServerOrder, VerifiedCloud } from "../contract/index.ts";
import type { Calls } from "./calls.ts";
import { toInput } from "./create.ts";
import { ec2Description } from "./description.ts";
import type { Regions } from "./regions.ts";

const FEW = 5;
const SHOWN_OF_KEY = 4;
/** What RunInstances answers to a try that would have been allowed. */
const ALLOWED = "DryRunOperation";

export interface VerifyDeps {
  readonly calls: Calls;
  readonly regions: Regions;
  readonly listSizes: (account: CloudAccount, region: string) => Promise<unknown>;
  readonly listImages: (account: CloudAccount, region: string) => Promise<readonly CloudImage[]>;
}

/** Looks, and tries a create with `DryRun`: what EC2 lets us do can be known before it is needed. */
export async function verifyAccount(account: CloudAccount, deps: VerifyDeps): Promise<VerifiedCloud> {
  const missing = new Set<string>();
  const probe = async <T>(action: string, look: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      if (!isFault(error, "CLOUD_SCOPE_MISSING")) throw error;
      missing.add(`ec2:${action}`);
      return undefined;
    }
  };
  await probe("DescribeRegions", () => deps.regions.list(account));
  const region = await deps.regions.choose(account, "");
  const vpcs = await probe("DescribeVpcs", () => readDefaultVpcs(account, region, deps.calls));
  await probe("DescribeInstances", () => readFew(account, region, deps.calls));
  await probe("DescribeInstanceTypes", () => deps.listSizes(account, region));
  const images = await probe("DescribeImages", () => deps.listImages(account, region));
  const refusal = await tryToCreate(account, region, images ?? [], deps.calls);
  if (refusal === "unauthorized") missing.add("ec2:RunInstances").add("ec2:CreateTags");
  const isWithoutNetwork = vpcs?.length === 0 && account.privateNetwork === "";
  const isWithoutGroup = (account.settings["securityGroup"] ?? "") === "";
  const notes = [
    missing.size === 0 ? "" : `The key lacks ${[...missing].sort().join(", ")}.`,
    isWithoutNetwork ? `${region} has no default VPC: give a subnet.` : "",
    isWithoutGroup ? "No security group is given: the VPC's default one lets nobody log in." : "",
    refusal === "refused"
      ? "AWS refuses to create an instance like this: check the subnet and the group."
      : "",
  ];
  const owner = vpcs?.[0]?.OwnerId;
  return {
    accountName: owner === undefined ? nameOfKey(account) : `AWS account ${owner}`,
    notes: notes.filter((note) => note !== ""),
  };
}

async function readDefaultVpcs(
  account: CloudAccount,
  region: string,
  calls: Calls,
): Promise<readonly { readonly OwnerId?: string | undefined }[]> {
  const input = { Filters: [{ Name: "is-default", Values: ["true"] }] };
  const answer = await calls.call(account, region, { actions: ["DescribeVpcs"] }, (client, options) =>
    client.send(new DescribeVpcsCommand(input), options),
  );
  return answer.Vpcs ?? [];
}

async function readFew(account: CloudAccount, region: string, calls: Calls): Promise<void> {
  await calls.call(account, region, { actions: ["DescribeInstances"] }, (client, options) =>
    client.send(new DescribeInstancesCommand({ MaxResults: FEW }), options),
  );
}

/** Undefined also when nothing can be tried. */
async function tryToCreate(
  account: CloudAccount,
  region: string,
  images: readonly CloudImage[],
  calls: Calls,
): Promise<"unauthorized" | "refused" | undefined> {
  const { size, image } = ec2Description.defaults;
  const tried = images.find(({ alias }) => alias === image);
  if (tried === undefined) return undefined;
  const { ClientToken: _, ...input } = toInput(account, { ...NOTHING, size }, tried.id);
  const ask = { actions: ["RunInstances", "CreateTags"] };
  const outcome = await calls.attempt(account, region, ask, (client, options) =>
    client.send(new RunInstancesCommand({ ...input, DryRun: true }), options),
  );
  // An answer would mean that it was created, which DryRun rules out.
  if (!("fault" in outcome) || outcome.code === ALLOWED) return undefined;
  return outcome.code === "UnauthorizedOperation" ? "unauthorized" : "refused";
}

const NOTHING: ServerOrder = {
  clientToken: "",
  isRepeat: false,
  name: "ployst-verify",
  region: "",
  size: "",
  image: "",
  publicKeys: [],
  tags: [],
};

function nameOfKey({ credentials }: CloudAccount): string {
  return `access key …${(credentials["accessKeyId"] ?? "").slice(-SHOWN_OF_KEY)}`;
}

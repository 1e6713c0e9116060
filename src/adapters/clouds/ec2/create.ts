import { RunInstancesCommand, type RunInstancesCommandInput } from "@aws-sdk/client-ec2";
import { faults } from "../../../core/errors.ts";
import type { Fault } from "../../../core/fault.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { CloudAccount, CloudImage, CloudServer, CloudSize, ServerOrder } from "../contract/index.ts";
import { unknownImage, unknownSize } from "../unknown.ts";
import { buildUserData } from "../user-data.ts";
import type { Calls } from "./calls.ts";
import { findByClientToken } from "./find.ts";
import { provider, unanswered, type Refused } from "./refusals.ts";
import type { Regions } from "./regions.ts";
import { OWN_TAG, toServer } from "./server.ts";

const WHAT = "the new instance";
const AMI = /^ami-[0-9a-f]{8,17}$/;
const QUOTA = ["InstanceLimitExceeded", "VcpuLimitExceeded", "VolumeLimitExceeded", "ResourceCountExceeded"];
const FULL = ["InsufficientInstanceCapacity", "InsufficientHostCapacity"];

export interface CreateDeps {
  readonly calls: Calls;
  readonly regions: Regions;
  readonly listSizes: (account: CloudAccount, region: string) => Promise<readonly CloudSize[]>;
  readonly listImages: (account: CloudAccount, region: string) => Promise<readonly CloudImage[]>;
}

/** EC2 itself knows an order again by its ClientToken, for as long as the instance lives and a day longer (ADR 0023). */
export async function createInstance(
  account: CloudAccount,
  given: ServerOrder,
  deps: CreateDeps,
  signal: AbortSignal | undefined,
): Promise<CloudServer> {
  const order = { ...given, region: await deps.regions.choose(account, given.region) };
  const { clientToken, region } = order;
  const find = (): Promise<CloudServer | undefined> =>
    findByClientToken(deps.calls, account, clientToken, region);
  // Also because a name such as `debian-12` may mean another image by now, and EC2 would take it for another order.
  const found = order.isRepeat ? await find() : undefined;
  if (found !== undefined) return found;
  const input = toInput(account, order, await toImageId(account, order, deps));
  signal?.throwIfAborted();
  const ask = { actions: ["RunInstances", "CreateTags"], what: WHAT };
  const outcome = await deps.calls.attempt(account, region, ask, (client, options) =>
    client.send(new RunInstancesCommand(input), options),
  );
  if (!("fault" in outcome)) {
    const [instance] = outcome.answer.Instances ?? [];
    if (instance?.InstanceId === undefined) throw unanswered(WHAT);
    return { ...toServer(instance, region), clientToken };
  }
  if (outcome.code !== "IdempotentParameterMismatch") throw await explain(account, order, outcome, deps);
  const earlier = await find();
  if (earlier === undefined) throw unanswered(WHAT);
  return earlier;
}

/** What RunInstances takes for the order; the same order makes the same request. */
export function toInput(
  account: CloudAccount,
  { clientToken, name, size, publicKeys, userData, tags }: ServerOrder,
  imageId: string,
): RunInstancesCommandInput {
  const { securityGroup = "" } = account.settings;
  const text = buildUserData({ publicKeys, given: userData ?? "" });
  const labels = [
    { Key: "Name", Value: name },
    { Key: OWN_TAG, Value: clientToken },
    ...tags.map((tag) => ({ Key: tag, Value: "" })),
  ];
  return {
    MinCount: 1,
    MaxCount: 1,
    ClientToken: clientToken,
    ImageId: imageId,
    // Whatever is typed: EC2 knows its types better than an SDK of some day.
    InstanceType: size as NonNullable<RunInstancesCommandInput["InstanceType"]>,
    TagSpecifications: [
      { ResourceType: "instance", Tags: labels },
      { ResourceType: "volume", Tags: labels },
    ],
    // What runs there can't read the user data by a request that it was tricked into.
    MetadataOptions: { HttpTokens: "required" },
    ...(text !== "" && { UserData: Buffer.from(text).toString("base64") }),
    ...(securityGroup !== "" && { SecurityGroupIds: [securityGroup] }),
    ...(account.privateNetwork !== "" && { SubnetId: account.privateNetwork }),
  };
}

/** Throws CLOUD_IMAGE_UNKNOWN. */
async function toImageId(
  account: CloudAccount,
  { image, region }: ServerOrder,
  { listImages }: CreateDeps,
): Promise<string> {
  if (AMI.test(image)) return image;
  const images = await listImages(account, region);
  const named = images.find(({ alias }) => alias === image);
  if (named === undefined) throw unknownImage(provider, image, region, images);
  return named.id;
}

async function explain(
  account: CloudAccount,
  order: ServerOrder,
  { code, fault }: Refused,
  { listSizes, listImages }: CreateDeps,
): Promise<Fault> {
  const { size, image, region } = order;
  if (QUOTA.includes(code)) return faults.CLOUD_QUOTA({ provider, limit: "" });
  if (FULL.includes(code)) return faults.CLOUD_FULL({ provider, size: escapeMarkdown(size), region });
  if (code.startsWith("InvalidAMIID"))
    return unknownImage(provider, image, region, await listImages(account, region));
  if (code !== "InvalidParameterValue" && code !== "Unsupported") return fault;
  const sizes = await listSizes(account, region);
  return sizes.some(({ id }) => id === size) ? fault : unknownSize(provider, size, region, sizes);
}

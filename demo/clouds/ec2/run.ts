import type { Outgoing } from "../http/server.ts";
import type { Call } from "./actions.ts";
import { IMAGES, TYPES } from "./catalog.ts";
import { toItem, type Instance } from "./instances.ts";
import { GROUPS, SUBNETS } from "./world.ts";
import { answerOf, errorOf } from "./xml.ts";

const MOST_USER_DATA = 16 * 1_024;

/** RunInstances for one instance: docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html */
export async function runInstances({ world, query, region, may }: Call): Promise<Outgoing> {
  const tags = query
    .groups("TagSpecification")
    .filter((one) => one.get("ResourceType") === "instance")
    .flatMap((one) => one.groups("Tag"))
    .map((one) => ({ key: one.get("Key") ?? "", value: one.get("Value") ?? "" }));
  if (!may("RunInstances") || (tags.length > 0 && !may("CreateTags"))) return unauthorized;
  if (query.get("DryRun") === "true")
    return errorOf(412, "DryRunOperation", "Request would have succeeded, but DryRun flag is set.");
  const clientToken = query.get("ClientToken") ?? "";
  const known = world.instances.all.find((one) => one.region === region && one.clientToken === clientToken);
  // "If you retry with the same token and parameters, the retry succeeds without performing any further actions."
  if (known !== undefined && clientToken !== "")
    return known.request === query.text
      ? toAnswer(known, world.accountId)
      : errorOf(
          400,
          "IdempotentParameterMismatch",
          "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
        );
  const refused = refusalOf({ world, query, region, may });
  if (refused !== undefined) return refused;
  const type = TYPES.find(({ name }) => name === query.get("InstanceType"));
  const instance = await world.instances.run({
    ...{ region, clientToken, tags, request: query.text },
    imageId: query.get("ImageId") ?? "",
    type: type?.name ?? "",
    vcpus: type?.vcpus ?? 0,
    architecture: type?.architecture ?? "",
    userData: Buffer.from(query.get("UserData") ?? "", "base64").toString(),
    subnetId: query.get("SubnetId") ?? "",
    groupIds: query.list("SecurityGroupId"),
    httpTokens: query.get("MetadataOptions.HttpTokens") ?? "optional",
  });
  return toAnswer(instance, world.accountId);
}

function refusalOf({ world, query }: Call): Outgoing | undefined {
  const [imageId, typeName, subnetId] = ["ImageId", "InstanceType", "SubnetId"].map(
    (name) => query.get(name) ?? "",
  );
  if (!/^ami-[0-9a-f]{8,17}$/.test(imageId ?? ""))
    return errorOf(400, "InvalidAMIID.Malformed", `Invalid id: "${imageId ?? ""}"`);
  const image = IMAGES.find(({ id }) => id === imageId);
  if (image === undefined)
    return errorOf(400, "InvalidAMIID.NotFound", `The image id '[${imageId ?? ""}]' does not exist`);
  const type = TYPES.find(({ name }) => name === typeName);
  if (type === undefined)
    return errorOf(400, "InvalidParameterValue", `Invalid value '${typeName ?? ""}' for InstanceType.`);
  if (type.architecture !== image.architecture)
    return errorOf(
      400,
      "InvalidParameterValue",
      `The architecture '${type.architecture}' of the specified instance type does not match the architecture '${image.architecture}' of the specified AMI.`,
    );
  if (subnetId === "" && !world.hasDefaultVpc)
    return errorOf(
      400,
      "VPCIdNotSpecified",
      "No default VPC for this user. GroupName is only supported for EC2-Classic and default VPC.",
    );
  if (subnetId !== undefined && subnetId !== "" && !SUBNETS.includes(subnetId))
    return errorOf(400, "InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  const group = query.list("SecurityGroupId").find((one) => !GROUPS.includes(one));
  if (group !== undefined)
    return errorOf(400, "InvalidGroup.NotFound", `The security group '${group}' does not exist`);
  if (Buffer.from(query.get("UserData") ?? "", "base64").length > MOST_USER_DATA)
    return errorOf(400, "InvalidParameterValue", "User data is limited to 16384 bytes");
  const used = world.instances.live.reduce((sum, { vcpus }) => sum + vcpus, 0);
  if (used + type.vcpus > world.vcpuLimit)
    return errorOf(
      400,
      "VcpuLimitExceeded",
      `You have requested more vCPU capacity than your current vCPU limit of ${String(world.vcpuLimit)} allows for the instance bucket that the specified instance type belongs to.`,
    );
  if (world.full.has(type.name))
    return errorOf(
      500,
      "InsufficientInstanceCapacity",
      `We currently do not have sufficient ${type.name} capacity in the Availability Zone you requested.`,
    );
  return undefined;
}

export const unauthorized = errorOf(
  403,
  "UnauthorizedOperation",
  "You are not authorized to perform this operation. Encoded authorization failure message: abc123",
);

function toAnswer(instance: Instance, ownerId: string): Outgoing {
  const reservationId = `r-${instance.id.slice(2)}`;
  return answerOf("RunInstances", { reservationId, ownerId, groupSet: [], instancesSet: [toItem(instance)] });
}

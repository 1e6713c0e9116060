import { DescribeInstanceTypesCommand, type InstanceTypeInfo } from "@aws-sdk/client-ec2";
import type { CloudAccount, CloudSize } from "../contract/index.ts";
import type { Calls } from "./calls.ts";
import { readPages } from "./pages.ts";

const PAGE_SIZE = 100;
const FILTERS = [
  { Name: "current-generation", Values: ["true"] },
  { Name: "bare-metal", Values: ["false"] },
];

/** What can be had in a region: instance types of the current generation, the smallest first. EC2 says no prices. */
export async function readSizes(
  calls: Calls,
  account: CloudAccount,
  region: string,
): Promise<readonly CloudSize[]> {
  const ask = { actions: ["DescribeInstanceTypes"] };
  const types = await readPages(account, async (token) => {
    const input = { Filters: FILTERS, MaxResults: PAGE_SIZE, NextToken: token };
    const answer = await calls.call(account, region, ask, (client, options) =>
      client.send(new DescribeInstanceTypesCommand(input), options),
    );
    return { list: answer.InstanceTypes, nextToken: answer.NextToken };
  });
  return types.map(toSize).sort(bySize);
}

function toSize(type: InstanceTypeInfo): CloudSize {
  const id = type.InstanceType ?? "";
  const diskGb = type.InstanceStorageInfo?.TotalSizeInGB;
  const isArm = type.ProcessorInfo?.SupportedArchitectures?.includes("arm64") === true;
  return {
    id,
    name: isArm ? `${id} (ARM)` : id,
    cpus: type.VCpuInfo?.DefaultVCpus ?? 0,
    memoryMb: type.MemoryInfo?.SizeInMiB ?? 0,
    ...(diskGb !== undefined && { diskGb }),
  };
}

function bySize(a: CloudSize, b: CloudSize): number {
  return a.cpus - b.cpus || a.memoryMb - b.memoryMb || (a.id < b.id ? -1 : 1);
}

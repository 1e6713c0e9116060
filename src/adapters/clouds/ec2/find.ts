import { DescribeInstancesCommand, type DescribeInstancesCommandInput } from "@aws-sdk/client-ec2";
import { mapConcurrently } from "../../../core/concurrency.ts";
import type { CloudAccount, CloudServer, ServerPlace } from "../contract/index.ts";
import type { Calls } from "./calls.ts";
import { readPages } from "./pages.ts";
import { notUnderstood } from "./refusals.ts";
import { OWN_TAG, toServer } from "./server.ts";

const ID = /^i-[0-9a-f]{8,17}$/;
const PAGE_SIZE = 500;
const REGIONS_AT_ONCE = 4;
const ASK = { actions: ["DescribeInstances"] };
/** Not those that are gone. */
const LIVE = ["pending", "running", "shutting-down", "stopping", "stopped"];

export function isInstanceId(text: string): boolean {
  return ID.test(text);
}

/** Undefined for what EC2 doesn't know. */
export async function describeInstance(
  calls: Calls,
  account: CloudAccount,
  { providerId, region }: ServerPlace,
): Promise<CloudServer | undefined> {
  if (!isInstanceId(providerId)) return undefined;
  const input = { InstanceIds: [providerId] };
  const outcome = await calls.attempt(account, region, ASK, (client, options) =>
    client.send(new DescribeInstancesCommand(input), options),
  );
  if ("fault" in outcome) {
    if (isNotFound(outcome.code)) return undefined;
    throw outcome.fault;
  }
  const { list: found } = toPage(outcome.answer, region);
  if (found === undefined) throw notUnderstood(account);
  return found[0];
}

/** The instance of a token, which may be gone. */
export async function findByClientToken(
  calls: Calls,
  account: CloudAccount,
  clientToken: string,
  region: string,
): Promise<CloudServer | undefined> {
  const [server] = await list(calls, account, region, { Name: "client-token", Values: [clientToken] });
  return server;
}

/** Those of all regions. */
export async function listOwn(
  calls: Calls,
  account: CloudAccount,
  regions: readonly string[],
): Promise<readonly CloudServer[]> {
  const found = await mapConcurrently(regions, REGIONS_AT_ONCE, (region) =>
    list(
      calls,
      account,
      region,
      { Name: "tag-key", Values: [OWN_TAG] },
      { Name: "instance-state-name", Values: LIVE },
    ),
  );
  return found.flat();
}

export function isNotFound(code: string): boolean {
  return code === "InvalidInstanceID.NotFound" || code === "InvalidInstanceID.Malformed";
}

function list(
  calls: Calls,
  account: CloudAccount,
  region: string,
  ...filters: NonNullable<DescribeInstancesCommandInput["Filters"]>
): Promise<readonly CloudServer[]> {
  return readPages(account, async (token) => {
    const input = { Filters: filters, MaxResults: PAGE_SIZE, NextToken: token };
    const answer = await calls.call(account, region, ASK, (client, options) =>
      client.send(new DescribeInstancesCommand(input), options),
    );
    return toPage(answer, region);
  });
}

interface Answer {
  readonly Reservations?:
    readonly { readonly Instances?: Parameters<typeof toServer>[0][] | undefined }[] | undefined;
  readonly NextToken?: string | undefined;
}

function toPage(
  { Reservations, NextToken }: Answer,
  region: string,
): { readonly list: readonly CloudServer[] | undefined; readonly nextToken: string | undefined } {
  const instances = Reservations?.flatMap((reservation) => reservation.Instances ?? []);
  return { list: instances?.map((instance) => toServer(instance, region)), nextToken: NextToken };
}

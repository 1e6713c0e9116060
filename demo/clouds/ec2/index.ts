import type { FakeHooks } from "../http/hooks.ts";
import { startServer, type FakeServer, type Incoming, type Outgoing } from "../http/server.ts";
import { act } from "./actions.ts";
import { Instances, type Instance, type Pace } from "./instances.ts";
import { Query } from "./query.ts";
import { readSignature } from "./signature.ts";
import type { AccessKey, World } from "./world.ts";
import { errorOf } from "./xml.ts";

export type { Instance } from "./instances.ts";

export interface Ec2Options extends FakeHooks, Partial<Pace> {
  readonly port?: number;
  readonly now?: () => Date;
  readonly mostAPage?: number;
}

export interface FakeEc2 extends FakeServer {
  addAccessKey(id: string, secret: string, allows: AccessKey["allows"]): void;
  setVcpuLimit(limit: number): void;
  removeDefaultVpc(): void;
  /** There is no room for instances of that type. */
  fill(type: string): void;
  /** Those that cost money, of all regions. */
  instances(): readonly Instance[];
  /** As somebody in the console would. */
  terminateByHand(id: string): Promise<void>;
}

const ACCOUNT_ID = "123456789012";
const VCPU_LIMIT = 32;

/**
 * Amazon EC2 in memory, on loopback, for all regions at one address, as far as Ployst uses it: written from its API
 * reference of version 2016-11-15 (docs.aws.amazon.com/AWSEC2/latest/APIReference: the Query protocol, the actions'
 * pages, the error codes) and the developer guide's pages on idempotency and eventual consistency. Signatures are
 * checked. It is our reading of those, not EC2.
 */
export async function startEc2(options: Ec2Options = {}): Promise<FakeEc2> {
  const { now = () => new Date(), mostAPage, port } = options;
  const { readsUntilDone = 2, readsUntilFound = 0, readsUntilForgotten = 5 } = options;
  const instances = new Instances({ readsUntilDone, readsUntilFound, readsUntilForgotten }, options, now);
  const accessKeys = new Map<string, AccessKey>();
  const world: World = {
    ...{ accountId: ACCOUNT_ID, accessKeys, instances, mostAPage },
    hasDefaultVpc: true,
    vcpuLimit: VCPU_LIMIT,
    full: new Set(),
  };
  const server = await startServer({ nameOf, answer: (incoming) => answer(world, incoming), broken }, port);
  return {
    ...server,
    addAccessKey: (id, secret, allows) => {
      accessKeys.set(id, { secret, allows });
    },
    setVcpuLimit: (limit) => {
      world.vcpuLimit = limit;
    },
    removeDefaultVpc: () => {
      world.hasDefaultVpc = false;
    },
    fill: (type) => {
      world.full.add(type);
    },
    instances: () => instances.live,
    terminateByHand: async (id) => {
      const instance = instances.all.find((one) => one.id === id);
      if (instance !== undefined) await instances.change(instance, "shutting-down");
    },
  };
}

/** `DescribeInstances@eu-central-1?client-token`, `RunInstances@eu-central-1`, `RunInstances@eu-central-1?dry`. */
function nameOf(incoming: Incoming): string {
  const query = toQuery(incoming);
  const marks = query.filters().map(({ name }) => name);
  if (query.get("DryRun") === "true") marks.push("dry");
  const region = readSignature(incoming)?.region ?? "nowhere";
  return `${query.get("Action") ?? ""}@${region}${marks.length === 0 ? "" : `?${marks.join("&")}`}`;
}

function toQuery({ body }: Incoming): Query {
  return new Query(new URLSearchParams(body));
}

async function answer(world: World, incoming: Incoming): Promise<Outgoing> {
  const query = toQuery(incoming);
  const signed = readSignature(incoming);
  if (signed === undefined)
    return errorOf(401, "MissingAuthenticationToken", "Request is missing Authentication Token");
  const key = world.accessKeys.get(signed.accessKeyId);
  if (key === undefined || !signed.isBy(key.secret))
    return errorOf(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
  if (query.get("Version") !== "2016-11-15")
    return errorOf(400, "NoSuchVersion", "The requested version is not valid for operation.");
  const { region } = signed;
  const may = (action: string): boolean => key.allows === "*" || key.allows.includes(action);
  return act(query.get("Action") ?? "", { world, query, region, may });
}

function broken(status: number): Outgoing {
  if (status === 200) return { status, body: "<html>Log in</html>" };
  if (status === 401)
    return errorOf(401, "AuthFailure", "AWS was not able to validate the provided access credentials");
  if (status === 403)
    return errorOf(403, "UnauthorizedOperation", "You are not authorized to perform this operation.");
  if (status === 429) return errorOf(503, "RequestLimitExceeded", "Request limit exceeded.");
  if (status === 503)
    return errorOf(503, "Unavailable", "The server is overloaded and can't handle the request.");
  // From a front, where there is no EC2.
  if (status === 502 || status === 408)
    return { status, headers: { "content-type": "text/html" }, body: "<html>Bad Gateway</html>" };
  return errorOf(status, "InternalError", "An internal error has occurred");
}

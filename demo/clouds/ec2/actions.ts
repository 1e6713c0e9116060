import type { Outgoing } from "../http/server.ts";
import { IMAGES, REGIONS, TYPES } from "./catalog.ts";
import { toItem, toState, type Instance, type StateName } from "./instances.ts";
import { pageOf, type Query } from "./query.ts";
import { runInstances, unauthorized } from "./run.ts";
import type { World } from "./world.ts";
import { answerOf, errorOf, type Content } from "./xml.ts";

export interface Call {
  readonly world: World;
  readonly query: Query;
  readonly region: string;
  readonly may: (action: string) => boolean;
}

const MOST_TYPES_A_PAGE = 100;
const MOST_INSTANCES_A_PAGE = 1_000;

/** What Ployst uses of the API; anything else is InvalidAction. */
const ACTIONS: Readonly<Record<string, (call: Call) => Outgoing | Promise<Outgoing>>> = {
  DescribeRegions: () =>
    answerOf("DescribeRegions", {
      regionInfo: REGIONS.map((regionName) => ({
        regionName,
        regionEndpoint: `ec2.${regionName}.amazonaws.com`,
        optInStatus: "opt-in-not-required",
      })),
    }),
  DescribeInstanceTypes: describeTypes,
  DescribeImages: describeImages,
  DescribeVpcs: ({ world }) =>
    answerOf("DescribeVpcs", {
      vpcSet: world.hasDefaultVpc
        ? [{ vpcId: "vpc-0aa11bb22cc33dd44", ownerId: world.accountId, isDefault: true, state: "available" }]
        : [],
    }),
  RunInstances: runInstances,
  DescribeInstances: describeInstances,
  StartInstances: (call) => changeAll(call, "StartInstances", "pending", ["stopped", "running", "pending"]),
  StopInstances: (call) => changeAll(call, "StopInstances", "stopping", ["running", "stopping", "stopped"]),
  TerminateInstances: (call) => changeAll(call, "TerminateInstances", "shutting-down", undefined),
  RebootInstances: (call) => {
    const found = findAll(call);
    return "status" in found ? found : answerOf("RebootInstances", { return: true });
  },
};

export async function act(action: string, call: Call): Promise<Outgoing> {
  const run = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
  if (run === undefined)
    return errorOf(400, "InvalidAction", `The action ${action} is not valid for this web service.`);
  return action === "RunInstances" || call.may(action) ? run(call) : unauthorized;
}

function describeTypes({ world, query }: Call): Outgoing {
  const wanted = (name: string, value: boolean): boolean =>
    query.filters().every((filter) => filter.name !== name || filter.values.includes(String(value)));
  const all = TYPES.filter(
    ({ isCurrent, isBareMetal }) =>
      wanted("current-generation", isCurrent) && wanted("bare-metal", isBareMetal),
  );
  const { shown, nextToken } = pageOf(all, query, world.mostAPage ?? MOST_TYPES_A_PAGE);
  return answerOf("DescribeInstanceTypes", {
    instanceTypeSet: shown.map((type) => ({
      instanceType: type.name,
      currentGeneration: type.isCurrent,
      bareMetal: type.isBareMetal,
      processorInfo: { supportedArchitectures: [type.architecture] },
      vCpuInfo: { defaultVCpus: type.vcpus },
      memoryInfo: { sizeInMiB: type.memoryMib },
      instanceStorageSupported: type.storageGb > 0,
      instanceStorageInfo: type.storageGb > 0 ? { totalSizeInGB: type.storageGb } : undefined,
    })),
    nextToken,
  });
}

function describeImages({ world, query }: Call): Outgoing {
  const owners = query.list("Owner");
  const names = query.filters().find(({ name }) => name === "name")?.values ?? ["*"];
  const patterns = names.map((name) => new RegExp(`^${name.replace(/[.+]/g, "\\$&").replace(/\*/g, ".*")}$`));
  const all = IMAGES.filter(
    ({ ownerId, name }) =>
      (owners.length === 0 || owners.includes(ownerId)) && patterns.some((pattern) => pattern.test(name)),
  );
  const { shown, nextToken } = pageOf(all, query, world.mostAPage ?? MOST_INSTANCES_A_PAGE);
  return answerOf("DescribeImages", {
    imagesSet: shown.map((image) => ({
      imageId: image.id,
      imageOwnerId: image.ownerId,
      imageState: image.state,
      isPublic: true,
      architecture: image.architecture,
      name: image.name,
      creationDate: image.createdAt,
    })),
    nextToken,
  });
}

function describeInstances({ world, query, region }: Call): Outgoing {
  const ids = query.list("InstanceId");
  const shown = world.instances.list(region);
  const missing = ids.filter((id) => !shown.some((one) => one.id === id));
  if (missing.length > 0) return notFound(missing);
  const found = shown.filter(
    (one) =>
      (ids.length === 0 || ids.includes(one.id)) && query.filters().every((filter) => passes(one, filter)),
  );
  const page = pageOf(found, query, world.mostAPage ?? MOST_INSTANCES_A_PAGE);
  const reservationSet: Content = page.shown.map((one) => ({
    reservationId: `r-${one.id.slice(2)}`,
    ownerId: world.accountId,
    instancesSet: [toItem(one)],
  }));
  return answerOf("DescribeInstances", { reservationSet, nextToken: page.nextToken });
}

function passes(
  { clientToken, state, tags }: Instance,
  { name, values }: { readonly name: string; readonly values: readonly string[] },
): boolean {
  if (name === "client-token") return values.includes(clientToken);
  if (name === "instance-state-name") return values.includes(state);
  if (name === "tag-key") return tags.some(({ key }) => values.includes(key));
  return false;
}

async function changeAll(
  call: Call,
  action: string,
  to: StateName,
  from: readonly StateName[] | undefined,
): Promise<Outgoing> {
  const found = findAll(call);
  if ("status" in found) return found;
  const wrong = found.find(({ state }) => from?.includes(state) === false);
  if (wrong !== undefined) return incorrectState(wrong, action);
  const items: Content[] = [];
  for (const instance of found) {
    const previous = instance.state;
    // What is so already stays so.
    if (!isThere(previous, to)) await call.world.instances.change(instance, to);
    const [currentState, previousState] = [toState(instance.state), toState(previous)];
    items.push({ instanceId: instance.id, currentState, previousState });
  }
  return answerOf(action, { instancesSet: items });
}

function isThere(state: StateName, to: StateName): boolean {
  if (to === "pending") return state === "running" || state === "pending";
  if (to === "stopping") return state === "stopped" || state === "stopping";
  return state === "terminated" || state === "shutting-down";
}

function findAll({ world, query, region }: Call): readonly Instance[] | Outgoing {
  const ids = query.list("InstanceId");
  const malformed = ids.find((id) => !/^i-[0-9a-f]{8,17}$/.test(id));
  if (malformed !== undefined)
    return errorOf(400, "InvalidInstanceID.Malformed", `Invalid id: "${malformed}"`);
  const found = ids.map((id) => world.instances.find(id, region)).filter((one) => one !== undefined);
  return found.length < ids.length ? notFound(ids) : found;
}

function notFound(ids: readonly string[]): Outgoing {
  return errorOf(400, "InvalidInstanceID.NotFound", `The instance ID '${ids.join(", ")}' does not exist`);
}

function incorrectState({ id, state }: Instance, action: string): Outgoing {
  const verb = action === "StartInstances" ? "started" : "stopped";
  const message = `The instance '${id}' is not in a state from which it can be ${verb} (it is ${state}).`;
  return errorOf(400, "IncorrectInstanceState", message);
}

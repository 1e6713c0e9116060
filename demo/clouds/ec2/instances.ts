import { madeUpAddresses, type FakeAddresses, type FakeHooks } from "../http/hooks.ts";
import type { Content } from "./xml.ts";

export type StateName = "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";

const CODES: Readonly<Record<StateName, number>> = {
  pending: 0,
  running: 16,
  "shutting-down": 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};
/** Where each state leads by itself. */
const NEXT: Partial<Readonly<Record<StateName, StateName>>> = {
  pending: "running",
  stopping: "stopped",
  "shutting-down": "terminated",
};

/** How slow the fake is, counted in how often something is read. */
export interface Pace {
  readonly readsUntilDone: number;
  /** Reads that don't find a new instance yet ("Eventual consistency" of the developer guide). */
  readonly readsUntilFound: number;
  /** Reads that still show a terminated one. */
  readonly readsUntilForgotten: number;
}

export interface Instance {
  readonly id: string;
  readonly region: string;
  readonly imageId: string;
  readonly type: string;
  readonly vcpus: number;
  readonly architecture: string;
  readonly clientToken: string;
  /** All parameters of the request that made it. */
  readonly request: string;
  readonly userData: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  readonly subnetId: string;
  readonly groupIds: readonly string[];
  readonly httpTokens: string;
  readonly launchedAt: string;
  readonly addresses: FakeAddresses;
  state: StateName;
  left: number;
  readsUntilFound: number;
  readsUntilForgotten: number;
}

export type NewInstance = Omit<
  Instance,
  "id" | "launchedAt" | "addresses" | "state" | "left" | "readsUntilFound" | "readsUntilForgotten"
>;

export class Instances {
  readonly all: Instance[] = [];
  readonly #pace: Pace;
  readonly #hooks: FakeHooks;
  readonly #now: () => Date;
  #made = 0;

  constructor(pace: Pace, hooks: FakeHooks, now: () => Date) {
    this.#pace = pace;
    this.#hooks = hooks;
    this.#now = now;
  }

  /** Those that cost money, whether they show yet or not. */
  get live(): readonly Instance[] {
    return this.all.filter(({ state }) => state !== "terminated" && state !== "shutting-down");
  }

  async run(wanted: NewInstance): Promise<Instance> {
    this.#made += 1;
    const id = `i-0${this.#made.toString(16).padStart(16, "0")}`;
    const { region, type, imageId, userData, tags } = wanted;
    const name = tags.find(({ key }) => key === "Name")?.value ?? "";
    const made = { providerId: id, name, region, size: type, image: imageId, userData, publicKeys: [] };
    const addresses = (await this.#hooks.onServerCreated?.(made)) ?? madeUpAddresses(this.#made);
    const instance: Instance = {
      ...{ ...wanted, id, addresses, launchedAt: this.#now().toISOString() },
      state: "pending",
      left: this.#pace.readsUntilDone,
      readsUntilFound: this.#pace.readsUntilFound,
      readsUntilForgotten: this.#pace.readsUntilForgotten,
    };
    this.all.push(instance);
    return instance;
  }

  /** As somebody looks, time goes by. */
  list(region: string): readonly Instance[] {
    const shown = this.all.filter((one) => one.region === region).filter((one) => isShown(one));
    for (const instance of shown) goOn(instance, this.#pace.readsUntilDone);
    return shown;
  }

  /** Undefined for one that doesn't show. */
  find(id: string, region: string): Instance | undefined {
    const found = this.all.find((one) => one.id === id && one.region === region);
    return found === undefined || found.readsUntilFound > 0 || found.readsUntilForgotten <= 0
      ? undefined
      : found;
  }

  async change(instance: Instance, state: StateName): Promise<void> {
    const wasLive = this.live.includes(instance);
    instance.state = state;
    instance.left = this.#pace.readsUntilDone;
    if (state === "shutting-down" && wasLive) await this.#hooks.onServerDeleted?.(instance.id);
  }
}

function isShown(instance: Instance): boolean {
  if (instance.readsUntilFound > 0) {
    instance.readsUntilFound -= 1;
    return false;
  }
  if (instance.state === "terminated") instance.readsUntilForgotten -= 1;
  return instance.readsUntilForgotten > 0;
}

function goOn(instance: Instance, reads: number): void {
  const next = NEXT[instance.state];
  if (next === undefined) return;
  instance.left -= 1;
  if (instance.left > 0) return;
  instance.state = next;
  instance.left = reads;
}

export function toState(name: StateName): Content {
  return { code: CODES[name], name };
}

/** The item of an `instancesSet`. */
export function toItem(instance: Instance): Content {
  const { id, imageId, type, state, addresses, clientToken, tags, launchedAt, region, architecture } =
    instance;
  const isUp = state === "running";
  return {
    ...{ instanceId: id, imageId, instanceState: toState(state), instanceType: type, launchTime: launchedAt },
    placement: { availabilityZone: `${region}a`, tenancy: "default" },
    privateIpAddress: state === "terminated" ? undefined : addresses.privateAddress,
    ipAddress: isUp ? addresses.publicAddress : undefined,
    ...{ architecture, clientToken, tagSet: tags.map(({ key, value }) => ({ key, value })) },
  };
}

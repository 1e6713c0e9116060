import type { Instances } from "./instances.ts";

/** A key of a user, and what its policy allows: `*`, or actions such as `RunInstances`. */
export interface AccessKey {
  readonly secret: string;
  readonly allows: "*" | readonly string[];
}

export interface World {
  readonly accountId: string;
  readonly accessKeys: Map<string, AccessKey>;
  readonly instances: Instances;
  readonly mostAPage: number | undefined;
  hasDefaultVpc: boolean;
  /** vCPUs of all instances together. */
  vcpuLimit: number;
  /** Types that there is no room for. */
  readonly full: Set<string>;
}

export const SUBNETS = ["subnet-0aa11bb22cc33dd44"];
export const GROUPS = ["sg-0aa11bb22cc33dd44"];

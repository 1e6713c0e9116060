/** `deleting`: on its way out; `gone`: still shown there, but no longer a server. */
export type CloudServerState = "pending" | "running" | "stopping" | "stopped" | "deleting" | "gone";

/** A server, as the provider shows it. All texts are the provider's own: unescaped. */
export interface CloudServer {
  /** Unique together with the region. */
  readonly providerId: string;
  /** `''` for one that was not made by this token. */
  readonly clientToken: string;
  readonly name: string;
  readonly state: CloudServerState;
  /** `''` until it is known. */
  readonly publicAddress: string;
  /** `''` until it is known. */
  readonly privateAddress: string;
  readonly region: string;
  readonly size: string;
  readonly image: string;
  /** ISO 8601; `''` if unknown. */
  readonly createdAt: string;
  /** The provider works on it; another change would be refused. */
  readonly isBusy: boolean;
}

/** Where a server is. */
export type ServerPlace = Pick<CloudServer, "providerId" | "region">;

/** A server that is wanted. */
export interface ServerOrder {
  /** A UUID that is kept before the provider is asked: all calls with it together make one server. */
  readonly clientToken: string;
  /**
   * Was the provider asked before, with this token? False only for the very first time. Whoever died in between, or got
   * CLOUD_OUTCOME_UNKNOWN, asks again with true.
   */
  readonly isRepeat: boolean;
  /** Letters, digits, dots and dashes. */
  readonly name: string;
  /** `''`: the account's, or the provider's default. */
  readonly region: string;
  readonly size: string;
  readonly image: string;
  /** OpenSSH lines of whoever may log in. */
  readonly publicKeys: readonly string[];
  /** What runs at the first boot: a `#cloud-config`, or a script that begins with `#!`. */
  readonly userData?: string;
  /** Letters, digits, colons, dashes and underscores; beside the ones by which its driver finds it again. */
  readonly tags: readonly string[];
  /** Of a host that is there already; its driver needs nothing else. */
  readonly address?: string;
}

/** `stop` lets the system shut down. */
export type PowerAction = "start" | "stop" | "reboot";

/** `missing`: the provider knows no such server. Soon after its creation (CloudDescription.settleSeconds) that is no proof. */
export type Deletion = "deleting" | "missing";

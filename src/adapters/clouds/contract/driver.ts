import type { CloudImage, CloudRegion, CloudSize } from "./catalog.ts";
import type { CloudDescription } from "./description.ts";
import type { CloudServer, Deletion, PowerAction, ServerOrder, ServerPlace } from "./server.ts";

/** An account at a provider, as a driver uses it. */
export interface CloudAccount {
  /** Without a slash at the end; `''`: the vendor's own. */
  readonly endpoint: string;
  /** Where new servers are made unless told otherwise; `''`: the provider's default. */
  readonly region: string;
  /** Which of the provider's private networks new servers join; `''`: its default. */
  readonly privateNetwork: string;
  readonly credentials: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, string>>;
}

/** What is known of an account that lets us in. */
export interface VerifiedCloud {
  /** Whose credentials they are, as the provider names them; unescaped. */
  readonly accountName: string;
  /** What its owner should know, one sentence each: how much of a limit is left, which scopes are missing. */
  readonly notes: readonly string[];
}

/**
 * One provider. Every call may throw CLOUD_CREDENTIALS_REFUSED, CLOUD_SCOPE_MISSING, CLOUD_LIMITED, CLOUD_UNAVAILABLE and
 * CLOUD_REFUSED, and of the way there SERVICE_ADDRESS_PRIVATE, _CERTIFICATE, _REDIRECTS, _NOT_UNDERSTOOD and _TOO_BIG.
 * Unless it is CLOUD_OUTCOME_UNKNOWN, nothing was changed.
 */
export interface CloudDriver {
  readonly description: CloudDescription;
  /** Safe. */
  verify(account: CloudAccount): Promise<VerifiedCloud>;
  /** Safe; all of them, remembered for ten minutes. */
  listRegions(account: CloudAccount): Promise<readonly CloudRegion[]>;
  /** What can be had in that region (`''`: the account's). Safe; remembered for ten minutes. */
  listSizes(account: CloudAccount, region: string): Promise<readonly CloudSize[]>;
  /** What can be had in that region (`''`: the account's). Safe; remembered for ten minutes. */
  listImages(account: CloudAccount, region: string): Promise<readonly CloudImage[]>;
  /**
   * Keyed by the order's token: however often it is called, in the end there is one server, if each call after the
   * first says so (`isRepeat`). Save the id as soon as it comes. A repeat may take two minutes, while which it looks
   * whether an earlier call arrived; `signal` ends that, and keeps it from asking the provider for anything new. Throws
   * CLOUD_QUOTA, _FULL, _REGION_UNKNOWN, _SIZE_UNKNOWN, _IMAGE_UNKNOWN, _USER_DATA_UNKNOWN, _USER_DATA_TOO_LONG,
   * _ADDRESS_INVALID, and CLOUD_OUTCOME_UNKNOWN: call it again then.
   */
  createServer(account: CloudAccount, order: ServerOrder, signal?: AbortSignal): Promise<CloudServer>;
  /** Safe. Undefined for what the provider doesn't know (which soon after its creation is no proof). */
  describeServer(account: CloudAccount, server: ServerPlace): Promise<CloudServer | undefined>;
  /** The server of a token, which may be `gone`. Safe; undefined is no proof soon after it was asked for. */
  findByToken(
    account: CloudAccount,
    order: Pick<ServerOrder, "clientToken" | "region">,
  ): Promise<CloudServer | undefined>;
  /**
   * Starting what runs and stopping what is stopped does nothing, so both can be repeated; a reboot is sent once. Throws
   * CLOUD_BUSY, _SERVER_GONE, _POWER_UNSUPPORTED and CLOUD_OUTCOME_UNKNOWN.
   */
  power(account: CloudAccount, server: ServerPlace, action: PowerAction): Promise<void>;
  /** As pulling the plug, for what doesn't stop. As `power`. */
  forceStop(account: CloudAccount, server: ServerPlace): Promise<void>;
  /** With its disk. Can be repeated. Throws CLOUD_BUSY and CLOUD_OUTCOME_UNKNOWN. */
  deleteServer(account: CloudAccount, server: ServerPlace): Promise<Deletion>;
  /** Safe; all that any Ployst made with this account, wherever they are. */
  listByTag(account: CloudAccount): Promise<readonly CloudServer[]>;
}

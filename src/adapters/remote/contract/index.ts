import type { RemoteAccess, RemoteAddress } from "./access.ts";
import type { RemoteHost } from "./host.ts";

export type { RemoteAccess, RemoteAddress } from "./access.ts";
export type { RemoteCheck, RemoteExec, RemoteExecEnd, RemoteHost } from "./host.ts";
export type { RemoteKeys } from "./keys.ts";
export type { ReleasePlace, RemoteReleases } from "./releases.ts";
export type { RemoteRuns, RunOrder, RunReading, RunStart, RunState } from "./runs.ts";

export interface RemoteUse {
  readonly signal: AbortSignal;
  /** For the work; what of it runs then on the server is ended. Connecting has a limit of its own. */
  readonly timeoutMs?: number;
}

/** Servers, over SSH. */
export interface Remote {
  /**
   * Connects, or takes a connection that the same access had a moment ago, and gives the work its server. Waits in order
   * while too many are connected. Safe to repeat as far as the work is. Throws SERVER_UNREACHABLE, SERVER_TIMED_OUT,
   * SERVER_ADDRESS_PRIVATE, SERVER_HOST_KEY_CHANGED (before anything is told to the server), SERVER_CRYPTO_OUTDATED,
   * SERVER_KEY_REFUSED, the signal's reason, and what the work throws.
   */
  use<T>(access: RemoteAccess, work: (host: RemoteHost) => Promise<T>, use: RemoteUse): Promise<T>;
  /**
   * `SHA256:…` of the host key that a server shows now, whatever is pinned; nobody logs in for it. Safe. Throws
   * SERVER_UNREACHABLE, SERVER_TIMED_OUT, SERVER_ADDRESS_PRIVATE, SERVER_CRYPTO_OUTDATED, and the signal's reason.
   */
  seeHostKey(address: RemoteAddress, signal: AbortSignal): Promise<string>;
  /** Ends all connections. */
  close(): Promise<void>;
}

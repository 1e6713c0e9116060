import { readFileSync } from "node:fs";
import type { Remote, RemoteAccess, RemoteHost } from "../../../../src/adapters/remote/index.ts";
import { until } from "../../../support/until.ts";

/** A server to try the adapter on; its files and processes are this machine's. */
export interface Place {
  readonly remote: Remote;
  readonly access: RemoteAccess;
  /** What the server's user has as home folder. */
  readonly home: string;
  /** The key that opens it: `type base64`. */
  readonly publicKey: string;
  /** Another client, as another process of Ployst's would be. */
  readonly another: () => Remote;
  /** Cuts every connection, as a network does. */
  readonly cut: (() => void | Promise<void>) | undefined;
  readonly close: () => Promise<void>;
}

/** One use of the place. */
export function at<T>({ remote, access }: Place, work: (host: RemoteHost) => Promise<T>): Promise<T> {
  return remote.use(access, work, { signal: new AbortController().signal });
}

/** One that ended, and that nobody buried yet, is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${String(pid)}/status`, "utf8"));
  } catch (error) {
    // Only Linux has such files.
    return (
      error instanceof Error && "code" in error && error.code === "ENOENT" && process.platform !== "linux"
    );
  }
}

/** Until none of them is there. */
export async function untilGone(pids: readonly number[]): Promise<void> {
  await until(() => !pids.some(isAlive));
}

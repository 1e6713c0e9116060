import type { Readable } from "node:stream";
import type { RemoteKeys } from "./keys.ts";
import type { RemoteReleases } from "./releases.ts";
import type { RemoteRuns } from "./runs.ts";

export interface RemoteExec {
  /** Without it the command finds its input at an end. A stream that fails ends the command and the call. */
  readonly stdin?: Buffer | Readable;
  /** Ends the command beside what ends the whole of `Remote.use`. */
  readonly signal?: AbortSignal;
  readonly timeoutMs: number;
  /** Of each stream so much is answered, from its beginning; the rest is read and dropped. */
  readonly mostBytes: number;
  /** All that comes, as it comes. What it throws ends the command and the call. */
  readonly onOutput?: (chunk: Buffer, stream: "stdout" | "stderr") => void;
}

export interface RemoteExecEnd {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** `SIGTERM`. */
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RemoteCheck {
  /** One line: `Debian GNU/Linux 12 (bookworm), Linux 6.1.0-18-amd64`. */
  readonly system: string;
  /** Undefined where the server doesn't tell. */
  readonly upSeconds: number | undefined;
}

/**
 * A server, while `Remote.use` lasts. All but `exec` is safe to repeat. Beside the faults that stand at a call, each
 * throws SERVER_CONNECTION_LOST, SERVER_TIMED_OUT, SERVER_SHELL_REFUSED, SERVER_COMMAND_FAILED, SERVER_TOOL_MISSING,
 * SERVER_DISK_FULL, and, except `exec`, `check` and `writeEnvironment`, SERVER_WINDOWS_UNSUPPORTED. What `Remote.use` was
 * aborted with is thrown as it is.
 */
export interface RemoteHost extends RemoteKeys, RemoteReleases, RemoteRuns {
  /** `SHA256:…` of the key that the server showed. */
  readonly hostKey: string;
  /**
   * Runs a command in the user's login shell (on Linux by its `sh`); what it may do twice is the caller's affair. When
   * time is up, or a signal aborts, its process group is ended: TERM, then KILL.
   */
  exec(command: string, options: RemoteExec): Promise<RemoteExecEnd>;
  /** Is it up, and what is it? */
  check(): Promise<RemoteCheck>;
  /**
   * Makes the variables those that Ployst has set, and none else; an empty record leaves none. On Linux they are one
   * marked block in `~/.profile`, which login shells read (bash only where there is no `~/.bash_profile`); on Windows
   * they are the machine's, and the user must be an administrator. Values travel over stdin. Throws
   * SERVER_VARIABLE_REFUSED, SERVER_FILE_BUSY.
   */
  writeEnvironment(variables: Readonly<Record<string, string>>): Promise<void>;
}

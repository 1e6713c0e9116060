import type { Readable } from "node:stream";
import { SECOND } from "../../../core/clock.ts";
import { faults } from "../../../core/errors.ts";
import { escapeMarkdown } from "../../../core/markdown.ts";
import type { Log } from "../../../core/log.ts";
import type { Shell } from "./shell.ts";

const TIMEOUT_MS = 30 * SECOND;
const MOST_BYTES = 256 * 1024;

/** How a script of ours says what was wrong; sysexits.h has the first. */
export const ENDS = { noRoom: 74, toolMissing: 90, busy: 91, missing: 92, taken: 93 } as const;

/** Ends a script that lacks a program. */
export const NEED = `
need() {
  command -v "$1" >/dev/null 2>&1 || { printf '%s\\n' "$1"; exit ${String(ENDS.toolMissing)}; }
}
`;

/** Stands at the front of every script that hands its environment to nobody. */
export const PRELUDE = `
LC_ALL=C
export LC_ALL
${NEED}`;

export interface Script {
  /** "Unpacking the release": the subject of a sentence that says that it didn't work. */
  readonly what: string;
  readonly text: string;
  readonly args?: readonly string[];
  readonly stdin?: Buffer | Readable;
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
  readonly mostBytes?: number;
  /** Ends that the caller reads; any other but 0 is a fault. */
  readonly allow?: readonly number[];
}

export interface ScriptEnd {
  readonly exitCode: number;
  readonly stdout: Buffer;
}

/** A server as the parts of this adapter use it. */
export interface ServerSide {
  readonly os: "linux" | "windows";
  /** As a sentence names it. */
  readonly host: string;
  /** The key with which we are in: `type base64`. */
  readonly publicKey: string;
  /**
   * Runs one of our scripts. Throws SERVER_TOOL_MISSING, SERVER_DISK_FULL, SERVER_COMMAND_FAILED, and what `Shell.run`
   * throws.
   */
  readonly run: (script: Script) => Promise<ScriptEnd>;
}

interface Surroundings extends Pick<ServerSide, "os" | "host" | "publicKey"> {
  readonly shell: Shell;
  readonly signal: AbortSignal;
  readonly log: Log;
}

export function createServerSide({ shell, signal, log, ...facts }: Surroundings): ServerSide {
  const { host } = facts;
  return {
    ...facts,
    run: async ({ what, text, args, stdin, timeoutMs, mostBytes, allow = [], ...script }) => {
      const { exitCode, stdout, stderr } = await shell.run({
        script: text,
        ...(args !== undefined && { args }),
        ...(stdin !== undefined && { stdin }),
        signal: script.signal === undefined ? signal : AbortSignal.any([signal, script.signal]),
        timeoutMs: timeoutMs ?? TIMEOUT_MS,
        mostBytes: mostBytes ?? MOST_BYTES,
      });
      if (exitCode === 0 || (exitCode !== undefined && allow.includes(exitCode))) return { exitCode, stdout };
      if (exitCode === ENDS.toolMissing)
        throw faults.SERVER_TOOL_MISSING({ host, tool: escapeMarkdown(stdout.toString().trim()) });
      if (exitCode === ENDS.noRoom || saysDiskFull(stderr)) throw faults.SERVER_DISK_FULL({ host });
      log.info({ host, what, exitCode }, "a script failed on a server");
      throw faults.SERVER_COMMAND_FAILED({ host, what });
    },
  };
}

/** ENOSPC and EDQUOT are told in words only: those of the C library, in English, for LC_ALL is C where it matters. */
function saysDiskFull(stderr: Buffer): boolean {
  return /No space left on device|Disk quota exceeded/.test(stderr.toString("latin1"));
}

import { spawn, type ChildProcess } from "node:child_process";
import type { Readable } from "node:stream";
import { faults } from "../../core/errors.ts";

const MOST_OUTPUT = 256 * 1024;
const MOST_LINE = 4_096;
/** Where a program may be found; the environment of the process is none of git's business. */
const SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin:/opt/homebrew/bin";

export interface ProgramRun {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** In all. */
  readonly timeoutMs: number;
  /** Without a word from it. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
  /** Each line (or state of a line that it writes over) of stderr. */
  readonly onLine?: (line: string) => void;
}

export type ProgramEnd =
  | { readonly kind: "ended"; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly kind: "timeout" };

/** A program that runs. */
export interface StartedProgram {
  readonly stdout: Readable;
  /** The end of what it has said to stderr. */
  readonly stderr: () => string;
  /** Its exit code, once nothing more comes; rejects with GIT_NOT_INSTALLED and the signal's reason. */
  readonly ended: Promise<number | "timeout">;
  /** It was heard from: its silence begins anew. */
  readonly onOutput: () => void;
  readonly kill: () => void;
}

/**
 * Starts a program without a shell, in a process group of its own, which is killed when time is up or the signal aborted.
 * Whoever starts it reads or destroys its stdout: it doesn't end before.
 */
export function startProgram(run: ProgramRun): StartedProgram {
  run.signal.throwIfAborted();
  const child = spawn(run.program, [...run.args], {
    cwd: run.cwd,
    env: { PATH: SEARCH_PATH, LANG: "C", LC_ALL: "C", ...run.env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
    shell: false,
  });
  const kill = (): void => {
    killGroup(child);
  };
  const time = { isUp: false };
  const expire = (): void => {
    time.isUp = true;
    kill();
  };
  const deadline = setTimeout(expire, run.timeoutMs);
  const silence = setTimeout(expire, run.silenceMs);
  run.signal.addEventListener("abort", kill, { once: true });
  // What the program leaves behind in its group: a helper, or an ssh that holds a connection.
  child.once("exit", kill);
  const onOutput = (): void => {
    silence.refresh();
  };
  const stderr = collectStderr(child.stderr, onOutput, run.onLine);
  const end = async (): Promise<number | "timeout"> => {
    try {
      const code = await codeOf(child);
      run.signal.throwIfAborted();
      return time.isUp ? "timeout" : code;
    } finally {
      clearTimeout(deadline);
      clearTimeout(silence);
      run.signal.removeEventListener("abort", kill);
    }
  };
  const ended = end();
  // Whoever still reads learns of it later.
  ended.catch(() => undefined);
  return { stdout: child.stdout, stderr, ended, onOutput, kill };
}

/** Runs a program to its end. Of long output the beginning is kept of stdout and the end of stderr. */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
  const { stdout, stderr, ended, onOutput } = startProgram(run);
  let said = "";
  stdout.setEncoding("utf8").on("data", (text: string) => {
    onOutput();
    said = (said + text).slice(0, MOST_OUTPUT);
  });
  const code = await ended;
  return code === "timeout" ? { kind: "timeout" } : { kind: "ended", code, stdout: said, stderr: stderr() };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone.
  }
}

function codeOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(faults.GIT_NOT_INSTALLED({ cause: error })));
    child.once("close", (code) => resolve(code ?? -1));
  });
}

function collectStderr(
  stream: Readable,
  onOutput: () => void,
  onLine: ((line: string) => void) | undefined,
): () => string {
  let stderr = "";
  let rest = "";
  stream.setEncoding("utf8").on("data", (text: string) => {
    onOutput();
    stderr = (stderr + text).slice(-MOST_OUTPUT);
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? "").slice(-MOST_LINE);
    for (const line of lines) if (line !== "") onLine?.(line);
  });
  return () => stderr;
}

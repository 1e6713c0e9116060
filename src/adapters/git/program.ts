import { spawn, type ChildProcess } from "node:child_process";
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

/**
 * Runs a program without a shell, in a process group of its own, which is killed when time is up or the signal aborted.
 * Of long output the beginning is kept of stdout and the end of stderr. Throws GIT_NOT_INSTALLED, and the signal's reason.
 */
export async function runProgram(run: ProgramRun): Promise<ProgramEnd> {
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
  const output = collect(child, () => silence.refresh(), run.onLine);
  try {
    const code = await ended(child);
    run.signal.throwIfAborted();
    return time.isUp ? { kind: "timeout" } : { kind: "ended", code, ...output() };
  } finally {
    clearTimeout(deadline);
    clearTimeout(silence);
    run.signal.removeEventListener("abort", kill);
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The group is gone.
  }
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(faults.GIT_NOT_INSTALLED({ cause: error })));
    child.once("close", (code) => resolve(code ?? -1));
  });
}

function collect(
  child: ChildProcess,
  onOutput: () => void,
  onLine: ((line: string) => void) | undefined,
): () => { readonly stdout: string; readonly stderr: string } {
  let stdout = "";
  let stderr = "";
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    onOutput();
    stdout = (stdout + text).slice(0, MOST_OUTPUT);
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    onOutput();
    stderr = (stderr + text).slice(-MOST_OUTPUT);
    const lines = (rest + text).split(/[\r\n]/);
    rest = (lines.pop() ?? "").slice(-MOST_LINE);
    for (const line of lines) if (line !== "") onLine?.(line);
  });
  return () => ({ stdout, stderr });
}

import { spawn, type ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { eventually } from "./eventually.ts";

const launcher = path.join(import.meta.dirname, "../../../bin/ployst.mjs");
const START_MS = 30_000;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A whole Ployst in a process of its own. */
export interface PloystProcess {
  readonly url: string;
  readonly pid: number;
  /** What it wrote to standard output so far, line by line. */
  readonly lines: () => readonly string[];
  readonly errors: () => string;
  readonly ended: Promise<Ended>;
  /** Sends the signal and resolves when the process is gone. */
  end(signal: "SIGKILL" | "SIGTERM"): Promise<Ended>;
  /** Bytes of memory that it has resident. */
  residentBytes(): number;
}

export interface StartedProcess {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly errors: () => string;
  readonly ended: Promise<Ended>;
}

/** Runs `ployst <args>`, or a program in its place, with exactly this environment, in this folder. */
export function runPloyst(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  folder: string,
  entry = launcher,
): StartedProcess {
  const child = spawn(process.execPath, ["--max-semi-space-size=8", "--expose-gc", entry, ...args], {
    cwd: folder,
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code, signal) => {
      resolve({ code, signal });
    });
  });
  return { child, out: () => out, errors: () => errors, ended };
}

/** `ployst start`, ready to take requests. Throws with what it said when it ends before. */
export async function startPloyst(
  env: Readonly<Record<string, string>>,
  folder: string,
  entry?: string,
): Promise<PloystProcess> {
  const { child, out, errors, ended } = runPloyst(["start"], env, folder, entry);
  let isOver = false;
  void ended.then(() => (isOver = true));
  const find = (): string | undefined =>
    out()
      .split("\n")
      .find((line) => line.includes('"msg":"listening"'));
  try {
    await eventually(() => isOver || find() !== undefined, START_MS);
  } catch (error) {
    child.kill("SIGKILL");
    throw error;
  }
  const port = /"port":(\d+)/.exec(find() ?? "")?.[1];
  if (port === undefined) throw new Error(`ployst did not start:\n${out()}\n${errors()}`);
  const pid = child.pid ?? 0;
  return {
    url: `http://127.0.0.1:${port}`,
    pid,
    lines: () =>
      out()
        .split("\n")
        .filter((line) => line !== ""),
    errors,
    ended,
    end: (signal) => {
      child.kill(signal);
      return ended;
    },
    residentBytes: () => {
      const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, "utf8"))?.[1];
      return Number(kilobytes) * 1_024;
    },
  };
}

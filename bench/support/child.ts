import { spawn, type ChildProcess } from "node:child_process";
import path from "node:path";

/** A program of this folder in a process of its own, run by the same Node. */
export interface Child {
  readonly process: ChildProcess;
  /** Resolves with the first line that it writes; rejects with what it said when it ends before. */
  readonly firstLine: Promise<string>;
  stop(): Promise<void>;
}

export function startChild(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Child {
  const file = path.join(import.meta.dirname, "..", program);
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env["PATH"], ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let errors = "";
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const firstLine = new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk.toString("utf8");
      const end = out.indexOf("\n");
      if (end >= 0) resolve(out.slice(0, end));
    });
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString("utf8")));
    void ended.then(() => reject(new Error(`${program} ended: ${errors}`)));
  });
  return {
    process: child,
    firstLine,
    stop: () => {
      child.kill("SIGKILL");
      return ended;
    },
  };
}

/** What every server of this folder says when it is ready. */
export function sayPort(port: number): void {
  process.stdout.write(`${String(port)}\n`);
}

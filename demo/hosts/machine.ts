import { existsSync } from "node:fs";
import { appendFile } from "node:fs/promises";
import path from "node:path";
import { startLabHost } from "./lab-host.ts";
import { SSHD, startSshd } from "./sshd.ts";

/** A machine of the demo's that is reached over SSH. */
export interface Machine {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly home: string;
  /** What answers there, for whoever reads along. */
  readonly kind: string;
  /** Lets a key in: one line of `~/.ssh/authorized_keys`. */
  authorize(line: string): Promise<void>;
  /** Ends it with all that was run on it. */
  close(): Promise<void>;
}

/** This machine's own sshd with a home folder of its own where one is installed; else the lab's. */
export async function startMachine(): Promise<Machine> {
  // An installed one may still not run for whoever tries the demo: the lab's does.
  return existsSync(SSHD) ? startReal().catch(startLab) : startLab();
}

async function startReal(): Promise<Machine> {
  const sshd = await startSshd();
  const { user, port, home } = sshd;
  const keys = path.join(home, ".ssh", "authorized_keys");
  return {
    ...{ address: "127.0.0.1", port, user, home, kind: "an sshd of its own" },
    authorize: (line) => appendFile(keys, `${line}\n`),
    close: () => sshd.close(),
  };
}

async function startLab(): Promise<Machine> {
  const lab = await startLabHost();
  const { address, port, home } = lab;
  return {
    ...{ address, port, user: "deploy", home, kind: "the lab's own SSH" },
    authorize: (line) => lab.authorize(line),
    close: () => lab.close(),
  };
}

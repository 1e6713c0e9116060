import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir, userInfo } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { endProcessesOf } from "./leftovers.ts";
import { freePort } from "../free-port.ts";

const run = promisify(execFile);
export const SSHD = "/usr/sbin/sshd";
const START_MS = 30_000;

/** A real sshd on loopback that one key opens, with a home folder of its own. */
export interface Sshd {
  readonly user: string;
  readonly port: number;
  readonly home: string;
  readonly privateKey: string;
  /** `ssh-ed25519 AAAA…` */
  readonly publicKey: string;
  /** The host's own, of each kind that was asked for: `ssh-ed25519 AAAA…`; the first kind's is what clients see. */
  readonly hostKeys: readonly string[];
  readonly hostKey: string;
  /** The same host with other keys. */
  replaceHostKey(): Promise<void>;
  close(): Promise<void>;
}

export interface SshdOptions {
  /** Stand before the key in `authorized_keys`; made in the home folder. */
  readonly keyOptions?: (home: string) => string;
  readonly hostKeyTypes?: readonly ("ed25519" | "ecdsa" | "rsa")[];
  /** More lines of sshd_config(5). */
  readonly config?: readonly string[];
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  const { keyOptions, hostKeyTypes = ["ed25519"] } = options;
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), "ployst-sshd-")));
  const home = path.join(folder, "home");
  const port = await freePort();
  const makeHostKeys = async (): Promise<readonly string[]> => {
    const keys: string[] = [];
    for (const type of hostKeyTypes) keys.push(await makeKey(folder, `host_${type}`, type));
    return keys;
  };
  const publicKey = await makeKey(folder, "person", "ed25519");
  let hostKeys = await makeHostKeys();
  // Where sshd drops its rights; made by its package's service, which doesn't run here.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true, mode: 0o755 });
  await mkdir(path.join(home, ".ssh"), { recursive: true, mode: 0o700 });
  const line = `${keyOptions === undefined ? "" : `${keyOptions(home)} `}${publicKey}\n`;
  await writeFile(path.join(home, ".ssh/authorized_keys"), line, { mode: 0o600 });
  await writeFile(path.join(folder, "config"), toConfig(folder, port, { ...options, hostKeyTypes }));
  let stop = await startServer(folder, port);
  return {
    user: userInfo().username,
    ...{ port, home, publicKey },
    privateKey: await readFile(path.join(folder, "person"), "utf8"),
    get hostKeys() {
      return hostKeys;
    },
    get hostKey() {
      return hostKeys[0] ?? "";
    },
    replaceHostKey: async () => {
      await stop();
      hostKeys = await makeHostKeys();
      stop = await startServer(folder, port);
    },
    close: async () => {
      await stop();
      await endProcessesOf(home);
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function makeKey(folder: string, name: string, type: string): Promise<string> {
  const file = path.join(folder, name);
  await rm(file, { force: true });
  await run("ssh-keygen", ["-q", "-t", type, "-N", "", "-C", "", "-f", file]);
  return (await readFile(`${file}.pub`, "utf8")).trim();
}

function toConfig(folder: string, port: number, { hostKeyTypes = [], config = [] }: SshdOptions): string {
  const home = path.join(folder, "home");
  return [
    ...[`Port ${String(port)}`, "ListenAddress 127.0.0.1", "UsePAM no", "StrictModes no"],
    ...hostKeyTypes.map((type) => `HostKey ${path.join(folder, `host_${type}`)}`),
    ...[`AuthorizedKeysFile ${home}/.ssh/authorized_keys`, `SetEnv HOME=${home}`, "AcceptEnv none"],
    ...["PasswordAuthentication no", "KbdInteractiveAuthentication no", "PermitRootLogin yes"],
    ...[`PidFile ${path.join(folder, "pid")}`, ...config, ""],
  ].join("\n");
}

/** Answers how to end it; its sessions go on. */
async function startServer(folder: string, port: number): Promise<() => Promise<void>> {
  const server = spawn(SSHD, ["-D", "-e", "-f", path.join(folder, "config")], { stdio: "ignore" });
  await untilItAnswers(server, port);
  return async () => {
    if (server.exitCode !== null) return;
    await new Promise((resolve) => {
      server.once("exit", resolve);
      server.kill("SIGTERM");
    });
  };
}

async function untilItAnswers(server: ChildProcess, port: number): Promise<void> {
  const deadline = performance.now() + START_MS;
  while (!(await answers(port))) {
    if (server.exitCode !== null) throw new Error(`sshd ended with ${String(server.exitCode)}`);
    if (performance.now() > deadline) throw new Error("sshd did not begin to answer in time");
    await pause(20);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("data", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

import { appendFile, mkdir, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createFullDisk } from "./full-disk.ts";
import { fingerprintOf, makeHostKey } from "./host-keys.ts";
import { endProcessesOf } from "./leftovers.ts";
import { createSshServer, type HostShell } from "./ssh-server.ts";
import { createWire, type ByteLimits } from "./wire.ts";

const LOOPBACK = "127.0.0.1";

export interface LabHostOptions {
  /** Of loopback; another one is another host. */
  readonly address?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** A folder of the caller's; else one is made, and goes with the host. */
  readonly home?: string;
  /** A private key as OpenSSH writes it. */
  readonly hostKey?: string;
  /** What commands find in their PATH; else what is usual. */
  readonly searchPath?: string;
  /** How many commands a connection may run at once, as sshd's MaxSessions. */
  readonly mostSessions?: number;
}

/** A server that people reach over SSH, without one: commands run here, as the current user, in a folder of their own. */
export interface LabHost {
  readonly address: string;
  readonly port: number;
  readonly home: string;
  /** `SHA256:…` of the key that it shows now. */
  readonly hostKey: string;
  /** How many are connected now, and were at most at once. */
  readonly connections: { readonly now: number; readonly most: number; readonly ever: number };
  /** How often a key was shown to it. */
  readonly logins: number;
  /** Lets a key in: one line of `~/.ssh/authorized_keys`. */
  authorize(line: string): Promise<void>;
  /** Stops listening, and starts again: `stop` is what a machine that is off looks like. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Takes connections and says nothing, until told to stop that. */
  hang(isSilent: boolean): void;
  /** Cuts every connection now. */
  dropConnections(): void;
  /** Cuts each new connection after so many bytes. */
  dropAfter(limits: ByteLimits): void;
  /** As if it had been set up anew. */
  changeHostKey(): void;
  /** `tar` finds no room, until told otherwise. */
  fillDisk(isFull: boolean): Promise<void>;
  /** Ends it with all that was run on it. */
  close(): Promise<void>;
}

export async function startLabHost(options: LabHostOptions = {}): Promise<LabHost> {
  const { address = LOOPBACK } = options;
  const home = options.home ?? (await realpath(await mkdtemp(path.join(tmpdir(), "ployst-host-"))));
  const disk = await createFullDisk();
  const searchPath = options.searchPath ?? "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";
  const shell: HostShell = {
    home,
    searchPath: `${disk.folder}:${searchPath}`,
    mostSessions: options.mostSessions ?? 10,
    logins: { count: 0 },
  };
  let key = options.hostKey ?? makeHostKey();
  let ssh = createSshServer(key, shell);
  const wire = createWire(() => ssh);
  const port = await wire.listen(address, options.port ?? 0);
  return {
    address,
    port,
    home,
    get hostKey() {
      return fingerprintOf(key);
    },
    connections: wire.connections,
    get logins() {
      return shell.logins.count;
    },
    authorize: async (line) => {
      await mkdir(path.join(home, ".ssh"), { recursive: true, mode: 0o700 });
      await appendFile(path.join(home, ".ssh", "authorized_keys"), `${line}\n`, { mode: 0o600 });
    },
    stop: () => wire.close(),
    start: async () => {
      await wire.listen(address, port);
    },
    hang: wire.hang,
    dropConnections: wire.drop,
    dropAfter: wire.dropAfter,
    changeHostKey: () => {
      key = makeHostKey();
      ssh = createSshServer(key, shell);
    },
    fillDisk: disk.fill,
    close: async () => {
      await wire.close();
      await endProcessesOf(home);
      await disk.remove();
      if (options.home === undefined) await rm(home, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

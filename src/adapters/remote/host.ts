import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { check } from "./check.ts";
import type { Connection } from "./connect.ts";
import type { RemoteAccess, RemoteHost } from "./contract/index.ts";
import { writeEnvironment } from "./environment/write-environment.ts";
import { nameOf } from "./failures.ts";
import { createKeys } from "./keys/keys.ts";
import { createReleases } from "./releases/releases.ts";
import { createRuns } from "./runs/runs.ts";
import { createServerSide, type ServerSide } from "./shell/scripts.ts";
import type { Shell } from "./shell/shell.ts";

interface Surroundings {
  readonly access: RemoteAccess;
  readonly connection: Connection;
  readonly shell: Shell;
  /** Ends all that runs for it. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** What a run has between TERM and KILL. */
  readonly graceSeconds: number;
}

export function createHost({
  access,
  connection,
  shell,
  signal,
  log,
  graceSeconds,
}: Surroundings): RemoteHost {
  const { hostKey, publicKey } = connection;
  const facts = { os: access.os, host: nameOf(access), publicKey };
  const server = createServerSide({ ...facts, shell, signal, log });
  const linux = access.os === "linux" ? server : refusingWindows(server);
  return {
    hostKey,
    exec: async (command, options) => {
      const { stdout, stderr, ...exit } = await shell.run({
        ...options,
        script: command,
        signal: options.signal === undefined ? signal : AbortSignal.any([signal, options.signal]),
      });
      return { ...exit, stdout: stdout.toString(), stderr: stderr.toString() };
    },
    check: () => check(server),
    writeEnvironment: (variables) => writeEnvironment(server, variables),
    ...createKeys(linux),
    ...createReleases(linux),
    ...createRuns(linux, graceSeconds),
  };
}

function refusingWindows(server: ServerSide): ServerSide {
  return { ...server, run: () => Promise.reject(faults.SERVER_WINDOWS_UNSUPPORTED({ host: server.host })) };
}

import { SECOND } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import { systemTimers, type Timers } from "../../core/timers.ts";
import { seeHostKey } from "./connect.ts";
import type { Remote } from "./contract/index.ts";
import { nameOf } from "./failures.ts";
import { createHost } from "./host.ts";
import { ConnectionPool, type PoolOptions } from "./pool.ts";
import type { AllowsAddress } from "./socket.ts";

interface Limits extends Omit<PoolOptions, "timers" | "allowsAddress"> {
  /** What a run has between TERM and KILL. */
  readonly graceSeconds: number;
}

/** sshd takes ten commands at once on a connection (MaxSessions), and ending one is another. */
const LIMITS: Limits = {
  connections: 32,
  channels: 8,
  idleMs: 10 * SECOND,
  connectMs: 15 * SECOND,
  keepAliveMs: 10 * SECOND,
  graceSeconds: 10,
};

export interface RemoteOptions {
  readonly allowsAddress: AllowsAddress;
  readonly log: Log;
  readonly timers?: Timers;
  readonly limits?: Partial<Limits>;
}

/** Servers over SSH, by ssh2. */
export function createRemote(options: RemoteOptions): Remote {
  const { allowsAddress, log, timers = systemTimers } = options;
  const { graceSeconds, ...limits } = { ...LIMITS, ...options.limits };
  const pool = new ConnectionPool({ ...limits, allowsAddress, timers });
  return {
    use: async (access, work, { signal, timeoutMs }) => {
      const { connection, shell, release } = await pool.take(access, signal);
      const scope = new AbortController();
      const stopTimer =
        timeoutMs === undefined
          ? undefined
          : timers.after(timeoutMs, () => scope.abort(faults.SERVER_TIMED_OUT({ host: nameOf(access) })));
      const lasting = AbortSignal.any([signal, scope.signal]);
      try {
        return await work(createHost({ access, connection, shell, signal: lasting, log, graceSeconds }));
      } finally {
        stopTimer?.();
        scope.abort(new Error("the work with this server is over"));
        release();
      }
    },
    seeHostKey: async (address, signal) => {
      const time = new AbortController();
      const host = nameOf({ address });
      const stopTimer = timers.after(limits.connectMs, () => time.abort(faults.SERVER_TIMED_OUT({ host })));
      try {
        const how = { allowsAddress, keepAliveMs: limits.keepAliveMs };
        return await seeHostKey(address, how, AbortSignal.any([signal, time.signal]));
      } finally {
        stopTimer();
      }
    },
    close: () => pool.close(),
  };
}

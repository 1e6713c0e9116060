import type { GitCredential } from "../../../src/adapters/git/index.ts";
import type { Store } from "../../../src/adapters/store/index.ts";
import type { Clock } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";
import { systemTimers, type Timers } from "../../../src/core/timers.ts";
import type { MirrorDeps, MirrorRequest, Mirrors } from "../../../src/features/mirrors/deps.ts";
import { createMirrors } from "../../../src/features/mirrors/mirrors.ts";
import { makeGit, type TestGit } from "../../adapters/git/make-git.ts";

export const TOKEN: GitCredential = { kind: "token", username: "x-access-token", token: "ghs_token" };
export const LOGIN = "x-access-token:ghs_token";

/** A clock that goes on by itself and can be set forward. */
export class RunningClock implements Clock {
  #ahead = 0;
  now(): Date {
    return new Date(Date.now() + this.#ahead);
  }
  pass(milliseconds: number): void {
    this.#ahead += milliseconds;
  }
}

export interface MirrorWorld {
  readonly mirrors: Mirrors;
  readonly made: TestGit;
}

/** The feature over a real git and a store, as one process has it. */
export async function startMirrors(
  options: Pick<MirrorDeps, "clock"> & {
    readonly store: Store;
    readonly host: string;
    readonly cloneRoot?: string;
    readonly quotaBytes?: number;
    readonly timers?: Timers;
    readonly needed?: ReadonlySet<string>;
  },
): Promise<MirrorWorld> {
  const {
    store,
    clock,
    host,
    cloneRoot,
    quotaBytes = 10 ** 9,
    needed = new Set(),
    timers = systemTimers,
  } = options;
  const made = await makeGit({
    clock,
    plainHosts: new Set([host]),
    ...(cloneRoot !== undefined && { cloneRoot }),
  });
  const mirrors = createMirrors({
    ...{ store, clock, quotaBytes, git: made.git, timers, log: silentLog },
    listNeeded: () => Promise.resolve(needed),
  });
  return { mirrors, made };
}

export function aRequest(url: string, change: Partial<MirrorRequest> = {}): MirrorRequest {
  return { url, credential: TOKEN, signal: new AbortController().signal, ...change };
}

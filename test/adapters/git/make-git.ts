import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  createGit,
  type Git,
  type GitOptions,
  type GitReads,
  type GitTransfer,
} from "../../../src/adapters/git/index.ts";
import { systemClock } from "../../../src/core/clock.ts";
import { silentLog } from "../../../src/core/log.ts";

export interface TestGit {
  readonly git: Git & GitReads;
  readonly cloneRoot: string;
  /** Host keys by host, as they were pinned. */
  readonly pins: Map<string, readonly string[]>;
  cleanup(): Promise<void>;
}

/** The adapter over a folder of its own; every host is one that may be reached. */
export async function makeGit(change: Partial<GitOptions> = {}): Promise<TestGit> {
  const cloneRoot = change.cloneRoot ?? (await mkdtemp(path.join(tmpdir(), "ployst-clones-")));
  const pins = new Map<string, readonly string[]>();
  const git = createGit({
    cloneRoot,
    plainHosts: new Set(),
    trustedHosts: new Set(),
    allowsAddress: () => true,
    findPublishedKeys: () => Promise.resolve(undefined),
    pins: {
      find: (host) => Promise.resolve(pins.get(host)),
      pin: (host, keys) => {
        const kept = pins.get(host) ?? keys;
        pins.set(host, kept);
        return Promise.resolve(kept);
      },
    },
    clock: systemClock,
    log: silentLog,
    ...change,
  });
  return {
    git,
    cloneRoot,
    pins,
    cleanup: () => rm(cloneRoot, { recursive: true, force: true, maxRetries: 5 }),
  };
}

export function aTransfer(change: Partial<GitTransfer> = {}): GitTransfer {
  return {
    credential: { kind: "none" },
    mostBytes: 10 ** 9,
    onProgress: () => undefined,
    signal: new AbortController().signal,
    ...change,
  };
}

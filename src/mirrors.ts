import { createGit, type Git, type GitReads } from "./adapters/git/index.ts";
import type { createGitHub } from "./adapters/github/index.ts";
import { createAddressGuard } from "./adapters/services/index.ts";
import type { KeyPairOwner, Store } from "./adapters/store/index.ts";
import type { Config } from "./config/index.ts";
import type { Clock } from "./core/clock.ts";
import type { Log } from "./core/log.ts";
import type { Source } from "./core/source.ts";
import type { Timers } from "./core/timers.ts";
import { listCloneAccess, type CloneAccess } from "./features/mirrors/access.ts";
import type { Mirrors } from "./features/mirrors/deps.ts";
import { createMirrors } from "./features/mirrors/mirrors.ts";
import { createMirrorSweeper, type MirrorSweeper } from "./features/mirrors/sweeper.ts";
import { createSource } from "./operations/source.ts";
import { readVariables } from "./operations/variables.ts";

export interface MirrorParts {
  readonly mirrors: Mirrors;
  /** How somebody's repositories are read, the likeliest way first. */
  readonly listAccess: (url: string, owner: KeyPairOwner) => Promise<readonly CloneAccess[]>;
  readonly sweeper: MirrorSweeper;
  readonly source: Source;
  readonly git: Git & GitReads;
}

/** Joins git, GitHub and the store to mirrors. */
export function createMirrorParts(from: {
  readonly config: Config;
  readonly store: Store;
  readonly github: ReturnType<typeof createGitHub>;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly log: Log;
}): MirrorParts {
  const { config, store, github, clock, timers, log } = from;
  const guard = createAddressGuard(config.privateHosts);
  const web = new URL(config.github.webUrl);
  const git = createGit({
    cloneRoot: config.clones.root,
    // Only a lab on loopback has an address without TLS.
    plainHosts: new Set(web.protocol === "http:" ? [web.host] : []),
    trustedHosts: new Set([web.hostname]),
    allowsAddress: (address, host) => guard.allows(address, host),
    findPublishedKeys: (host) =>
      host === web.hostname ? github.cloning.findHostKeys() : Promise.resolve(undefined),
    pins: {
      find: async (host) => (await store.read((reads) => reads.gitHostKeys.find(host)))?.publicKeys,
      pin: async (host, keys) =>
        store.transaction(async (tx) => {
          const known = await tx.gitHostKeys.find(host);
          if (known !== undefined) return known.publicKeys;
          const pinned = await tx.gitHostKeys.pin(host, keys);
          const component = { actorType: "component", actorId: "git", entityType: "git_host" } as const;
          const data = { host, keys: [...pinned.publicKeys] };
          await tx.events.record({ ...component, entityId: host.slice(0, 100), verb: "pinned", data });
          return pinned.publicKeys;
        }),
    },
    clock,
    log,
  });
  const mirrors = createMirrors({
    ...{ store, git, clock, timers, log, quotaBytes: config.clones.quotaBytes },
    listNeeded: (urls) => store.read((reads) => reads.projects.listNeededUrls(urls)),
  });
  const { app, cloning, deploying } = github;
  const known = config.github.app === undefined ? undefined : { host: web.host, app, cloning, deploying };
  const listAccess = (url: string, owner: KeyPairOwner): Promise<readonly CloneAccess[]> =>
    listCloneAccess(url, owner, {
      ...{ store, git, github: known },
      readVariables: (teamId) => store.read((reads) => readVariables(reads, { teamId })),
    });
  return {
    ...{ mirrors, git, listAccess },
    source: createSource({ mirrors, listAccess, git, github: known }),
    sweeper: createMirrorSweeper({ mirrors, timers, log }),
  };
}

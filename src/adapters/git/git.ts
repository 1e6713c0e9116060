import { rename } from "node:fs/promises";
import path from "node:path";
import { HOUR, MINUTE, type Clock } from "../../core/clock.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { toLine } from "../../core/plain-text.ts";
import type { Log } from "../../core/log.ts";
import { resolveHost, type AllowsAddress } from "./address.ts";
import { CloneRoot, countBytes, isCode } from "./clone-root.ts";
import { authorizeHttp, gitArguments, gitEnvironment, type Authorization } from "./command.ts";
import type { Git, GitCredential, GitReads, GitRepository, GitTransfer } from "./contract/index.ts";
import { nameOf, toFault } from "./failures.ts";
import { createMirrorProgram } from "./mirror-program.ts";
import { readProgress } from "./progress.ts";
import { runProgram, type ProgramEnd } from "./program.ts";
import { isRefName, listMeanings } from "./refs.ts";
import { createGitReads } from "./reads.ts";
import { isPublicKey, knownName, prepareSsh, scanHostKeys } from "./ssh.ts";
import { parseGitUrl } from "./url.ts";

// A commit's id, SHA-1 or SHA-256; never an expression of git's.
const SHA = /^(?:[\da-f]{40}|[\da-f]{64})$/;
const BRANCH = /^ref: refs\/heads\/(?<branch>[\w][\w./+@-]{0,200})\tHEAD$/m;
const REFSPECS = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
const ASKING_MS = MINUTE;
const LOCAL_MS = MINUTE;
const LONGEST_SAID = 100;

export interface GitOptions {
  readonly cloneRoot: string;
  /** `localhost:3000`: hosts that may be spoken to over http. */
  readonly plainHosts: ReadonlySet<string>;
  /** Hosts that whoever runs this named in the configuration: neither their addresses nor their redirects are doubted. */
  readonly trustedHosts: ReadonlySet<string>;
  readonly allowsAddress: AllowsAddress;
  /** Keys that are known without asking the host: GitHub's. Undefined for all others. */
  readonly findPublishedKeys: (host: string) => Promise<readonly string[] | undefined>;
  readonly pins: {
    readonly find: (host: string) => Promise<readonly string[] | undefined>;
    /** Answers what is kept. */
    readonly pin: (host: string, keys: readonly string[]) => Promise<readonly string[]>;
  };
  readonly clock: Clock;
  readonly log: Log;
  /** For tests; in all, and without a word from git. */
  readonly limitsMs?: { readonly transfer: number; readonly silence: number };
}

interface Asking {
  readonly repository: GitRepository;
  readonly credential: GitCredential;
  readonly signal: AbortSignal;
  readonly gitDir: string;
  readonly args: readonly string[];
  readonly timeoutMs: number;
  readonly silenceMs: number;
  readonly onLine?: (line: string) => void;
}

/** Runs the `git` of the machine. */
export function createGit(options: GitOptions): Git & GitReads {
  const root = new CloneRoot(options.cloneRoot, options.clock);
  const limits = options.limitsMs ?? { transfer: 2 * HOUR, silence: 5 * MINUTE };

  const withFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
    const folder = await root.makeUnfinished();
    try {
      return await work(folder);
    } finally {
      await root.removeFolder(folder);
    }
  };

  /** A git that talks to the repository's host. */
  const ask = (asking: Asking): Promise<string> =>
    withFolder(async (folder) => {
      const { repository, signal } = asking;
      const { args, env } = await authorize(options, asking, folder);
      const end = await runProgram({
        program: "git",
        args: [...gitArguments(asking.gitDir), ...args, ...asking.args],
        cwd: folder,
        env: gitEnvironment(folder, env),
        ...{ timeoutMs: asking.timeoutMs, silenceMs: asking.silenceMs, signal },
        ...(asking.onLine !== undefined && { onLine: asking.onLine }),
      });
      return stdoutOf(end, repository, options.log);
    });

  /** A git that only looks into a mirror, or makes one. */
  const local = (
    gitDir: string,
    args: readonly string[],
    signal = new AbortController().signal,
  ): Promise<ProgramEnd> =>
    withFolder((folder) =>
      runProgram({
        program: "git",
        args: [...gitArguments(gitDir), ...args],
        ...{ cwd: folder, env: gitEnvironment(folder), timeoutMs: LOCAL_MS, silenceMs: LOCAL_MS, signal },
      }),
    );

  const hasCommit: Git["hasCommit"] = async (repository, sha) => {
    if (!SHA.test(sha)) return false;
    const end = await local(await root.pathOf(repository), ["cat-file", "-e", `${sha}^{commit}`]);
    return end.kind === "ended" && end.code === 0;
  };

  const mirror = createMirrorProgram({
    root,
    withFolder,
    local,
    timeoutMs: limits.transfer,
    log: options.log,
  });

  const fetchInto = async (
    gitDir: string,
    repository: GitRepository,
    transfer: GitTransfer,
  ): Promise<void> => {
    const watch = watchSize(transfer);
    const { credential } = transfer;
    try {
      await ask({
        ...{ repository, credential, gitDir, signal: watch.signal },
        // Kept as one pack: that is what tells how much has come.
        args: [
          "-c",
          "fetch.unpackLimit=1",
          "fetch",
          "--progress",
          "--prune",
          "--no-tags",
          "--force",
          "--",
          repository.url,
          ...REFSPECS,
        ],
        ...{ timeoutMs: limits.transfer, silenceMs: limits.silence },
        onLine: watch.onLine,
      });
    } catch (error) {
      if (watch.isTooLarge()) throw faults.GIT_REPOSITORY_TOO_LARGE({ repository: nameOf(repository) });
      throw error;
    }
  };

  const pointHead = async (gitDir: string, head: string | undefined): Promise<void> => {
    if (head !== undefined) await local(gitDir, ["symbolic-ref", "HEAD", `refs/heads/${head}`]);
  };

  /** What the host has of these names; the branch that HEAD stands for, too. */
  const askRemote = (
    repository: GitRepository,
    access: Pick<GitTransfer, "credential" | "signal">,
    names: readonly string[],
  ): Promise<string> =>
    withFolder((folder) =>
      ask({
        ...{ repository, ...access, gitDir: path.join(folder, "none") },
        args: ["ls-remote", "--symref", "--", repository.url, ...names],
        ...{ timeoutMs: ASKING_MS, silenceMs: ASKING_MS },
      }),
    );

  return {
    parseUrl: (text) => parseGitUrl(text, options.plainHosts),
    isUsed: () => root.exists(),
    getWorkerId: () => root.getWorkerId(),
    pathOf: (repository) => root.pathOf(repository),
    findHead: async (repository, { credential, signal }) => {
      const told = await askRemote(repository, { credential, signal }, ["HEAD"]);
      const branch = BRANCH.exec(told)?.groups?.["branch"];
      return branch?.includes("..") === true ? undefined : branch;
    },
    hasRemoteRef: async (repository, { credential, signal }, name) => {
      if (!isRefName(name))
        throw faults.GIT_REF_MALFORMED({ ref: escapeMarkdown(toLine(name, LONGEST_SAID)) });
      const wanted = listMeanings(name).flatMap(({ kind, expression }) =>
        kind === "commit" ? [] : expression,
      );
      if (wanted.length === 0) return false;
      const told = await askRemote(repository, { credential, signal }, wanted);
      // A pattern also matches the end of a longer name.
      return told.split("\n").some((line) => wanted.includes(line.split("\t")[1] ?? ""));
    },
    hasMirror: async (repository) => {
      const end = await local(await root.pathOf(repository), ["rev-parse", "--is-bare-repository"]);
      return end.kind === "ended" && end.code === 0 && end.stdout.trim() === "true";
    },
    hasCommit,
    ...createGitReads(mirror, { hasCommit }),
    clone: (repository, transfer, head) =>
      withFolder(async (folder) => {
        const made = path.join(folder, "mirror.git");
        const end = await local(made, ["init", "--bare", "--quiet", "--template=", "--", made]);
        stdoutOf(end, repository, options.log);
        await fetchInto(made, repository, transfer);
        await pointHead(made, head);
        const place = await root.pathOf(repository);
        await root.removeFolder(place);
        await rename(made, place);
      }),
    fetch: async (repository, transfer, head) => {
      const place = await root.pathOf(repository);
      await fetchInto(place, repository, transfer);
      await pointHead(place, head);
    },
    countBytes: async (repository) => {
      try {
        return await countBytes(await root.pathOf(repository));
      } catch (error) {
        if (isCode(error, "ENOENT")) return 0;
        throw error;
      }
    },
    remove: async (repository) => {
      await root.removeFolder(await root.pathOf(repository));
    },
    removeLeftovers: () => root.removeLeftovers(),
  };
}

async function authorize(
  options: GitOptions,
  { repository, credential, signal }: Asking,
  folder: string,
): Promise<Authorization> {
  const isTrusted = options.trustedHosts.has(repository.host);
  const address = isTrusted ? undefined : await resolveHost(repository, options.allowsAddress);
  if (repository.scheme !== "ssh") return authorizeHttp(repository, credential, { address, isTrusted });
  if (credential.kind !== "key") throw faults.GIT_REPOSITORY_UNREACHABLE({ repository: nameOf(repository) });
  const hostKeys = await findHostKeys(options, repository, address, { folder, signal });
  const ssh = { folder, repository, privateKey: credential.privateKey, hostKeys, address };
  return { args: [], env: { GIT_SSH_COMMAND: await prepareSsh(ssh) } };
}

/** What the host is known by: as it publishes them, as they were seen first, or as they are now, at a first contact. */
async function findHostKeys(
  { findPublishedKeys, pins }: GitOptions,
  repository: GitRepository,
  address: string | undefined,
  scanning: Parameters<typeof scanHostKeys>[2],
): Promise<readonly string[]> {
  const published = await findPublishedKeys(repository.host);
  const name = knownName(repository);
  const known = published ?? (await pins.find(name));
  const keys = known ?? (await pins.pin(name, await scanHostKeys(repository, address, scanning)));
  return keys.filter(isPublicKey);
}

function stdoutOf(end: ProgramEnd, repository: GitRepository, log: Log): string {
  if (end.kind === "timeout") throw faults.GIT_TIMED_OUT({ repository: nameOf(repository) });
  if (end.code === 0) return end.stdout;
  const failure = toFault(end.stderr, repository);
  log.info({ repository: repository.id, code: failure.code, exitCode: end.code }, "git failed");
  throw failure;
}

interface SizeWatch {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
  readonly isTooLarge: () => boolean;
}

/** Hands progress on, and ends a transfer that brings more than may be kept. */
function watchSize({ mostBytes, onProgress, signal }: GitTransfer): SizeWatch {
  const controller = new AbortController();
  return {
    signal: AbortSignal.any([signal, controller.signal]),
    isTooLarge: () => controller.signal.aborted,
    onLine: (line) => {
      const progress = readProgress(line);
      if (progress === undefined) return;
      if ((progress.bytes ?? 0) > mostBytes) controller.abort(new Error("more than may be kept"));
      else onProgress(progress);
    },
  };
}

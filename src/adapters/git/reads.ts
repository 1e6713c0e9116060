import type { Readable } from "node:stream";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import { shorten, toLine } from "../../core/plain-text.ts";
import type { Git, GitRepository } from "./contract/index.ts";
import type { GitCommit, GitReads, GitRef } from "./contract/reads.ts";
import { nameOf } from "./failures.ts";
import type { MirrorProgram } from "./mirror-program.ts";
import { isRefName, listMeanings, suggestRef } from "./refs.ts";

const MOST_COMMITS = 100;
const MOST_NAMES = 500;
const LONGEST_REF = 100;
const SHA = /^(?:[\da-f]{40}|[\da-f]{64})$/;
// Fields end with NUL, which no message of a commit can hold; a subject may be as long as a message.
const LONGEST_SUBJECT = 200;
const LONGEST_AUTHOR = 100;
const COMMIT = `%H%x00%<(${LONGEST_SUBJECT},trunc)%s%x00%<(${LONGEST_AUTHOR},trunc)%an%x00%ct`;
const GITLINK = "160000 ";
const LFS = "^[[:space:]]*[^#[:space:]].*filter=lfs";

/** Looks into mirrors; see `GitReads`. */
export function createGitReads(
  { read, withOutput }: MirrorProgram,
  { hasCommit }: Pick<Git, "hasCommit">,
): GitReads {
  const readAll = async (
    repository: GitRepository,
    args: readonly string[],
    signal: AbortSignal,
  ): Promise<string> => (await read(repository, args, { signal })) ?? "";

  const findCommit = async (
    repository: GitRepository,
    expression: string,
    signal: AbortSignal,
  ): Promise<string | undefined> => {
    const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${expression}^{commit}`];
    // 1 for what isn't there; 128 for an id that begins more than one commit.
    const sha = (await read(repository, args, { signal, no: [1, 128] }))?.trim();
    return sha !== undefined && SHA.test(sha) ? sha : undefined;
  };

  const listNames = async (repository: GitRepository, signal: AbortSignal): Promise<readonly string[]> => {
    const order = ["--sort=-creatordate", `--count=${String(MOST_NAMES)}`, "--format=%(refname:lstrip=2)"];
    const names = await readAll(repository, ["for-each-ref", ...order, "refs/heads", "refs/tags"], signal);
    return names.split("\n").filter((name) => name !== "");
  };

  const isAncestor = async (
    repository: GitRepository,
    [older, younger]: readonly [string, string],
    signal: AbortSignal,
  ): Promise<boolean> => {
    const args = ["merge-base", "--is-ancestor", older, younger];
    return (await read(repository, args, { signal, no: [1] })) !== undefined;
  };

  return {
    resolveRef: async (repository, name, signal): Promise<GitRef> => {
      if (!isRefName(name)) throw faults.GIT_REF_MALFORMED({ ref: toName(name) });
      for (const { kind, ref, expression } of listMeanings(name)) {
        const sha = await findCommit(repository, expression, signal);
        if (sha !== undefined) return { kind, ref, sha };
      }
      const suggestion = suggestRef(name, await listNames(repository, signal));
      const told = { repository: nameOf(repository), ref: toName(name), suggestion: toName(suggestion) };
      throw faults.GIT_REF_UNKNOWN(told);
    },
    relate: async (repository, from, to, signal) => {
      const known = (await hasCommit(repository, from)) && (await hasCommit(repository, to));
      if (!known) return "unknown";
      if (from === to) return "same";
      if (await isAncestor(repository, [from, to], signal)) return "ahead";
      return (await isAncestor(repository, [to, from], signal)) ? "behind" : "diverged";
    },
    listCommits: async (repository, { from, to, most }, signal) => {
      const range = [requireSha(to), ...(from === "" ? [] : [`^${requireSha(from)}`])];
      const shown = `--max-count=${String(Math.min(most, MOST_COMMITS))}`;
      const log = ["log", "-z", "--no-show-signature", shown, `--format=tformat:${COMMIT}`, ...range, "--"];
      const count = await readAll(repository, ["rev-list", "--count", ...range, "--"], signal);
      return { commits: toCommits(await readAll(repository, log, signal)), count: Number(count) };
    },
    requireWhole: async (repository, sha, signal) => {
      const told = { repository: nameOf(repository) };
      const tree = ["ls-tree", "-r", "-z", "--full-tree", requireSha(sha)];
      const hasLink = await withOutput(repository, tree, (entries) => hasEntry(entries, GITLINK), signal);
      if (hasLink) throw faults.GIT_SUBMODULES_UNSUPPORTED(told);
      const attributes = ["--", ":(top,glob)**/.gitattributes"];
      const grep = ["grep", "--quiet", "--text", "-E", "-e", LFS, sha, ...attributes];
      if ((await read(repository, grep, { signal, no: [1] })) !== undefined)
        throw faults.GIT_LFS_UNSUPPORTED(told);
    },
    withArchive: async (repository, sha, work, signal) =>
      // As a checkout under the usual umask would have them, not writable by the group.
      withOutput(
        repository,
        ["-c", "tar.umask=0022", "archive", "--format=tar", requireSha(sha)],
        work,
        signal,
      ),
  };
}

function toName(ref: string): string {
  return escapeMarkdown(toLine(ref, LONGEST_REF));
}

/** Whatever else it is, it is no expression of git's and no option. */
function requireSha(sha: string): string {
  if (!SHA.test(sha)) throw new RangeError("not a whole id of a commit");
  return sha;
}

/** The last one may be cut off. */
function toCommits(log: string): readonly GitCommit[] {
  const fields = log.split("\0");
  const commits: GitCommit[] = [];
  for (let at = 0; at + 4 < fields.length; at += 4) {
    const [sha = "", subject = "", author = "", seconds = ""] = fields.slice(at, at + 4);
    commits.push({
      sha,
      subject: toField(subject, LONGEST_SUBJECT),
      author: toField(author, LONGEST_AUTHOR),
      at: new Date(Number(seconds) * 1_000),
    });
  }
  return commits;
}

/** git fills up with blanks what is shorter, and counts columns. */
function toField(padded: string, most: number): string {
  return shorten(padded.trim(), most);
}

/** Is there an entry that begins so? Reads no further than to the first. */
async function hasEntry(entries: Readable, beginning: string): Promise<boolean> {
  let rest = "";
  const texts: AsyncIterable<Buffer> = entries;
  for await (const text of texts) {
    const complete = (rest + text.toString("latin1")).split("\0");
    rest = complete.pop() ?? "";
    if (complete.some((entry) => entry.startsWith(beginning))) return true;
  }
  return false;
}

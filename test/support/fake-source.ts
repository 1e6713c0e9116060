import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { faults } from "../../src/core/errors.ts";
import type { Source, SourceChecks, SourceCommit } from "../../src/core/source.ts";

/** A repository in memory: names, a line of commits, and for each an archive with a file `version` that holds its id. */
export interface FakeSource extends Source {
  /** Adds a commit, and lets the name mean it from now on. */
  push(ref: string, sha: string, subject?: string): void;
  checks: SourceChecks | undefined;
  /** Thrown by the next archive. */
  fault: Error | undefined;
  /** The next archive comes to its middle and no further. */
  stalls: boolean;
  /** What was told of deployments, in order: `created …`, `success …`. */
  readonly told: readonly string[];
  readonly archives: readonly string[];
}

/** A commit's id that can be told from others by its beginning. */
export function fakeSha(seed: string): string {
  return Buffer.from(seed).toString("hex").padEnd(40, "0").slice(0, 40);
}

export function createFakeSource(): FakeSource {
  const refs = new Map<string, string>();
  const commits: SourceCommit[] = [];
  const told: string[] = [];
  const archives: string[] = [];
  const made = new Map<string, string>();
  const at = (sha: string): number => commits.findIndex((commit) => commit.sha === sha);
  const source: FakeSource = {
    checks: undefined,
    fault: undefined,
    stalls: false,
    told,
    archives,
    push: (ref, sha, subject = `Change ${sha.slice(0, 4)}`) => {
      if (at(sha) === -1) commits.push({ sha, subject, author: "Jon Park", at: new Date(0) });
      refs.set(ref, sha);
    },
    resolve: async (project, given) => {
      const ref = given === "" ? project.defaultRef : given;
      const sha = refs.get(ref);
      if (sha !== undefined) return { sha, ref, kind: "branch" };
      const named = commits.find((commit) => commit.sha.startsWith(ref));
      if (named === undefined)
        throw faults.GIT_REF_UNKNOWN({ repository: "github.com/octo/shop", ref, suggestion: "" });
      return { sha: named.sha, ref: named.sha.slice(0, 7), kind: "commit" };
    },
    compare: async (_project, { from, to, most }) => {
      const [start, end] = [at(from), at(to)];
      const between = commits.slice(Math.min(start, end) + 1, Math.max(start, end) + 1).toReversed();
      const relation = from === "" ? "unknown" : start === end ? "same" : start < end ? "ahead" : "behind";
      const compareUrl = from === "" ? "" : `https://github.com/octo/shop/compare/${from}...${to}`;
      return { commits: between.slice(0, most), count: between.length, relation, compareUrl };
    },
    withArchive: async (_project, sha, work) => {
      archives.push(sha);
      const { fault } = source;
      source.fault = undefined;
      if (fault !== undefined) throw fault;
      const folder = await mkdtemp(path.join(tmpdir(), "ployst-archive-"));
      try {
        await writeFile(path.join(folder, "version"), `${sha}\n`);
        const tar = spawn("tar", ["-C", folder, "-cf", "-", "version"], {
          stdio: ["ignore", "pipe", "inherit"],
        });
        const { stalls } = source;
        source.stalls = false;
        if (stalls) return await work(firstHalf(tar.stdout));
        // What a program that has ended wrote is thrown away, unless it was read by then.
        return await work(tar.stdout.pipe(new PassThrough()));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
    findChecks: async () => source.checks,
    createDeployment: async (_project, { key, environment, sha }) => {
      const known = made.get(key);
      if (known !== undefined) return known;
      told.push(`created ${environment} ${sha.slice(0, 7)}`);
      const id = String(made.size + 1);
      made.set(key, id);
      return id;
    },
    setDeploymentStatus: async (_project, id, { state }) => {
      told.push(`${id} ${state}`);
    },
  };
  return source;
}

/** As many bytes as tar writes for a file's head, and then nothing, not even an end. */
function firstHalf(whole: Readable): Readable {
  const half = new PassThrough();
  whole.once("data", (chunk: Buffer) => half.write(chunk.subarray(0, 512)));
  return half;
}

import type { Readable } from "node:stream";
import { faults } from "../../core/errors.ts";
import type { Log } from "../../core/log.ts";
import type { CloneRoot } from "./clone-root.ts";
import { gitArguments, gitEnvironment } from "./command.ts";
import type { GitRepository } from "./contract/index.ts";
import { nameOf } from "./failures.ts";
import { withProgramOutput, type ToFailure } from "./output.ts";
import type { ProgramEnd } from "./program.ts";

const MOST_SAID = 500;

/** git over one mirror, which it only reads. */
export interface MirrorProgram {
  /** Answers stdout where the exit code is 0, undefined where it is one of `no`. Throws GIT_READ_FAILED for any other. */
  readonly read: (
    repository: GitRepository,
    args: readonly string[],
    options: { readonly signal: AbortSignal; readonly no?: readonly number[] },
  ) => Promise<string | undefined>;
  /** Hands the output to the work as it comes; see `withProgramOutput`. */
  readonly withOutput: <T>(
    repository: GitRepository,
    args: readonly string[],
    work: (output: Readable) => Promise<T>,
    signal: AbortSignal,
  ) => Promise<T>;
}

export function createMirrorProgram(deps: {
  readonly root: Pick<CloneRoot, "pathOf">;
  readonly withFolder: <T>(work: (folder: string) => Promise<T>) => Promise<T>;
  readonly local: (gitDir: string, args: readonly string[], signal: AbortSignal) => Promise<ProgramEnd>;
  readonly timeoutMs: number;
  readonly log: Log;
}): MirrorProgram {
  const { root, withFolder, local, timeoutMs, log } = deps;

  // What git says is for the log: nobody can help it from where they asked.
  const toFailure =
    (repository: GitRepository): ToFailure =>
    ({ code, stderr }) => {
      const said = stderr.slice(-MOST_SAID);
      log.warn({ repository: repository.id, exitCode: code, said }, "a mirror could not be read");
      return faults.GIT_READ_FAILED({ repository: nameOf(repository) });
    };

  return {
    read: async (repository, args, { signal, no = [] }) => {
      const end = await local(await root.pathOf(repository), args, signal);
      if (end.kind === "timeout") throw toFailure(repository)({ code: "timeout", stderr: "" });
      if (no.includes(end.code)) return undefined;
      if (end.code !== 0) throw toFailure(repository)(end);
      return end.stdout;
    },
    withOutput: async (repository, args, work, signal) => {
      const gitDir = await root.pathOf(repository);
      return withFolder((folder) =>
        withProgramOutput(
          {
            program: "git",
            args: [...gitArguments(gitDir), ...args],
            ...{ cwd: folder, env: gitEnvironment(folder), timeoutMs, signal },
          },
          toFailure(repository),
          work,
        ),
      );
    },
  };
}

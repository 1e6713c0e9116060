import { PassThrough, pipeline, Readable } from "node:stream";
import { startProgram, type ProgramRun, type StartedProgram } from "./program.ts";

/** What ended a program whose output somebody reads, as it is to be told. */
export type ToFailure = (end: { readonly code: number | "timeout"; readonly stderr: string }) => Error;

/**
 * Runs a program while its output is worked on. The output ends only when the program ended well, and fails with what went
 * wrong otherwise, so that half of it is never taken for all. A program that nobody reads any longer is killed.
 */
export async function withProgramOutput<T>(
  run: Omit<ProgramRun, "silenceMs" | "onLine">,
  toFailure: ToFailure,
  work: (output: Readable) => Promise<T>,
): Promise<T> {
  // Whoever reads slowly makes it silent.
  const program = startProgram({ ...run, silenceMs: run.timeoutMs });
  const broken: { reason?: Error } = {};
  const stdout = new PassThrough();
  // Node throws away what nobody has begun to read when the program ends.
  pipeline(program.stdout, stdout, () => undefined);
  const output = Readable.from(read(stdout, program, toFailure), { objectMode: false });
  output.on("error", (error: Error) => {
    broken.reason ??= error;
  });
  const abort = (): void => {
    output.destroy(toError(run.signal.reason));
  };
  run.signal.addEventListener("abort", abort, { once: true });
  try {
    const result = await work(output);
    if (broken.reason !== undefined) throw broken.reason;
    return result;
  } catch (error) {
    // What the work makes of an output that breaks off says less than why it did.
    throw broken.reason ?? error;
  } finally {
    run.signal.removeEventListener("abort", abort);
    output.destroy();
    program.kill();
    program.stdout.destroy();
    await program.ended.catch(() => undefined);
  }
}

async function* read(
  stdout: AsyncIterable<Buffer>,
  { stderr, ended }: StartedProgram,
  toFailure: ToFailure,
): AsyncGenerator<Buffer, void, void> {
  for await (const chunk of stdout) yield chunk;
  const code = await ended;
  if (code !== 0) throw toFailure({ code, stderr: stderr() });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error("stopped", { cause: reason });
}

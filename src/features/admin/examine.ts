import { isFault } from "../../core/errors.ts";
import type { Timers } from "../../core/timers.ts";
import { bad, type Finding } from "./finding.ts";

export interface Check {
  readonly subject: string;
  readonly run: () => Promise<readonly Finding[]>;
}

/** Runs all checks beside each other, each within `timeoutMs`; the findings come in the order of the checks. Never throws. */
export async function examine(
  checks: readonly Check[],
  { timers, timeoutMs }: { readonly timers: Timers; readonly timeoutMs: number },
): Promise<readonly Finding[]> {
  const found = await Promise.all(checks.map((check) => examineOne(check, timers, timeoutMs)));
  return found.flat();
}

async function examineOne(
  { subject, run }: Check,
  timers: Timers,
  timeoutMs: number,
): Promise<readonly Finding[]> {
  const { promise: late, resolve } = Promise.withResolvers<readonly Finding[]>();
  const stop = timers.after(timeoutMs, () => {
    const seconds = String(Math.round(timeoutMs / 1_000));
    resolve([bad(subject, `no answer within ${seconds} s`, "Check the network between here and there.")]);
  });
  try {
    return await Promise.race([run(), late]);
  } catch (error) {
    return [toFinding(subject, error)];
  } finally {
    stop();
  }
}

function toFinding(subject: string, error: unknown): Finding {
  if (isFault(error)) return bad(subject, error.sentence, "Put that right and run `ployst doctor` again.");
  // An unknown error's message may hold an address with a password: its name and code must do.
  return bad(subject, `could not be checked (${nameOf(error)})`, "Start Ployst and look at its log.");
}

function nameOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? `${error.name}, ${error.code}` : error.name;
}

import { constants } from "node:os";
import { z } from "zod";
import type { RunReading } from "../contract/index.ts";

/** What READ says first. */
const FACTS = z.tuple([
  z.enum(["absent", "running", "ended", "vanished"]),
  z.string().regex(/^(?:-|never|\d{1,3})$/),
  z.enum(["-", "cancelled"]),
  z.enum(["-", "time", "silence"]),
  z.coerce.number().int().nonnegative(),
]);
/** POSIX, Shell Command Language 2.8.2: a shell tells a signal as more than this. */
const SIGNALED = 128;

/** Where the bytes that were asked for stand in what was read. */
interface Place {
  readonly offset: number;
  readonly mostBytes: number;
  /** Bytes of the log before the first that was read. */
  readonly passedOver: number;
}

/** Undefined for what READ doesn't say. */
export function toReading(stdout: Buffer, { offset, mostBytes, passedOver }: Place): RunReading | undefined {
  const end = stdout.indexOf("\n");
  const parsed = FACTS.safeParse(stdout.toString("latin1", 0, end).split(" "));
  if (end === -1 || !parsed.success) return undefined;
  const [state, code, cancelled, limit, logBytes] = parsed.data;
  const from = end + 1 + offset - passedOver;
  const chunk = stdout.subarray(from, from + mostBytes);
  const exitCode = /^\d+$/.test(code) ? Number(code) : undefined;
  const signal = exitCode === undefined ? undefined : signalOf(exitCode);
  return {
    state,
    chunk,
    nextOffset: offset + chunk.length,
    logBytes: Math.max(logBytes, offset + chunk.length),
    ...(exitCode !== undefined && { exitCode }),
    ...(signal !== undefined && { signal }),
    ...(limit !== "-" && { timedOut: limit }),
    isCancelled: cancelled === "cancelled",
  };
}

function signalOf(exitCode: number): string | undefined {
  return Object.entries(constants.signals).find(([, number]) => number === exitCode - SIGNALED)?.[0];
}

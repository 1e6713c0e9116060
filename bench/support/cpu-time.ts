import { readFileSync } from "node:fs";

const MS_A_TICK = 10;

/** Milliseconds of processor time that a process has used so far, all threads together (Linux; NaN elsewhere). */
export function cpuTimeMs(pid: number | undefined): number {
  if (pid === undefined || process.platform !== "linux") return Number.NaN;
  // proc(5): the name in brackets may hold blanks; utime and stime are the 14th and 15th field.
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, "utf8")
      .split(") ")
      .at(-1)
      ?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * MS_A_TICK;
}

import type { GitProgress } from "./contract/index.ts";

// "remote: Compressing objects:  42% (420/1000)", "Receiving objects:  42% (420/1000), 12.00 MiB | 3.00 MiB/s"
const LINE =
  /^(?:remote: )?(?<phase>[A-Z][A-Za-z ]{1,40}):\s+(?<percent>\d{1,3})% \(\d+\/\d+\)(?:, (?<size>[\d.]+) (?<unit>bytes|KiB|MiB|GiB))?/;
const UNITS: Readonly<Record<string, number>> = { bytes: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

/** Reads one line of what git writes to stderr with --progress. */
export function readProgress(line: string): GitProgress | undefined {
  const found = LINE.exec(line)?.groups;
  if (found === undefined) return undefined;
  const { phase = "", percent, size, unit = "" } = found;
  const bytes = size === undefined ? undefined : Math.round(Number(size) * (UNITS[unit] ?? 1));
  return { phase, percent: Math.min(Number(percent), 100), ...(bytes !== undefined && { bytes }) };
}

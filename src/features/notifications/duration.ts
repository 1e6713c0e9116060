/** `1 h 4 min`, `6 min 40 s`, `12 s`. */
export function toDuration(seconds: number): string {
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  const rest = seconds % 60;
  const parts =
    hours > 0 ? [toPart(hours, "h"), toPart(minutes, "min")] : [toPart(minutes, "min"), toPart(rest, "s")];
  const shown = parts.filter((part) => part !== "");
  return shown.length === 0 ? "0 s" : shown.join(" ");
}

function toPart(count: number, unit: string): string {
  return count === 0 ? "" : `${String(count)} ${unit}`;
}

/** A moment as DATE() and TIME() in cards take it: UTC, without fractions of a second. */
export function toCardTime(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, "Z");
}

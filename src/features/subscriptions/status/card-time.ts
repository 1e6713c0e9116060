/** A time that a card shows in its reader's zone; cards read it to the second. */
export function toCardTime(time: Date): string {
  const at = time.toISOString().replace(/\.\d+Z$/, "Z");
  return `{{DATE(${at},SHORT)}} {{TIME(${at})}}`;
}

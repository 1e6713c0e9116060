/** Is each part of what would be done still as somebody agreed to it? What else was bound to the agreement is not compared. */
export function isAgreed(
  target: Readonly<Record<string, unknown>>,
  agreed: Readonly<Record<string, unknown>> = {},
): boolean {
  return Object.entries(target).every(
    ([name, value]) => JSON.stringify(agreed[name]) === JSON.stringify(value),
  );
}

/** Stands where a variable's value was. */
const MARK = "[value removed]";

const COMMAND = /^\s*env\s+set\s+/i;
const SCOPE = /^(?:team|(?:cloud|server|project):(?:"[^"]*"|[^\s"=]+))\s+/i;
const NAME = /^[^\s=]+/;

/**
 * The text without the value of an `env set`, so that none is written down by us: whatever stands behind the name, or, where
 * no scope can be read, behind the first word.
 */
export function withoutTypedValue(text: string): string {
  const command = COMMAND.exec(text)?.[0];
  if (command === undefined) return text;
  const scope = SCOPE.exec(text.slice(command.length))?.[0] ?? "";
  const name = NAME.exec(text.slice(command.length + scope.length))?.[0] ?? "";
  const kept = `${command}${scope}${name}`;
  return text.slice(kept.length).trim() === "" ? text : `${kept} ${MARK}`;
}

/** Did `withoutTypedValue` cut one out? */
export function hadTypedValue(text: string): boolean {
  return text.endsWith(MARK);
}

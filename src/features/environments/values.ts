import type { Variables } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { isOfWindows } from "../../core/variable-name.ts";

/** Variables that one team, cloud, server or project can have. */
export const MOST_VARIABLES = 100;
/** More than any key file has, and no more than a card takes. */
export const LONGEST_VALUE = 16_000;
/** Of one scope: all four together, with their names, must fit what a program is started with. */
const MOST_BYTES = 65_536;

/** Throws ENV_VALUE_EMPTY, ENV_VALUE_INVALID. */
export function checkValue(value: string): void {
  if (value === "") throw faults.ENV_VALUE_EMPTY();
  if (value.length > LONGEST_VALUE || value.includes("\0") || !value.isWellFormed())
    throw faults.ENV_VALUE_INVALID({ most: LONGEST_VALUE });
}

/** With one more, or with another value of it. Throws ENV_TOO_MUCH. */
export function withVariable(variables: Variables, name: string, value: string): Variables {
  const changed = { ...variables, [name]: value };
  const entries = Object.entries(changed);
  const bytes = entries.reduce((sum, [key, text]) => sum + key.length + Buffer.byteLength(text), 0);
  if (entries.length > MOST_VARIABLES || bytes > MOST_BYTES)
    throw faults.ENV_TOO_MUCH({ most: MOST_VARIABLES, kibibytes: MOST_BYTES / 1_024 });
  return changed;
}

export function withoutVariable(variables: Variables, name: string): Variables {
  return Object.fromEntries(Object.entries(variables).filter(([key]) => key !== name));
}

export function valueOf(variables: Variables, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

/** What a login needs of its shell: a wrong value locks people out. */
const DELICATE: ReadonlySet<string> = new Set([
  ...["PATH", "HOME", "SHELL", "USER", "LOGNAME", "PWD", "IFS", "ENV", "BASH_ENV", "PROMPT_COMMAND"],
  ...["LD_PRELOAD", "LD_LIBRARY_PATH", "SSH_AUTH_SOCK", "TMPDIR"],
]);

/** What comes of a name that systems use themselves; `''` where there is nothing to warn of. */
export function warnOf(name: string): string {
  const warnings = [
    DELICATE.has(name.toUpperCase()) &&
      "Logins depend on this one: a wrong value can keep people, and me, out of servers.",
    isOfWindows(name) && "Windows keeps it to itself: Windows servers don't get it.",
  ];
  return warnings.filter((warning) => warning !== false).join(" ");
}

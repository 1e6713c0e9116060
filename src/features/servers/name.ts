import { faults } from "../../core/errors.ts";
import { sayGiven } from "./find.ts";

/** A host name, as providers take it (RFC 1123 but for the digit in front, which could be an address). */
const NAME = /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;
const LONGEST = 60;
/** They part servers from other things in commands. */
const RESERVED: readonly string[] = ["on", "to", "from", "all", "none"];

/** A server's name as it is kept. Throws SERVER_NAME_INVALID. */
export function readServerName(typed: string): string {
  const isName = typed.length <= LONGEST && NAME.test(typed) && !RESERVED.includes(typed.toLowerCase());
  if (!isName) throw faults.SERVER_NAME_INVALID({ given: sayGiven(typed) });
  return typed;
}

/** Names for so many servers that none of the taken ones (in any case) has: `web-1`, or `web-1`, `web-2`, … of `web`. */
export function nameServers(name: string, count: number, taken: readonly string[]): readonly string[] {
  const used = new Set(taken.map((one) => one.toLowerCase()));
  if (name !== "" && count === 1) return [name];
  const base = name === "" ? "server" : name;
  const names: string[] = [];
  for (let number = 1; names.length < count; number += 1) {
    const candidate = `${base}-${String(number)}`;
    if (!used.has(candidate.toLowerCase())) names.push(candidate);
  }
  return names;
}

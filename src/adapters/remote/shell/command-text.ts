import { quote } from "./quoting.ts";

// The process that prints its number is the one that runs the script, and, as sshd makes a session for each command,
// leads the process group.
const BEGIN = `printf '%s %s\\n' "$0" "$$"; exec sh -c "$@"`;

/** What sshd is told: any login shell of POSIX's kind hands over to `sh`. `token` stands in the line that comes first. */
export function toCommandText(token: string, script: string, args: readonly string[]): string {
  return ["exec", "sh", "-c", ...[BEGIN, token, script, "ployst", ...args].map(quote)].join(" ");
}

/** Ends a process group: asks, waits for about a second, and insists. */
export const END_GROUP = `
kill -TERM "-$1" 2>/dev/null || kill -TERM "$1" 2>/dev/null
tries=0
while kill -0 "-$1" 2>/dev/null && [ "$tries" -lt 10 ]; do
  tries=$((tries + 1))
  sleep 0.1 2>/dev/null || sleep 1
done
kill -KILL "-$1" 2>/dev/null
exit 0
`;

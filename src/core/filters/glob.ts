/**
 * Does the text match the pattern as a whole? `*` (and `**`) stand for any characters, slashes too, so that
 * `commits:*` is every branch; `?` for exactly one. All else stands for itself. No regular expression is made of what
 * people type: at worst this takes pattern length times text length steps.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  const wanted = Array.from(pattern);
  const given = Array.from(text);
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let read = 0; read < given.length;) {
    if (wanted[at] === "*") {
      star = at;
      resume = read;
      at += 1;
    } else if (wanted[at] === "?" || wanted[at] === given[read]) {
      at += 1;
      read += 1;
    } else {
      if (star === -1) return false;
      at = star + 1;
      resume += 1;
      read = resume;
    }
  }
  return wanted.slice(at).every((character) => character === "*");
}

/** Branches: upper and lower case differ, as git has it. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some((pattern) => matchesGlob(pattern, text));
}

/** Labels, people, repositories and workflows: upper and lower case are one, as GitHub has it. */
export function matchesAnyName(patterns: readonly string[], text: string): boolean {
  return matchesAny(
    patterns.map((pattern) => pattern.toLowerCase()),
    text.toLowerCase(),
  );
}

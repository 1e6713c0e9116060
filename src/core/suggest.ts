/**
 * The candidate that is nearest to what was typed, in any case, if near enough to be meant (at most a third of its letters
 * differ); else the first that has the typed word further on: `subscribe pause` for `pause octo/hello`.
 */
export function nearest(typed: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .flatMap((candidate) => {
      const said = sameLength(typed, candidate);
      const most = Math.max(1, Math.floor(candidate.length / 3));
      // It is at least the difference in length: a long text isn't compared letter by letter with every candidate.
      if (Math.abs(said.length - candidate.length) > most) return [];
      return [{ candidate, most, distance: editDistance(said, candidate.toLowerCase()) }];
    })
    .filter(({ most, distance }) => distance <= most)
    // Of two equally near ones, the longer agrees with more of what was typed.
    .sort((a, b) => a.distance - b.distance || b.candidate.length - a.candidate.length);
  return ranked[0]?.candidate ?? candidates.find((candidate) => hasFurtherOn(candidate, typed));
}

function hasFurtherOn(candidate: string, typed: string): boolean {
  const [word = ""] = typed.trim().toLowerCase().split(/\s+/, 1);
  return word !== "" && candidate.split(" ").slice(1).includes(word);
}

/** What was typed, cut to as many words as the candidate has: arguments behind a misspelt keyword don't count. */
function sameLength(typed: string, candidate: string): string {
  return typed.toLowerCase().split(/\s+/).slice(0, candidate.split(" ").length).join(" ");
}

/** Optimal string alignment distance: insertions, deletions, substitutions, and swaps of neighbours. */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const current = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let distance = Math.min(
        (previous[j] ?? 0) + 1,
        (current[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + cost,
      );
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        distance = Math.min(distance, (before[j - 2] ?? 0) + 1);
      current.push(distance);
    }
    before = previous;
    previous = current;
  }
  return previous[b.length] ?? 0;
}

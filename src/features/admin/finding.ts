/** good: as it should be · bad: something doesn't work until somebody acts · off: not configured, or worth knowing. */
export type FindingMark = "good" | "bad" | "off";

/** One line of what `doctor` found. Never holds a secret. */
export interface Finding {
  readonly mark: FindingMark;
  readonly subject: string;
  readonly says: string;
  /** What to do; a bad one always has it. */
  readonly next?: string;
}

export function good(subject: string, says: string): Finding {
  return { mark: "good", subject, says };
}

export function bad(subject: string, says: string, next: string): Finding {
  return { mark: "bad", subject, says, next };
}

export function off(subject: string, says: string, next?: string): Finding {
  return next === undefined ? { mark: "off", subject, says } : { mark: "off", subject, says, next };
}

const SIGNS: Readonly<Record<FindingMark, string>> = { good: "✔", bad: "✖", off: "–" };

/** As the terminal shows it; only bad findings count in the last line. */
export function toReport(findings: readonly Finding[]): string {
  const width = Math.max(0, ...findings.map(({ subject }) => subject.length));
  const indent = " ".repeat(width + 4);
  const lines = findings.flatMap(({ mark, subject, says, next }) => [
    `${SIGNS[mark]} ${subject.padEnd(width)}  ${says}`,
    ...(next === undefined ? [] : [`${indent}→ ${next}`]),
  ]);
  const problems = findings.filter(({ mark }) => mark === "bad").length;
  const verdict =
    problems === 0
      ? "No problem found."
      : `${String(problems)} ${problems === 1 ? "problem" : "problems"} found.`;
  return [...lines, "", verdict, ""].join("\n");
}

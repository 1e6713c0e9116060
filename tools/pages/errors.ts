import type { FaultDeclarations } from "../../src/core/fault.ts";
import { GENERATED } from "./markdown.ts";

/** docs/errors.md: a heading a code, the sentence as people see it, and what kind of failure it is. */
export function errorsPage(declarations: FaultDeclarations): string {
  const head = [
    "# Errors",
    "",
    GENERATED,
    "",
    "What Ployst says when something is wrong, by code. The log has the code too. Names in the sentences are samples.",
  ];
  const codes = Object.entries(declarations).sort(([left], [right]) => (left < right ? -1 : 1));
  const entries = codes.flatMap(([code, { kind, retryable, sampleSentence }]) => [
    "",
    `## ${code}`,
    "",
    `> ${sampleSentence}`,
    "",
    `Kind: ${kind}. ${retryable ? "It may work later without anybody's doing." : "Trying again alone changes nothing."}`,
  ]);
  return [...head, ...entries, ""].join("\n");
}

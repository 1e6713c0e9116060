import { JOBS_KEPT } from "../bounded-facts.ts";
import type { Facts } from "../../../core/facts.ts";
import { listParts } from "../parts.ts";
import { JobPart, type RunState } from "../parts/workflow.ts";
import { toNames } from "./subject-header.ts";

const FAILED: readonly RunState[] = ["failed", "startup_failed", "timed_out"];

/** The best first, so that a glance at the start says most. */
const KINDS: readonly {
  readonly sign: string;
  readonly word: string;
  readonly states: readonly RunState[];
}[] = [
  { sign: "✅", word: "succeeded", states: ["succeeded"] },
  { sign: "❌", word: "failed", states: FAILED },
  { sign: "🔵", word: "running", states: ["running"] },
  { sign: "✋", word: "waiting", states: ["waiting", "action_required"] },
  { sign: "⏳", word: "queued", states: ["queued"] },
  { sign: "🚫", word: "cancelled", states: ["cancelled"] },
  { sign: "⏭️", word: "skipped", states: ["skipped", "ended"] },
];

export interface JobsLines {
  /** `✅ 3 succeeded · ❌ 1 failed`; empty while no job is known. */
  readonly jobs: string;
  /** `build, lint and 2 more`, in card text. */
  readonly failed: string;
}

/** The jobs of one attempt. */
export function toJobsLines(facts: Facts, attempt: number): JobsLines {
  const jobs = listParts(facts, `job:${String(attempt)}/`, JobPart);
  const counts = KINDS.map(({ sign, word, states }) => {
    const count = jobs.filter((job) => states.includes(job.state)).length;
    return count === 0 ? "" : `${sign} ${String(count)} ${word}`;
  }).filter((text) => text !== "");
  const isCut = jobs.length >= JOBS_KEPT;
  const names = jobs.filter((job) => FAILED.includes(job.state)).map((job) => job.name);
  return {
    jobs: [...counts, ...(isCut ? [`of the last ${String(JOBS_KEPT)}`] : [])].join(" · "),
    failed: toNames(names.sort()),
  };
}

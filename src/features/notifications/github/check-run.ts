import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { FactVersion } from "../../../core/facts.ts";
import { toFact } from "../parts.ts";
import { shorten } from "../../../core/plain-text.ts";
import { CheckedPulls, checkHappenings, toCheckState } from "./checks.ts";
import { Envelope, Time } from "./schemas.ts";

const CheckRun = z.object({
  name: z.string(),
  head_sha: z.string(),
  status: z.string(),
  conclusion: z.string().nullish(),
  started_at: Time.nullish(),
  completed_at: Time.nullish(),
  check_suite: z.object({ updated_at: Time.nullish() }).nullish(),
  app: z.object({ slug: z.string().nullish() }).nullish(),
  pull_requests: CheckedPulls,
});
type CheckRun = z.infer<typeof CheckRun>;

const Payload = z.object({ ...Envelope, check_run: CheckRun });

/** `rerequested` and `requested_action` bring the old outcome again; the new one follows by itself. */
const TELLS: readonly string[] = ["created", "completed"];

export const checkRunEvent = defineEvent({
  on: "check_run",
  schema: Payload,
  happenings: ({ action, check_run: run, repository, sender }) => {
    const version = toVersion(run);
    if (!TELLS.includes(action) || version === undefined) return [];
    const app = run.app?.slug ?? "";
    const state = toCheckState(run.status, run.conclusion);
    const fact = toFact(version, { sha: run.head_sha, app, state });
    const name = `check:${run.head_sha}:${app}/${shorten(run.name, 100)}`;
    return checkHappenings(run.pull_requests, repository, { name, fact }, sender.login);
  },
});

/** A repeated run starts after the earlier one ended, so that times alone put them in order. */
function toVersion(run: CheckRun): FactVersion | undefined {
  const at = run.completed_at ?? run.started_at ?? run.check_suite?.updated_at;
  if (at === null || at === undefined) return undefined;
  const ranks = ["queued", "in_progress", "completed"];
  return { at, rank: Math.max(ranks.indexOf(run.status), 0), attempt: 0 };
}

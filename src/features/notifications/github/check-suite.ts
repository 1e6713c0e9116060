import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { toFact } from "../parts.ts";
import { CheckedPulls, checkHappenings, toCheckState } from "./checks.ts";
import { Envelope, Time } from "./schemas.ts";

const Payload = z.object({
  ...Envelope,
  check_suite: z.object({
    head_sha: z.string(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    updated_at: Time,
    app: z.object({ slug: z.string().nullish() }).nullish(),
    pull_requests: CheckedPulls,
  }),
});

/** Only completed suites: GitHub opens one for every App that could check, and most of them never end. */
export const checkSuiteEvent = defineEvent({
  on: "check_suite",
  schema: Payload,
  happenings: ({ action, check_suite: suite, repository, sender }) => {
    if (action !== "completed") return [];
    const app = suite.app?.slug ?? "";
    const state = toCheckState("completed", suite.conclusion);
    const fact = toFact({ at: suite.updated_at, rank: 0, attempt: 0 }, { sha: suite.head_sha, app, state });
    const name = `suite:${suite.head_sha}:${app}`;
    return checkHappenings(suite.pull_requests, repository, { name, fact }, sender.login);
  },
});

import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { toFact } from "../parts.ts";
import { Envelope, Time, toHappeningRepository } from "./schemas.ts";
import { pullKey } from "./subject-facts.ts";

const Payload = z.object({
  ...Envelope,
  merge_group: z.object({ head_ref: z.string(), head_commit: z.object({ timestamp: Time }) }),
});

/** `refs/heads/gh-readonly-queue/main/pr-104-<sha>` */
const PULL_IN_REF = /\/pr-(\d{1,9})-[\da-f]+$/;

/** The queue checks what merging a pull request would make, or has ended that. */
export const mergeGroupEvent = defineEvent({
  on: "merge_group",
  schema: Payload,
  happenings: ({ action, merge_group: group, repository, sender }) => {
    const number = Number(PULL_IN_REF.exec(group.head_ref)?.[1] ?? 0);
    if (number === 0) return [];
    const checking = action === "checks_requested";
    const version = { at: group.head_commit.timestamp, rank: checking ? 0 : 1, attempt: 0 };
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: pullKey(repository, number),
        feature: "pulls",
        keptFor: ["pulls", "comments", "reviews"],
        facts: { group: toFact(version, { checking }) },
        opens: false,
        actorLogin: sender.login,
      },
    ];
  },
});

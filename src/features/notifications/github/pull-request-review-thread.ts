import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { subjectFilterables } from "./filterables.ts";
import { Envelope, Pull, toHappeningRepository } from "./schemas.ts";
import { pullFacts, pullKey } from "./subject-facts.ts";

const Payload = z.object({ ...Envelope, pull_request: Pull });

/** Resolving is housekeeping: nobody is told, but the payload tells how the pull request stands now. */
export const pullRequestReviewThreadEvent = defineEvent({
  on: "pull_request_review_thread",
  schema: Payload,
  happenings: ({ action, pull_request: pull, repository, sender }) => [
    {
      repository: toHappeningRepository(repository),
      subjectKey: pullKey(repository, pull.number),
      feature: "reviews",
      keptFor: ["pulls", "comments", "reviews"],
      facts: pullFacts(pull, repository, action),
      opens: false,
      actorLogin: sender.login,
      filterables: subjectFilterables(pull),
    },
  ],
});

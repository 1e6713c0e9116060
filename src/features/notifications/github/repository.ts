import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { ALWAYS_ON } from "../../../core/happening.ts";
import { toFact } from "../parts.ts";
import { REPOSITORY_CHANGES, type RepositoryPart } from "../parts/repository.ts";
import { Account, Repository, Time, toHappeningRepository, toRepositoryFields } from "./schemas.ts";

const Payload = z.object({
  action: z.string(),
  repository: Repository.extend({ updated_at: Time }),
  sender: Account,
});

/** Who can see a repository, and whether it lives on, concerns everybody who hears of it. Names and deletion: lifecycle/. */
export const repositoryChangeEvent = defineEvent({
  on: "repository",
  schema: Payload,
  happenings: ({ action, repository, sender }) => {
    const change = REPOSITORY_CHANGES.find((known) => known === action);
    if (change === undefined) return [];
    const part: RepositoryPart = {
      ...toRepositoryFields(repository),
      change,
      author: sender.login,
      avatarUrl: sender.avatar_url,
      at: repository.updated_at,
    };
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: `repository:${repository.id}#${change}/${part.at}`,
        feature: ALWAYS_ON,
        keptFor: [],
        facts: { repository: toFact({ at: part.at, rank: 0, attempt: 0 }, part) },
        opens: true,
        actorLogin: sender.login,
      },
    ];
  },
});

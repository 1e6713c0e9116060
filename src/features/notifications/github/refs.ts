import { createHash } from "node:crypto";
import { z } from "zod";
import { defineEvent, type NotificationEventSpec } from "../../../core/event.ts";
import { toFact } from "../parts.ts";
import type { RefPart } from "../parts/ref.ts";
import { shorten } from "../../../core/plain-text.ts";
import { Account, Repository, Time, toHappeningRepository, toRepositoryFields } from "./schemas.ts";

const Payload = z.object({
  ref: z.string(),
  ref_type: z.string(),
  repository: Repository.extend({ pushed_at: Time.nullish().catch(undefined), updated_at: Time }),
  sender: Account,
});
type Payload = z.infer<typeof Payload>;

/** GitHub makes and removes one for every pull request in a merge queue. */
const QUEUE_PREFIX = "gh-readonly-queue/";

/** Each coming and each going has a card of its own: a name may come back weeks later. */
function defineRefEvent(on: "create" | "delete"): NotificationEventSpec {
  return defineEvent({
    on,
    schema: Payload,
    happenings: (payload) => {
      const kind = (["branch", "tag"] as const).find((known) => known === payload.ref_type);
      if (kind === undefined || payload.ref.startsWith(QUEUE_PREFIX)) return [];
      const part = toRefPart(payload, kind, on === "create" ? "created" : "deleted");
      const { repository, sender } = payload;
      return [
        {
          repository: toHappeningRepository(repository),
          subjectKey: `ref:${repository.id}#${part.deed}/${kind}/${part.at}/${toShortHash(payload.ref)}`,
          feature: "branches",
          keptFor: ["branches"],
          facts: { ref: toFact({ at: part.at, rank: 0, attempt: 0 }, part) },
          opens: true,
          actorLogin: sender.login,
        },
      ];
    },
  });
}

export const createEvent = defineRefEvent("create");
export const deleteEvent = defineRefEvent("delete");

/** Git's file names end there; what is longer is nobody's branch. */
const LONGEST_REF = 255;

/** These payloads have no time of their own, but both are pushes. */
function toRefPart(
  { ref, repository, sender }: Payload,
  kind: RefPart["kind"],
  deed: RefPart["deed"],
): RefPart {
  const path = ref.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return {
    ...toRepositoryFields(repository),
    kind,
    deed,
    name: shorten(ref, 200),
    url:
      deed === "created" && ref.length <= LONGEST_REF
        ? `${repository.html_url}/tree/${path}`
        : repository.html_url,
    author: sender.login,
    avatarUrl: sender.avatar_url,
    at: repository.pushed_at ?? repository.updated_at,
  };
}

/** Names of branches are longer than a key may be. */
function toShortHash(ref: string): string {
  return createHash("sha256").update(ref).digest("hex").slice(0, 16);
}

import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { Facts } from "../../../core/facts.ts";
import type { CardContent } from "../../../core/message.ts";
import { toFact, VERDICTS } from "../parts.ts";
import { calledIn } from "./pings.ts";
import { toNote, type NoteFacts } from "../note.ts";
import { subjectFilterables } from "./filterables.ts";
import { Account, Envelope, Pull, Time, toHappeningRepository, Url } from "./schemas.ts";
import { pullFacts, pullKey, toDraft } from "./subject-facts.ts";

const Review = z.object({
  user: Account,
  state: z.string(),
  body: z.string().nullish(),
  html_url: Url,
  submitted_at: Time,
});
type Review = z.infer<typeof Review>;

const Payload = z.object({ ...Envelope, review: Review, pull_request: Pull });
type Payload = z.infer<typeof Payload>;

export const pullRequestReviewEvent = defineEvent({
  on: "pull_request_review",
  schema: Payload,
  happenings: (payload) => {
    const { action, review, pull_request: pull, repository, sender } = payload;
    if (action !== "submitted" && action !== "dismissed") return [];
    const words = noteWords(payload);
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: pullKey(repository, pull.number),
        feature: "reviews",
        keptFor: ["pulls", "comments", "reviews"],
        facts: { ...pullFacts(pull, repository, action), ...verdictFacts(review) },
        opens: false,
        actorLogin: sender.login,
        filterables: subjectFilterables(pull),
        ...toDraft(pull),
        ...(words === undefined
          ? {}
          : {
              note: toReviewNote(payload, words),
              ...(action === "submitted" ? calledIn(review.body, review.user) : {}),
            }),
      },
    ];
  },
});

function toReviewNote(payload: Payload, words: Pick<NoteFacts, "icon" | "verb">): CardContent {
  const { review, repository, pull_request: pull, sender, action } = payload;
  return toNote({
    ...words,
    by: action === "dismissed" ? sender : review.user,
    body: action === "dismissed" ? null : review.body,
    url: review.html_url,
    at: action === "dismissed" ? pull.updated_at : review.submitted_at,
    subject: `${repository.full_name}#${String(pull.number)}`,
  });
}

/** A dismissal keeps the review's own time: its rank puts it above the verdict and below any later one. */
function verdictFacts(review: Review): Facts {
  const verdict = VERDICTS.find((known) => known === review.state);
  if (verdict === undefined) return {};
  const { login } = review.user;
  const version = { at: review.submitted_at, rank: VERDICTS.indexOf(verdict), attempt: 0 };
  return { [`review:${login}`]: toFact(version, { login, verdict }) };
}

/** GitHub wraps every single line comment in a review without words: the comment itself tells enough. */
function noteWords({ action, review }: Payload): Pick<NoteFacts, "icon" | "verb"> | undefined {
  if (action === "dismissed") return { icon: "⚪", verb: "Review dismissed" };
  switch (review.state) {
    case "approved":
      return { icon: "✅", verb: "Approved" };
    case "changes_requested":
      return { icon: "🔁", verb: "Changes requested" };
    case "commented":
      return isBlank(review.body) ? undefined : { icon: "💬", verb: "Reviewed" };
    default:
      return undefined;
  }
}

function isBlank(body: string | null | undefined): boolean {
  return body === null || body === undefined || body.trim() === "";
}

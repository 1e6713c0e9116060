import { z } from "zod";
import { listMentions, type NamedAccount } from "../../../core/github-mentions.ts";
import type { Happening } from "../../../core/happening.ts";
import { toNote } from "../note.ts";
import { NumericId, type Account } from "./schemas.ts";

/** Somebody whom an event is about; GitHub leaves out whom it doesn't know any more, and teams have another field. */
export const Named = z.object({ id: NumericId, login: z.string() }).nullish().catch(undefined);
type Named = z.infer<typeof Named>;

/** Whom a comment calls; its author needs no call. */
export function calledIn(
  body: string | null | undefined,
  author: Pick<Account, "login">,
): Pick<Happening, "pings"> {
  return toPings(
    listMentions(body).map((login) => ({ login })),
    author,
  );
}

interface Request {
  readonly action: string;
  readonly assignee?: Named;
  readonly requested_reviewer?: Named;
  readonly sender: Account;
}

/** Somebody was assigned, or asked for a review: a note that stands only where they are mentioned, the card tells the rest. */
export function requestOf(
  { action, assignee, requested_reviewer: reviewer, sender }: Request,
  about: { readonly url: string; readonly at: string; readonly subject: string },
): Pick<Happening, "pings" | "note" | "noteNeeds"> {
  const [person, words] =
    action === "assigned"
      ? [assignee, { icon: "👤", verb: "Assigned" }]
      : action === "review_requested"
        ? [reviewer, { icon: "👀", verb: "Review requested" }]
        : [];
  if (person === null || person === undefined || words === undefined) return {};
  const pings = toPings([person], sender);
  if (pings.pings === undefined) return {};
  return { ...pings, note: toNote({ ...words, by: sender, ...about }), noteNeeds: "mention" };
}

function toPings(
  accounts: readonly NamedAccount[],
  { login: actor }: Pick<Account, "login">,
): Pick<Happening, "pings"> {
  const others = accounts.filter(({ login }) => login.toLowerCase() !== actor.toLowerCase());
  return others.length === 0 ? {} : { pings: others };
}

import { escapeMarkdown } from "./markdown.ts";
import type { Actor } from "./turn.ts";

/** Whose something is, a person's or a team's, and how that is said. */
export interface Owner {
  readonly key: { readonly ownerType: "user" | "team"; readonly ownerId: string };
  /** Behind the verb of a command about it: `""` or `" team"`. */
  readonly word: "" | " team";
  /** "You have" or "Team Platform has", Markdown. */
  readonly has: string;
  /** "of yours" or "of team Platform", Markdown. */
  readonly of: string;
  /** Of Ployst, `''` for a person's own. */
  readonly teamId: string;
}

/** Finds the owner that a command is about: its actor, or the team in force. */
export type ToOwner = (actor: Actor) => Owner;

export function ownOf({ userId }: Pick<Actor, "userId">): Owner {
  return {
    key: { ownerType: "user", ownerId: userId },
    word: "",
    has: "You have",
    of: "of yours",
    teamId: "",
  };
}

/** For commands whose permission is about a team: the pipeline found it. */
export function teamOf({ team }: Pick<Actor, "team">): Owner {
  if (team === undefined) throw new RangeError("a team's command without its team");
  const name = escapeMarkdown(team.name);
  const key = { ownerType: "team", ownerId: team.id } as const;
  return { key, word: " team", has: `Team ${name} has`, of: `of team ${name}`, teamId: team.id };
}

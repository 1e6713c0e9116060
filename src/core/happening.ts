import type { Facts } from "./facts.ts";
import type { Feature } from "./features.ts";
import type { PullState } from "./filters.ts";
import type { NamedAccount } from "./github-mentions.ts";
import type { CardContent } from "./message.ts";
import type { RepositoryRole } from "./repository-role.ts";

/** The repository that something happened in; ids as strings. */
export interface HappeningRepository {
  readonly id: string;
  readonly fullName: string;
  readonly ownerId: string;
  readonly isPrivate: boolean;
}

/** Told wherever something of the repository is subscribed; nobody can switch it off. */
export const ALWAYS_ON = "always";

/** What filters ask about. What is left out is not told by the event, or means nothing for it. */
export interface Filterables {
  /** All of the subject's; absent where there are none to have. */
  readonly labels?: readonly string[];
  /** Who made the subject, where that may be somebody else than who did this. */
  readonly author?: string;
  /** Where commits came to. */
  readonly branch?: string;
  readonly isDefaultBranch?: boolean;
  /** Present for anything about a pull request; `state` only where it became that. */
  readonly pull?: { readonly state?: PullState; readonly base?: string; readonly head?: string };
  readonly workflow?: {
    readonly name: string;
    readonly event: string;
    /** For pull requests the one that they lead to. */
    readonly branch?: string;
    readonly actor: string;
    /** GitHub's word; absent until the run has ended. */
    readonly conclusion?: string;
  };
}

/** What a webhook means for conversations: pure data, made from the payload alone. */
export interface Happening {
  readonly repository: HappeningRepository;
  /** `issue:3001#7`, `push:3001@<sha>`, `run:3001#<id>`: one root card a subject and conversation. */
  readonly subjectKey: string;
  /** The feature that must be on for a root or a note to be posted. */
  readonly feature: Feature | typeof ALWAYS_ON;
  /** Conversations with one of these on keep the facts even before a root is there (deliveries come unordered). */
  readonly keptFor: readonly (Feature | typeof ALWAYS_ON)[];
  readonly facts: Facts;
  /** May this open a root card? */
  readonly opens: boolean;
  /** A message under the root; posts the root from the facts first when there is none. */
  readonly note?: CardContent;
  /** `root`: the note is left out where no root was posted before (closed, merged). */
  readonly noteNeeds?: "root" | "mention";
  /** GitHub accounts that the note is meant for: who is known in the conversation is really mentioned. Never who did it. */
  readonly pings?: readonly NamedAccount[];
  /** About a draft pull request: where drafts aren't wanted it opens nothing, and its note needs a root. */
  readonly draft?: true;
  /** A bot did it: where bots aren't wanted it opens nothing and has no note. */
  readonly byBot?: true;
  /** What the subscription's creator must be in the repository for its conversation to hear of this; else reading is enough. */
  readonly creatorNeeds?: RepositoryRole;
  /** Who did it, for filters and mentions. */
  readonly actorLogin: string;
  readonly filterables?: Filterables;
}

import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import type { FactVersion } from "../../../core/facts.ts";
import { toNote } from "../note.ts";
import { toFact } from "../parts.ts";
import { RELEASE_STATES, type ReleasePart, type ReleaseState } from "../parts/release.ts";
import { shorten, toExcerptLines } from "../../../core/plain-text.ts";
import {
  Account,
  Envelope,
  LooseText,
  Time,
  toHappeningRepository,
  toRepositoryFields,
  Url,
} from "./schemas.ts";

const NOTES_LINES = 10;
const NOTES_LENGTH = 900;

const Release = z.object({
  id: z.number().int().positive(),
  html_url: Url,
  tag_name: z.string(),
  name: LooseText,
  body: LooseText,
  draft: z.boolean(),
  prerelease: z.boolean(),
  author: Account,
  created_at: Time.nullish(),
  published_at: Time.nullish(),
  updated_at: Time.nullish(),
  assets: z.array(z.unknown()).catch([]),
});

const Payload = z.object({ ...Envelope, release: Release });
type Payload = z.infer<typeof Payload>;

export const releaseEvent = defineEvent({
  on: "release",
  schema: Payload,
  happenings: (payload) => {
    const { action, release, repository, sender } = payload;
    const version = toVersion(payload);
    // A draft is nobody's business until it is published.
    if (version === undefined || (release.draft && toState(payload) !== "unpublished")) return [];
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: `release:${repository.id}#${String(release.id)}`,
        feature: "releases",
        keptFor: ["releases"],
        facts: { release: toFact(version, toReleasePart(payload)) },
        // Every publication comes with `created` and `released` or `prereleased` as well: those only change the card.
        opens: action === "published",
        actorLogin: sender.login,
        ...(action === "deleted" ? { note: toDeletedNote(payload, version.at), noteNeeds: "root" } : {}),
      },
    ];
  },
});

function toState({ action, release }: Payload): ReleaseState {
  if (action === "deleted" || action === "unpublished") return action;
  return release.prerelease ? "prerelease" : "released";
}

/** Many payloads bring no time of the change itself: then the action decides, `created` knowing least. */
function toVersion({ action, release }: Payload): FactVersion | undefined {
  const at = release.updated_at ?? release.published_at ?? release.created_at;
  if (at === undefined || at === null) return undefined;
  const ends = ["unpublished", "deleted"].indexOf(action) + 1;
  return { at, rank: ends, attempt: ["created", "published", "released", "edited"].indexOf(action) + 1 };
}

function toReleasePart(payload: Payload): ReleasePart {
  const { release, repository } = payload;
  const name = release.name.trim() === "" ? release.tag_name : release.name;
  return {
    ...toRepositoryFields(repository),
    name: shorten(name, 256),
    tag: shorten(release.tag_name, 100),
    url: release.html_url,
    state: RELEASE_STATES.find((state) => state === toState(payload)) ?? "released",
    author: release.author.login,
    avatarUrl: release.author.avatar_url,
    files: release.assets.length,
    notes: toExcerptLines(release.body, NOTES_LINES, NOTES_LENGTH),
    publishedAt: release.published_at ?? release.created_at ?? "",
  };
}

function toDeletedNote({ release, repository, sender }: Payload, at: string): ReturnType<typeof toNote> {
  return toNote({
    icon: "🗑️",
    verb: "Deleted",
    by: sender,
    url: repository.html_url,
    at,
    subject: `${repository.full_name} ${release.tag_name}`,
  });
}

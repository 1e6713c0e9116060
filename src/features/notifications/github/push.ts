import { z } from "zod";
import { defineEvent } from "../../../core/event.ts";
import { toFact, type PushPart } from "../parts.ts";
import { shorten } from "../../../core/plain-text.ts";
import { Account, Repository, Time, toHappeningRepository, Url } from "./schemas.ts";

const COMMITS_SHOWN = 8;
const BRANCH_PREFIX = "refs/heads/";
/** GitHub makes and removes these for every pull request in a merge queue. */
const QUEUE_PREFIX = `${BRANCH_PREFIX}gh-readonly-queue/`;

const Commit = z.object({
  id: z.string(),
  url: Url,
  message: z.string(),
  timestamp: Time,
  author: z.object({ name: z.string().catch(""), username: z.string().nullish() }),
});

const Payload = z.object({
  ref: z.string(),
  after: z.string(),
  created: z.boolean(),
  deleted: z.boolean(),
  forced: z.boolean(),
  compare: Url,
  commits: z.array(Commit),
  repository: Repository.extend({ default_branch: z.string() }),
  pusher: z.object({ name: z.string() }),
  sender: Account,
});
type Payload = z.infer<typeof Payload>;

/** Commits that reach a branch: the default one, unless filters name others. Tags, and branches that go, are nothing here. */
export const pushEvent = defineEvent({
  on: "push",
  schema: Payload,
  happenings: (payload) => {
    const { repository, after, commits } = payload;
    const branch = toBranch(payload);
    const last = commits.at(-1);
    if (branch === undefined || payload.deleted || last === undefined) return [];
    const isDefaultBranch = branch === repository.default_branch;
    // A repository's first push is no news; a branch may well come with its first commits.
    if (isDefaultBranch && payload.created) return [];
    const part = toPushPart(payload, last.timestamp);
    return [
      {
        repository: toHappeningRepository(repository),
        subjectKey: `push:${repository.id}@${after}`,
        feature: "commits",
        keptFor: ["commits"],
        facts: { push: toFact({ at: part.at, rank: 0, attempt: 0 }, part) },
        opens: true,
        actorLogin: pusherName(payload),
        filterables: { branch, isDefaultBranch },
      },
    ];
  },
});

function toBranch({ ref }: Payload): string | undefined {
  if (!ref.startsWith(BRANCH_PREFIX) || ref.startsWith(QUEUE_PREFIX)) return undefined;
  return ref.slice(BRANCH_PREFIX.length);
}

function toPushPart(payload: Payload, at: string): PushPart {
  const { repository, commits, sender } = payload;
  return {
    repository: repository.full_name,
    repositoryUrl: repository.html_url,
    branch: payload.ref.slice(BRANCH_PREFIX.length),
    url: payload.compare,
    forced: payload.forced,
    pusher: pusherName(payload),
    avatarUrl: sender.avatar_url,
    total: commits.length,
    commits: commits.slice(-COMMITS_SHOWN).map((commit) => ({
      sha: commit.id,
      url: commit.url,
      title: shorten(commit.message.split("\n", 1)[0] ?? "", 120),
      author: commit.author.username ?? commit.author.name,
    })),
    at,
  };
}

/** A push by a deploy key has no sender. */
function pusherName({ sender, pusher }: Payload): string {
  return sender.login === "ghost" ? pusher.name : sender.login;
}

import { z } from "zod";
import type { HappeningRepository } from "../../../core/happening.ts";

// Only what we read of GitHub's payloads. Source: docs.github.com "Webhook events and payloads".

export const NumericId = z.number().int().positive().transform(String);

export const Url = z.url({ protocol: /^https?$/ });

/** An address that may be missing or no address at all: then empty. */
export const LooseUrl = Url.nullish()
  .catch(undefined)
  .transform((url) => url ?? "");

/** A commit's id, as Git makes it of SHA-1 or SHA-256. */
export const Sha = z.string().regex(/^[\da-f]{7,64}$/i);

/** Text that may be missing. */
export const LooseText = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

/** A time in GitHub's spelling; leaves as `2026-01-31T12:00:00Z`, the only form that cards can show. */
export const Time = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text).toISOString().replace(/\.\d{3}Z$/, "Z"));

/** Pictures are shown over https only; without one there is none. */
const AvatarUrl = z.url({ protocol: /^https$/ }).catch("");

const GHOST = { login: "ghost", avatar_url: "" };

/** Somebody; GitHub gives null for accounts that are gone and calls them ghost itself. */
export const Account = z
  .object({ login: z.string(), avatar_url: AvatarUrl })
  .nullish()
  .transform((account) => account ?? GHOST);
export type Account = z.infer<typeof Account>;

export const Repository = z.object({
  id: NumericId,
  full_name: z.string(),
  html_url: Url,
  private: z.boolean(),
  owner: z.object({ id: NumericId }),
});
export type Repository = z.infer<typeof Repository>;

/** How many of something; not every payload says. */
export const Count = z.number().int().nonnegative().optional().catch(undefined);

const Label = z.object({ name: z.string() });

const SubjectFields = {
  number: z.number().int().positive(),
  title: z.string(),
  html_url: Url,
  state: z.enum(["open", "closed"]).optional(),
  closed_at: z.string().nullish(),
  user: Account,
  labels: z.array(Label).catch([]),
  assignees: z.array(Account).catch([]),
  body: z.string().nullish(),
  created_at: Time,
  updated_at: Time,
  draft: z.boolean().nullish(),
  comments: Count,
};

export const Issue = z.object({
  ...SubjectFields,
  state_reason: z.string().nullish(),
  /** There when the issue is a pull request. */
  pull_request: z.object({ merged_at: z.string().nullish() }).optional(),
});
export type Issue = z.infer<typeof Issue>;

const Branch = z.object({ label: z.string().nullish(), ref: z.string(), sha: z.string() });

export const Pull = z.object({
  ...SubjectFields,
  merged_at: z.string().nullish(),
  head: Branch,
  base: Branch,
  requested_reviewers: z
    .array(z.object({ login: z.string().optional(), name: z.string().optional() }))
    .catch([]),
  requested_teams: z.array(z.object({ name: z.string() })).catch([]),
  review_comments: Count,
  additions: z.number().optional(),
  deletions: z.number().optional(),
  changed_files: z.number().optional(),
});
export type Pull = z.infer<typeof Pull>;

/** What every payload has around its subject. */
export const Envelope = { action: z.string(), repository: Repository, sender: Account };

/** What every card's part says of its repository. */
export function toRepositoryFields(repository: Repository): { repository: string; repositoryUrl: string } {
  return { repository: repository.full_name, repositoryUrl: repository.html_url };
}

export function toHappeningRepository(repository: Repository): HappeningRepository {
  return {
    id: repository.id,
    fullName: repository.full_name,
    ownerId: repository.owner.id,
    isPrivate: repository.private,
  };
}

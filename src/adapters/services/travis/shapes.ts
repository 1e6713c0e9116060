import { z } from "zod";

/** API v3: developer.travis-ci.com/resource/user */
export const TravisUser = z.object({ login: z.string() });

/** developer.travis-ci.com/resource/build */
export const TravisBuild = z.object({
  id: z.number().int(),
  number: z.string(),
  /** created, received, started, passed, failed, errored, canceled */
  state: z.string(),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  updated_at: z.string().nullish(),
  duration: z.number().nullish(),
  event_type: z.string().nullish(),
  repository: z.object({ slug: z.string() }),
  branch: z.object({ name: z.string() }).nullish(),
  commit: z.object({ sha: z.string().nullish(), message: z.string().nullish() }).nullish(),
  created_by: z.object({ login: z.string() }).nullish(),
});

export type TravisBuild = z.infer<typeof TravisBuild>;

/** developer.travis-ci.com/resource/builds */
export const TravisBuilds = z.object({ builds: z.array(TravisBuild) });

/** GET /config of the API's host holds the key that webhooks are signed with. */
export const TravisConfig = z.object({
  config: z.object({
    notifications: z.object({ webhook: z.object({ public_key: z.string() }) }),
  }),
});

/** docs.travis-ci.com/user/notifications, "Configuring webhook notifications": the form field `payload`. */
export const TravisPayload = z.object({
  id: z.number().int(),
  number: z.string(),
  status_message: z.string(),
  started_at: z.string().nullish(),
  finished_at: z.string().nullish(),
  duration: z.number().nullish(),
  branch: z.string().nullish(),
  commit: z.string().nullish(),
  message: z.string().nullish(),
  author_name: z.string().nullish(),
  type: z.string().nullish(),
  build_url: z.string().nullish(),
  repository: z.object({ name: z.string(), owner_name: z.string() }),
});

export type TravisPayload = z.infer<typeof TravisPayload>;

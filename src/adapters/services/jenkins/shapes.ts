import { z } from "zod";

export const WhoAmI = z.object({ name: z.string(), authenticated: z.boolean(), anonymous: z.boolean() });

/** A build, as `…/api/json` has it (www.jenkins.io/doc/book/using/remote-access-api). */
export const Build = z.object({
  number: z.number().int(),
  url: z.string(),
  /** Null while it runs. */
  result: z.string().nullable(),
  building: z.boolean(),
  /** When it began, milliseconds. */
  timestamp: z.number(),
  /** Milliseconds; 0 while it runs. */
  duration: z.number(),
  description: z.string().nullish(),
});

export type Build = z.infer<typeof Build>;

/** A job with its last build; a folder has no builds at all. */
export const Job = z.object({
  url: z.string(),
  buildable: z.boolean().catch(false),
  lastBuild: Build.nullish(),
});

/** One of a build's actions has its parameters (hudson.model.ParametersAction); the others are empty here. */
export const BuildParameters = z.object({
  actions: z.array(
    z
      .object({
        parameters: z
          .array(
            z.object({
              name: z.string(),
              value: z.union([z.string(), z.boolean(), z.number()]).optional().catch(undefined),
            }),
          )
          .optional(),
      })
      .nullable(),
  ),
});

/** An item that left the queue has its build in `executable`. */
export const QueueItem = z.object({
  why: z.string().nullish(),
  cancelled: z.boolean().optional(),
  executable: z.object({ number: z.number().int() }).nullish(),
});

/** github.com/jenkinsci/notification-plugin, README: JSON with names in lower case and underscores. */
export const Notification = z.object({
  name: z.string(),
  url: z.string().catch(""),
  build: z.object({
    full_url: z.string().catch(""),
    number: z.number().int(),
    phase: z.string(),
    status: z.string().optional().catch(undefined),
    timestamp: z.number().catch(0),
    duration: z.number().catch(0),
    scm: z
      .object({ branch: z.string().optional(), commit: z.string().optional() })
      .optional()
      .catch(undefined),
    notes: z.string().optional().catch(undefined),
  }),
});

export type Notification = z.infer<typeof Notification>;

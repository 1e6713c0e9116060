import { z } from "zod";

// Only what we show is read, and each part may be missing: a site hides fields, and removes them.

const named = z.object({ name: z.string() }).nullish();
const person = z.object({ displayName: z.string() }).nullish();

/** An issue of REST API 2 (both Cloud and Data Center) and of webhooks: developer.atlassian.com/cloud/jira/platform/rest/v2/api-group-issues */
export const JiraIssue = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    summary: z.string().catch(""),
    status: z
      .object({
        name: z.string(),
        statusCategory: z.object({ key: z.string() }).nullish(),
      })
      .nullish(),
    issuetype: named,
    priority: named,
    assignee: person,
    reporter: person,
    labels: z.array(z.string()).catch([]),
    description: z.string().nullish().catch(undefined),
    updated: z.string().nullish(),
    project: z.object({ key: z.string() }).nullish(),
  }),
});

export type JiraIssue = z.infer<typeof JiraIssue>;

/** developer.atlassian.com/cloud/jira/platform/webhooks */
export const JiraWebhook = z.object({
  webhookEvent: z.string(),
  issue: JiraIssue.optional().catch(undefined),
  user: person,
  comment: z
    .object({ body: z.string().catch(""), author: person, updateAuthor: person })
    .optional()
    .catch(undefined),
  changelog: z
    .object({
      items: z.array(
        z.object({
          field: z.string(),
          fromString: z.string().nullish(),
          toString: z.string().nullish(),
        }),
      ),
    })
    .optional()
    .catch(undefined),
});

export const JiraSelf = z.object({ displayName: z.string() });

export const JiraTransitions = z.object({
  transitions: z.array(z.object({ id: z.string(), name: z.string(), to: named })),
});

export const JiraComments = z.object({
  comments: z.array(z.object({ body: z.string().catch(""), created: z.string().catch("") })),
});

export const JiraCreated = z.object({ id: z.string().catch(""), key: z.string() });

/** `errorMessages` are about the request, `errors` about its fields. */
export const JiraErrors = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
});

import { z } from "zod";
import type {
  GitHubArrival,
  GitHubEnvironmentReview,
  GitHubIssue,
  GitHubPull,
  GitHubRepositoryLimits,
  GitHubRun,
  GitHubWaitingEnvironment,
  GitHubWorkflow,
} from "../contract/collaboration.ts";
import { createPagedResource, createResource, type Page, type Resource } from "../http/resource.ts";
import { Id } from "../records.ts";

const Author = z
  .object({ id: Id })
  .nullish()
  .transform((user) => user?.id ?? "");
const State = z.enum(["open", "closed"]);
const Time = z.iso.datetime({ offset: true }).transform((at) => new Date(at));

const IssueRecord: z.ZodType<GitHubIssue> = z
  .object({
    number: z.int(),
    title: z.string(),
    state: State,
    locked: z.boolean(),
    pull_request: z.object({}).optional(),
    user: Author,
    html_url: z.url(),
  })
  .transform(({ pull_request: pull, locked, user, html_url: htmlUrl, ...issue }) => ({
    ...issue,
    isPull: pull !== undefined,
    isLocked: locked,
    authorId: user,
    htmlUrl,
  }));

const End = z.object({ ref: z.string(), sha: z.string() });

const PullRecord: z.ZodType<GitHubPull> = z
  .object({
    number: z.int(),
    title: z.string(),
    state: State,
    merged: z.boolean(),
    draft: z.boolean().optional(),
    mergeable: z.boolean().nullish(),
    head: End,
    base: End,
    user: Author,
    html_url: z.url(),
  })
  .transform(({ number, title, state, merged, draft, mergeable, head, base, user, html_url: htmlUrl }) => ({
    number,
    title,
    state,
    isMerged: merged,
    isDraft: draft ?? false,
    isMergeable: mergeable ?? undefined,
    headSha: head.sha,
    headName: head.ref,
    baseName: base.ref,
    authorId: user,
    htmlUrl,
  }));

const RunRecord: z.ZodType<GitHubRun> = z
  .object({
    id: Id,
    name: z.string().nullish(),
    status: z.string().nullish(),
    run_attempt: z.int().optional(),
    html_url: z.url(),
  })
  .transform(({ id, name, status, run_attempt: attempt, html_url: htmlUrl }) => ({
    id,
    name: name ?? "",
    status: status ?? "",
    attempt: attempt ?? 1,
    htmlUrl,
  }));

const WorkflowRecords: z.ZodType<readonly GitHubWorkflow[]> = z
  .object({ workflows: z.array(z.object({ id: Id, name: z.string(), path: z.string() })) })
  .transform(({ workflows }) =>
    workflows.map(({ id, name, path }) => ({ id, name, file: path.split("/").at(-1) ?? path })),
  );

/** A person has a login, a team a name. */
const Reviewer = z
  .object({ reviewer: z.object({ login: z.string().optional(), name: z.string().nullish() }).nullish() })
  .transform(({ reviewer }) => reviewer?.login ?? reviewer?.name ?? "");

const WaitingRecords: z.ZodType<readonly GitHubWaitingEnvironment[]> = z
  .array(
    z.object({
      environment: z.object({ id: Id, name: z.string() }),
      current_user_can_approve: z.boolean(),
      reviewers: z.array(Reviewer).nullish(),
    }),
  )
  .transform((waiting) =>
    waiting.map(({ environment, current_user_can_approve: mayReview, reviewers }) => ({
      ...environment,
      mayReview,
      reviewers: (reviewers ?? []).filter((name) => name !== ""),
    })),
  );

/** A comment alone decides nothing: its state is `pending`. */
const ReviewRecords: z.ZodType<readonly GitHubEnvironmentReview[]> = z
  .array(
    z.object({
      state: z.string(),
      comment: z.string().nullish(),
      environments: z.array(z.object({ id: Id, name: z.string() })),
      user: z.object({ id: Id, login: z.string() }).nullish(),
    }),
  )
  .transform((reviews) =>
    reviews.flatMap(({ state, comment, environments, user }) => {
      if (state !== "approved" && state !== "rejected") return [];
      return {
        verdict: state,
        environmentIds: environments.map(({ id }) => id),
        environmentNames: environments.map(({ name }) => name),
        authorId: user?.id ?? "",
        authorLogin: user?.login ?? "ghost",
        comment: comment ?? "",
      };
    }),
  );

const LimitsRecord: z.ZodType<GitHubRepositoryLimits> = z
  .object({
    archived: z.boolean(),
    has_issues: z.boolean(),
    allow_merge_commit: z.boolean().default(true),
    allow_squash_merge: z.boolean().default(true),
    allow_rebase_merge: z.boolean().default(true),
  })
  .transform((limits) => ({
    isArchived: limits.archived,
    hasIssues: limits.has_issues,
    mergeMethods: [
      ...(limits.allow_merge_commit ? (["merge"] as const) : []),
      ...(limits.allow_squash_merge ? (["squash"] as const) : []),
      ...(limits.allow_rebase_merge ? (["rebase"] as const) : []),
    ],
  }));

/** Something a person left, as far as it takes to know it again. */
export interface Trace {
  readonly authorId: string;
  readonly text: string;
  readonly at: Date;
  readonly arrival: GitHubArrival;
}

const CommentTrace: z.ZodType<Trace> = z
  .object({ user: Author, body: z.string().nullish(), created_at: Time, html_url: z.url() })
  .transform(({ user, body, created_at: at, html_url: htmlUrl }) => ({
    authorId: user,
    text: body ?? "",
    at,
    arrival: { htmlUrl },
  }));

const IssueTrace: z.ZodType<Trace> = z
  .object({ user: Author, title: z.string(), created_at: Time, html_url: z.url(), number: z.int() })
  .transform(({ user, title, created_at: at, html_url: htmlUrl, number }) => ({
    authorId: user,
    text: title,
    at,
    arrival: { htmlUrl, number },
  }));

/** A review that was begun and not sent has no time. */
const ReviewTrace: z.ZodType<Trace> = z
  .object({ user: Author, state: z.string(), submitted_at: Time.optional(), html_url: z.url() })
  .transform(({ user, state, submitted_at: at, html_url: htmlUrl }) => ({
    authorId: user,
    text: state,
    at: at ?? new Date(0),
    arrival: { htmlUrl },
  }));

const RunTraces: z.ZodType<readonly Trace[]> = z
  .object({ workflow_runs: z.array(z.object({ actor: Author, created_at: Time, html_url: z.url() })) })
  .transform(({ workflow_runs: runs }) =>
    runs.map(({ actor, created_at: at, html_url: htmlUrl }) => ({
      authorId: actor,
      text: "",
      at,
      arrival: { htmlUrl },
    })),
  );

export interface CollaborationResources {
  readonly issue: Resource<GitHubIssue>;
  readonly pull: Resource<GitHubPull>;
  readonly run: Resource<GitHubRun>;
  readonly limits: Resource<GitHubRepositoryLimits>;
  readonly workflows: Resource<Page<GitHubWorkflow>>;
  readonly waiting: Resource<readonly GitHubWaitingEnvironment[]>;
  readonly environmentReviews: Resource<readonly GitHubEnvironmentReview[]>;
  readonly comments: Resource<Page<Trace>>;
  readonly issues: Resource<Page<Trace>>;
  readonly reviews: Resource<Page<Trace>>;
  readonly runs: Resource<Page<Trace>>;
}

export function createCollaborationResources(): CollaborationResources {
  return {
    issue: createResource(IssueRecord, 500),
    pull: createResource(PullRecord, 500),
    run: createResource(RunRecord, 200),
    limits: createResource(LimitsRecord, 200),
    workflows: createPagedResource(WorkflowRecords, 100),
    waiting: createResource(WaitingRecords, 100),
    environmentReviews: createResource(ReviewRecords, 100),
    comments: createPagedResource(z.array(CommentTrace), 20),
    issues: createPagedResource(z.array(IssueTrace), 20),
    reviews: createPagedResource(z.array(ReviewTrace), 20),
    runs: createPagedResource(RunTraces, 20),
  };
}

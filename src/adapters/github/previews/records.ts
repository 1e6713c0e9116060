import { z } from "zod";
import type { GitHubPreview, PreviewState } from "../contract/previews.ts";

const login = z
  .object({ login: z.string() })
  .nullish()
  .transform((user) => user?.login ?? "");
const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
/** A card shows a few hundred characters: the rest isn't kept. */
const body = text.transform((value) => value.slice(0, 6_000).toWellFormed());
const labels = z
  .array(z.union([z.string(), z.object({ name: z.string().nullish() })]))
  .optional()
  .transform((all) => (all ?? []).map((one) => (typeof one === "string" ? one : (one.name ?? ""))));
const pageUrl = z.url({ protocol: /^https?$/ });
const subject = { number: z.int(), title: z.string(), user: login, created_at: text, body };

type Of = z.ZodType<GitHubPreview>;

export const RepositoryPreview: Of = z
  .object({
    full_name: z.string(),
    description: text,
    private: z.boolean(),
    archived: z.boolean().optional(),
    language: text,
    stargazers_count: z.int().optional(),
    owner: login,
    html_url: pageUrl,
  })
  .transform((one) => ({
    ...nothing("repository", one.html_url),
    title: one.full_name,
    state: one.archived === true ? "archived" : one.private ? "private" : "none",
    body: one.description,
    facts: [
      ...(one.language === "" ? [] : [one.language]),
      ...((one.stargazers_count ?? 0) > 0 ? [`★ ${String(one.stargazers_count)}`] : []),
    ],
  }));

export const IssuePreview: Of = z
  .object({
    ...subject,
    labels,
    state: z.enum(["open", "closed"]),
    state_reason: text,
    comments: z.int().optional(),
    pull_request: z.object({ merged_at: text }).optional(),
    draft: z.boolean().optional(),
    html_url: pageUrl,
  })
  .transform((one) => ({
    ...nothing(one.pull_request === undefined ? "issue" : "pull", one.html_url),
    ...toSubject(one),
    state: toIssueState(one),
    labels: one.labels,
    facts: toCount(one.comments ?? 0, "comment"),
  }));

export const PullPreview: Of = z
  .object({
    ...subject,
    labels,
    state: z.enum(["open", "closed"]),
    draft: z.boolean().optional(),
    merged: z.boolean(),
    head: z.object({ ref: z.string() }),
    base: z.object({ ref: z.string() }),
    additions: z.int().optional(),
    deletions: z.int().optional(),
    changed_files: z.int().optional(),
    html_url: pageUrl,
  })
  .transform((one) => ({
    ...nothing("pull", one.html_url),
    ...toSubject(one),
    state: one.merged ? "merged" : one.state === "open" && one.draft === true ? "draft" : one.state,
    labels: one.labels,
    facts: [
      `${one.base.ref} ← ${one.head.ref}`,
      ...toSize(one.additions, one.deletions),
      ...toCount(one.changed_files ?? 0, "file"),
    ],
  }));

export const CommitPreview: Of = z
  .object({
    sha: z.string(),
    commit: z.object({ message: body, author: z.object({ name: text, date: text }).nullish() }),
    author: login,
    stats: z.object({ additions: z.int(), deletions: z.int() }).optional(),
    html_url: pageUrl,
  })
  .transform(({ sha, commit, author, stats, html_url: htmlUrl }) => {
    const [title = "", ...rest] = commit.message.split("\n");
    return {
      ...nothing("commit", htmlUrl),
      title,
      reference: sha.slice(0, 7),
      author: author === "" ? (commit.author?.name ?? "") : author,
      at: commit.author?.date ?? "",
      body: rest.join("\n"),
      facts: toSize(stats?.additions, stats?.deletions),
    };
  });

export const ReleasePreview: Of = z
  .object({
    name: text,
    tag_name: z.string(),
    draft: z.boolean(),
    prerelease: z.boolean(),
    author: login,
    published_at: text,
    body,
    html_url: pageUrl,
  })
  .transform((one) => ({
    ...nothing("release", one.html_url),
    title: one.name === "" ? one.tag_name : one.name,
    reference: one.tag_name,
    state: one.draft ? "draft" : one.prerelease ? "prerelease" : "none",
    author: one.author,
    at: one.published_at,
    body: one.body,
  }));

/** The answer of GraphQL; null stands for what isn't there. */
export const DiscussionPreview: z.ZodType<GitHubPreview | undefined> = z
  .object({
    data: z
      .object({
        repository: z
          .object({
            discussion: z
              .object({
                number: z.int(),
                title: z.string(),
                url: pageUrl,
                createdAt: text,
                body,
                closed: z.boolean(),
                author: login,
                category: z.object({ name: z.string() }).nullish(),
                answer: z.object({ id: z.string() }).nullish(),
                comments: z.object({ totalCount: z.int() }).nullish(),
              })
              .nullish(),
          })
          .nullish(),
      })
      .nullish(),
  })
  .transform(({ data }) => {
    const one = data?.repository?.discussion ?? undefined;
    if (one === undefined) return undefined;
    const isAnswered = one.answer !== null && one.answer !== undefined;
    return {
      ...nothing("discussion", one.url),
      title: one.title,
      reference: `#${String(one.number)}`,
      state: isAnswered ? ("answered" as const) : one.closed ? ("closed" as const) : ("open" as const),
      author: one.author,
      at: one.createdAt,
      body: one.body,
      facts: [
        ...(one.category === null || one.category === undefined ? [] : [one.category.name]),
        ...toCount(one.comments?.totalCount ?? 0, "comment"),
      ],
    };
  });

/** What everything begins with; the repository stands in the address of each page. */
function nothing(kind: GitHubPreview["kind"], htmlUrl: string): GitHubPreview {
  const repository = new URL(htmlUrl).pathname.split("/").slice(1, 3).join("/");
  const empty = { title: "", reference: "", author: "", at: "", body: "", labels: [], facts: [] };
  return { ...empty, kind, repository, htmlUrl, state: "none" };
}

interface Subject {
  readonly number: number;
  readonly title: string;
  readonly user: string;
  readonly created_at: string;
  readonly body: string;
}

function toSubject(one: Subject): Partial<GitHubPreview> {
  const { number, title, user: author, created_at: at } = one;
  return { title, reference: `#${String(number)}`, author, at, body: one.body };
}

interface IssueState {
  readonly state: "open" | "closed";
  readonly state_reason: string;
  readonly draft?: boolean | undefined;
  readonly pull_request?: { readonly merged_at: string } | undefined;
}

function toIssueState({ state, state_reason: reason, draft, pull_request: pull }: IssueState): PreviewState {
  if (pull !== undefined && pull.merged_at !== "") return "merged";
  if (pull !== undefined && state === "open" && draft === true) return "draft";
  return state === "closed" && reason === "not_planned" ? "not-planned" : state;
}

function toSize(additions: number | undefined, deletions: number | undefined): readonly string[] {
  if (additions === undefined || deletions === undefined) return [];
  return [`+${String(additions)} −${String(deletions)}`];
}

function toCount(count: number, noun: string): readonly string[] {
  return count === 0 ? [] : [`${String(count)} ${noun}${count === 1 ? "" : "s"}`];
}

/** What a link to GitHub's pages points at, by the names that its author wrote. */
export type GitHubLink = { readonly owner: string; readonly name: string } & (
  | { readonly kind: "repository" }
  | { readonly kind: "issue" | "pull" | "discussion"; readonly number: number }
  | { readonly kind: "commit"; readonly sha: string }
  /** Without a tag: the latest. */
  | { readonly kind: "release"; readonly tag: string | undefined }
);

/** Enough of something on GitHub to recognise it by. Texts are people's own: to be escaped. */
export interface GitHubPreview {
  readonly kind: GitHubLink["kind"];
  /** `owner/name` as GitHub spells it today. */
  readonly repository: string;
  readonly title: string;
  /** `#7`, a short SHA, a tag; `''` for repositories. */
  readonly reference: string;
  readonly state: PreviewState;
  /** A login; where GitHub knows no account, a name; `''` for nobody. */
  readonly author: string;
  /** ISO 8601; `''` when GitHub doesn't say. */
  readonly at: string;
  /** The whole description, in Markdown. */
  readonly body: string;
  readonly labels: readonly string[];
  /** What else there is to say, in words and numbers of ours: `+3 −1`, `main ← fix`. */
  readonly facts: readonly string[];
  readonly htmlUrl: string;
}

export type PreviewState =
  | "none"
  | "open"
  | "closed"
  | "not-planned"
  | "draft"
  | "merged"
  | "prerelease"
  | "answered"
  | "archived"
  | "private";

/** Reads with a person's token. All safe. */
export interface GitHubPreviews {
  /** Undefined where there is nothing, or nothing that this person may see. */
  findPreview(link: GitHubLink): Promise<GitHubPreview | undefined>;
}

/** Undefined for what isn't a link to one of these, at our GitHub. Never throws. */
export type ParseGitHubLink = (text: string) => GitHubLink | undefined;

/** What a person names: an account, or a repository of one. */
export type GitHubTarget =
  | { readonly kind: "owner"; readonly owner: string }
  | { readonly kind: "repository"; readonly owner: string; readonly name: string };

/** Reads `owner`, `owner/repo` or a GitHub link; throws the fault that says what is wrong with it. */
export type ParseTarget = (text: string) => GitHubTarget;

/** As typed, for messages about what was asked (not about what GitHub has). */
export function targetName(target: GitHubTarget): string {
  return target.kind === "owner" ? target.owner : `${target.owner}/${target.name}`;
}

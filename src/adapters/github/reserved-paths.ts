/** First path segments of GitHub's web that are pages, never accounts. */
const PAGES = new Set(
  (
    "about account apps blog codespaces collections contact copilot customer-stories dashboard discussions " +
    "enterprise enterprises events explore features gist gists github-apps home issues join login logout " +
    "marketplace mobile models new notifications open-source organizations pricing pulls readme resources search " +
    "security sessions settings signup site solutions sponsors stars team topics trending users watching why-github"
  ).split(" "),
);

/** Is `github.com/<segment>` a page rather than an account? */
export function isReservedPath(segment: string): boolean {
  return PAGES.has(segment.toLowerCase());
}

import { faults } from "../../core/errors.ts";
import type { GitHubApp } from "./contract/index.ts";
import type { GitHubOptions } from "./options.ts";

type Place = Pick<GitHubOptions, "apiUrl" | "webUrl" | "slug">;
type InstallUrlOptions = Parameters<GitHubApp["installUrl"]>[0];

/** The App's installation page, from the App's own page. Source: docs.github.com "Sharing your GitHub App". */
export function toInstallUrl(appPage: string, { targetId, state }: InstallUrlOptions): string {
  const url = new URL(`${appPage}/installations/new`);
  if (targetId !== undefined) {
    url.pathname += "/permissions";
    url.searchParams.set("target_id", targetId);
  }
  if (state !== undefined) url.searchParams.set("state", state);
  return url.href;
}

/**
 * Where an App's own page should be; GitHub Enterprise Server, known by the path of its API, has it elsewhere than
 * github.com. Throws GITHUB_NOT_CONFIGURED without a slug.
 */
export function guessAppPage({ apiUrl, webUrl, slug }: Place): string {
  if (slug === undefined) throw faults.GITHUB_NOT_CONFIGURED();
  const isServer = new URL(apiUrl).pathname.startsWith("/api/v3");
  return `${webUrl}/${isServer ? "github-apps" : "apps"}/${encodeURIComponent(slug)}`;
}

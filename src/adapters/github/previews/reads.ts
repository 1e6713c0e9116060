import type { GitHubLink, GitHubPreview, GitHubPreviews } from "../contract/previews.ts";
import type { Reader } from "../http/reader.ts";
import { createResource, type Resource } from "../http/resource.ts";
import type { FindDiscussion } from "./discussion.ts";
import { CommitPreview, IssuePreview, PullPreview, ReleasePreview, RepositoryPreview } from "./records.ts";

type Kind = Exclude<GitHubLink["kind"], "discussion">;
export type PreviewResources = Readonly<Record<Kind, Resource<GitHubPreview>>>;

const EACH = 200;
const REPOSITORY = "GET /repos/{owner}/{repo}";

export function createPreviewResources(): PreviewResources {
  return {
    repository: createResource(RepositoryPreview, EACH),
    issue: createResource(IssuePreview, EACH),
    pull: createResource(PullPreview, EACH),
    commit: createResource(CommitPreview, EACH),
    release: createResource(ReleasePreview, EACH),
  };
}

/** Source: docs.github.com/rest, "Repositories", "Issues", "Pulls", "Commits", "Releases". */
export function createPreviewReads(
  reader: Reader,
  resources: PreviewResources,
  findDiscussion: FindDiscussion,
): GitHubPreviews {
  const find = (kind: Kind, { owner, name }: GitHubLink, path = "", more: object = {}) =>
    reader.find(resources[kind], `${REPOSITORY}${path}`, { owner, repo: name, ...more });
  return {
    findPreview: async (link) => {
      switch (link.kind) {
        case "repository":
          return find("repository", link);
        case "issue":
          return find("issue", link, "/issues/{number}", { number: link.number });
        case "pull":
          return find("pull", link, "/pulls/{number}", { number: link.number });
        case "commit":
          return find("commit", link, "/commits/{ref}", { ref: link.sha });
        case "release":
          return link.tag === undefined
            ? find("release", link, "/releases/latest")
            : find("release", link, "/releases/tags/{tag}", { tag: link.tag });
        case "discussion":
          return findDiscussion(link, link.number);
      }
    },
  };
}

import type { Repository } from "@octokit/webhooks-types";
import type { RepositoryRecord, World } from "../world.ts";
import type { Permission } from "../world.ts";
import { fullName } from "../lookups.ts";
import { rank } from "../auth/access.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";
import { toRepositoryLinks } from "./repository-links.ts";

export function repositoryUrl(world: World, repository: RepositoryRecord): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`;
}

export function repositoryPage(world: World, repository: RepositoryRecord): string {
  return `${world.webUrl}/${fullName(repository)}`;
}

export function toRepository(world: World, repository: RepositoryRecord): Repository {
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: toUser(world, repository.owner),
    html_url: repositoryPage(world, repository),
    description: repository.description,
    fork: false,
    url: repositoryUrl(world, repository),
    ...toRepositoryLinks(repositoryUrl(world, repository), repositoryPage(world, repository)),
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
    homepage: null,
    size: 108,
    stargazers_count: 0,
    watchers_count: 0,
    language: repository.language,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repository.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repository.defaultBranch,
    custom_properties: {},
  };
}

/** The `permissions` object of a repository as one caller sees it. */
export function toPermissions(permission: Permission): Required<NonNullable<Repository["permissions"]>> {
  const atLeast = (wanted: Permission): boolean => rank(permission) >= rank(wanted);
  return {
    admin: atLeast("admin"),
    maintain: atLeast("maintain"),
    push: atLeast("write"),
    triage: atLeast("triage"),
    pull: atLeast("read"),
  };
}

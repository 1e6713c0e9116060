import type { InstallationLite } from "@octokit/webhooks-types";
import type { InstallationRecord, RepositoryRecord, World } from "../world.ts";
import { fullName } from "../lookups.ts";
import { nodeId } from "../ids.ts";
import { toUser } from "./account.ts";

export function toInstallationLite({ id }: InstallationRecord): InstallationLite {
  return { id, node_id: nodeId("IntegrationInstallation", id) };
}

export function toInstallation(world: World, installation: InstallationRecord): Record<string, unknown> {
  const { id, account, app } = installation;
  const settings = account.type === "Organization" ? `organizations/${account.login}/settings` : "settings";
  return {
    id,
    client_id: app.clientId,
    account: toUser(world, account),
    repository_selection: installation.selection,
    access_tokens_url: `${world.apiUrl}/app/installations/${String(id)}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.webUrl}/${settings}/installations/${String(id)}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.granted,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedBy === undefined ? null : toUser(world, installation.suspendedBy),
    suspended_at: installation.suspendedAt,
  };
}

/** The five fields by which installation events name a repository. */
export function toRepositoryStub(repository: RepositoryRecord): Record<string, unknown> {
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}

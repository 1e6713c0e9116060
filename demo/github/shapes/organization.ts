import type { Organization } from "@octokit/webhooks-types";
import type { Account, World } from "../world.ts";
import { accountNodeId } from "../lookups.ts";

export function toOrganization(world: World, account: Account): Organization {
  const url = `${world.apiUrl}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${world.webUrl}/avatars/u/${String(account.id)}?v=4`,
    description: null,
  };
}

import type { User } from "@octokit/webhooks-types";
import type { Account, World } from "../world.ts";
import { accountNodeId } from "../lookups.ts";

/** The short form of an account that other objects embed. */
export function toUser(world: World, account: Account): User {
  const url = `${world.apiUrl}/users/${encodeURIComponent(account.login)}`;
  const web = account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login;
  return {
    login: account.login,
    id: account.id,
    node_id: accountNodeId(account),
    avatar_url: `${world.webUrl}/avatars/u/${String(account.id)}?v=4`,
    gravatar_id: "",
    url,
    html_url: `${world.webUrl}/${web}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** The full profile of `GET /users/{login}` and `GET /user`. */
export function toProfile(world: World, account: Account): Record<string, unknown> {
  const owned = [...world.repositories.values()].filter((repository) => repository.owner === account);
  return {
    ...toUser(world, account),
    user_view_type: "public",
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: owned.filter((repository) => !repository.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: account.createdAt,
    updated_at: account.updatedAt,
  };
}

import { z } from "zod";
import type {
  GitHubAccount,
  GitHubInstallation,
  GitHubRepository,
  GitHubSelf,
  ListedRepository,
} from "./contract/index.ts";
import type { RepositoryRole } from "../../core/repository-role.ts";

/** GitHub's ids are numbers; ids that exceed 2^53 arrive as bigint. */
export const Id = z.union([z.int().positive(), z.bigint()]).transform(String);

const AccountAnswer = z.object({ id: Id, login: z.string().min(1), type: z.string(), html_url: z.url() });

/** Bots and mannequins count as users: only organizations are different to us. */
function toType(type: string): "User" | "Organization" {
  return type === "Organization" ? "Organization" : "User";
}

export const AccountRecord: z.ZodType<GitHubAccount> = AccountAnswer.transform((account) => ({
  id: account.id,
  login: account.login,
  type: toType(account.type),
  htmlUrl: account.html_url,
}));

export const RepositoryRecord: z.ZodType<GitHubRepository> = z
  .object({
    id: Id,
    full_name: z.string().min(1),
    owner: z.object({ id: Id, login: z.string().min(1) }),
    private: z.boolean(),
    html_url: z.url(),
    default_branch: z.string(),
    permissions: z
      .object({ admin: z.boolean(), push: z.boolean(), pull: z.boolean() })
      .optional()
      .catch(undefined),
  })
  .transform(({ permissions, ...repository }) => ({
    id: repository.id,
    fullName: repository.full_name,
    ownerId: repository.owner.id,
    ownerLogin: repository.owner.login,
    isPrivate: repository.private,
    htmlUrl: repository.html_url,
    defaultBranch: repository.default_branch,
    ...(permissions === undefined ? {} : { role: toRole(permissions) }),
  }));

function toRole(may: Readonly<Record<"admin" | "push" | "pull", boolean>>): RepositoryRole {
  if (may.admin) return "admin";
  if (may.push) return "write";
  return may.pull ? "read" : "none";
}

const Permissions = z.record(z.string(), z.string());

/** An enterprise has a slug where the others have a login. */
export const InstallationRecord: z.ZodType<GitHubInstallation> = z
  .object({
    id: Id,
    account: z.object({ id: Id, login: z.string().optional(), slug: z.string().optional() }),
    target_type: z.string(),
    repository_selection: z.enum(["all", "selected"]),
    permissions: Permissions,
    events: z.array(z.string()),
    suspended_at: z.iso.datetime({ offset: true }).nullish(),
    html_url: z.url(),
  })
  .transform((installation) => ({
    id: installation.id,
    accountId: installation.account.id,
    accountLogin: installation.account.login ?? installation.account.slug ?? "",
    accountType: toType(installation.target_type),
    repositorySelection: installation.repository_selection,
    permissions: installation.permissions,
    events: installation.events,
    ...(installation.suspended_at ? { suspendedAt: new Date(installation.suspended_at) } : {}),
    htmlUrl: installation.html_url,
  }));

export const AppRecord: z.ZodType<GitHubSelf> = z
  .object({
    slug: z.string().min(1),
    name: z.string(),
    html_url: z.url(),
    permissions: Permissions,
    events: z.array(z.string()),
  })
  .transform(({ slug, name, html_url: htmlUrl, permissions, events }) => ({
    slug,
    name,
    htmlUrl,
    permissions,
    events,
  }));

const Ids = z.array(z.object({ id: Id }).transform((item) => item.id));

/** One page of an installation's repositories, with the number of all. */
export interface RepositoryPage {
  readonly total: number;
  readonly repositories: readonly ListedRepository[];
}

export const RepositoryPageRecord: z.ZodType<RepositoryPage> = z
  .object({
    total_count: z.int().nonnegative(),
    repositories: z.array(
      z
        .object({
          id: Id,
          full_name: z.string().min(1),
          html_url: z.url(),
          owner: z.object({ id: Id, login: z.string().min(1), html_url: z.url() }),
        })
        .transform(({ id, full_name: fullName, html_url: htmlUrl, owner }) => ({
          id,
          fullName,
          htmlUrl,
          owner: { id: owner.id, login: owner.login, htmlUrl: owner.html_url },
        })),
    ),
  })
  .transform(({ total_count: total, repositories }) => ({ total, repositories }));

export const InstallationIdsRecord = z
  .object({ installations: Ids })
  .transform((answer) => answer.installations);

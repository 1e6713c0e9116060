/** What GitHub lets somebody do in a repository, least first. */
export const REPOSITORY_ROLES = ["none", "read", "write", "admin"] as const;
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number];

/** Is this role that one or more? */
export function isAtLeast(role: RepositoryRole, wanted: RepositoryRole): boolean {
  return REPOSITORY_ROLES.indexOf(role) >= REPOSITORY_ROLES.indexOf(wanted);
}

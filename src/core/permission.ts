import { TEAM_POWERS, isTeamPower, type TeamInForce, type TeamPower, type TeamStanding } from "./team.ts";

/**
 * What a command can ask for. `anyone` includes guests and people of other tenants (help and lists only); `member` is
 * everybody else; `admin` administers this Ployst. The others are about the team in force: `team.member` is in it,
 * `team.admin` administers its members, `team.handover` says who owns it, `team.owner` owns it, and then its powers. What is
 * unknown is denied.
 */
export const PERMISSIONS = [
  "anyone",
  "member",
  "admin",
  "team.member",
  "team.admin",
  "team.handover",
  "team.owner",
  ...TEAM_POWERS,
] as const;

export type Permission = (typeof PERMISSIONS)[number];
export type TeamPermission = "team.member" | "team.admin" | "team.handover" | "team.owner" | TeamPower;

export function isTeamPermission(permission: Permission): permission is TeamPermission {
  return permission.startsWith("team.") || isTeamPower(permission);
}

/** What is known of who asks: an administrator of this Ployst? And the team in force, if there is one. */
export interface Standing {
  readonly isAdmin: boolean;
  readonly team?: Pick<TeamInForce, "role" | "powers">;
}

/**
 * The team in which a permission counts, if any: the one in force. Whoever administers this Ployst administers the members
 * of a channel's team from outside, too, and hands it over where its owner has left: nobody is locked out for ever.
 */
export function teamFor(
  permission: Permission,
  standing: TeamStanding,
  isAdmin: boolean,
): TeamInForce | undefined {
  if (standing.kind === "in") return standing.team;
  const isFromOutside = permission === "team.admin" || permission === "team.handover";
  if (standing.kind !== "outside" || !isFromOutside || !isAdmin) return undefined;
  const { teamId: id, name } = standing;
  return { id, name, isLinked: true, memberId: "", role: "user", powers: new Set() };
}

/**
 * May a member of the organization do this? A team's owner may do everything in it. An administrator of this Ployst
 * administers its members, too, and can say who owns it, but has no other power there. What is unknown is denied.
 */
export function may(permission: Permission, { isAdmin, team }: Standing): boolean {
  switch (permission) {
    case "anyone":
    case "member":
      return true;
    case "admin":
      return isAdmin;
    case "team.member":
      return team !== undefined;
    case "team.admin":
      return team !== undefined && (isAdmin || team.role !== "user");
    case "team.handover":
      return team !== undefined && (isAdmin || team.role === "owner");
    case "team.owner":
      return team?.role === "owner";
    default:
      return isTeamPower(permission) && (team?.role === "owner" || team?.powers.has(permission) === true);
  }
}

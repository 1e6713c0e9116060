/**
 * What members of a team can be allowed to do with what the team owns. The team's owner may do all of it.
 */
export const TEAM_POWERS = [
  "cloud.create",
  "server.create",
  "server.update",
  "server.delete",
  "invitation.create",
  "project.create",
  "project.update",
  "deploy.run",
  "deploy.approve",
  "env.read",
  "env.write",
  "lock.break",
  "keypair.manage",
] as const;

export type TeamPower = (typeof TEAM_POWERS)[number];

/** Shorthands for sets of powers. An `admin` administers the members as well. */
export const TEAM_ROLES = {
  admin: TEAM_POWERS,
  deployer: ["deploy.run", "deploy.approve", "env.read"],
  member: [],
} as const satisfies Readonly<Record<string, readonly TeamPower[]>>;

export type TeamRole = keyof typeof TEAM_ROLES;

/** The team that a command works in, and what its actor is there: the channel's linked team, else the actor's current one. */
export interface TeamInForce {
  readonly id: string;
  readonly name: string;
  /** The channel is linked to it. */
  readonly isLinked: boolean;
  readonly memberId: string;
  readonly role: "owner" | "admin" | "user";
  readonly powers: ReadonlySet<TeamPower>;
}

/** Which team is in force, or why none is. */
export type TeamStanding =
  | { readonly kind: "in"; readonly team: TeamInForce }
  /** In no team at all. */
  | { readonly kind: "none" }
  /** In teams, but none is chosen. */
  | { readonly kind: "unchosen"; readonly names: readonly string[] }
  /** The channel works in a team that the actor isn't in. */
  | { readonly kind: "outside"; readonly teamId: string; readonly name: string };

export function isTeamPower(text: string): text is TeamPower {
  return TEAM_POWERS.some((power) => power === text);
}

export function isTeamRole(text: string): text is TeamRole {
  return Object.hasOwn(TEAM_ROLES, text);
}

import type { MemberRole } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { escapeMarkdown } from "../../core/markdown.ts";
import {
  isTeamPower,
  isTeamRole,
  TEAM_POWERS,
  TEAM_ROLES,
  type TeamPower,
  type TeamRole,
} from "../../core/team.ts";

/** What a member is and may do, apart from what an owner may: everything. */
export interface Standing {
  readonly role: MemberRole;
  readonly powers: readonly TeamPower[];
}

/** Roles and powers that somebody named. */
export interface Named {
  readonly roles: readonly TeamRole[];
  readonly powers: readonly TeamPower[];
}

const ROLES = Object.keys(TEAM_ROLES).join(", ");
const LONGEST_SAID = 40;

/** Reads roles and powers, parted by blanks or commas. Throws TEAM_POWERS_MISSING and TEAM_POWER_UNKNOWN. */
export function readPowers(words: readonly string[]): Named {
  const given = words.flatMap((word) => word.toLowerCase().split(",")).filter((word) => word !== "");
  const powers = TEAM_POWERS.join(", ");
  if (given.length === 0) throw faults.TEAM_POWERS_MISSING({ roles: ROLES, powers });
  const unknown = given.find((word) => !isTeamRole(word) && !isTeamPower(word));
  if (unknown !== undefined) {
    const said = escapeMarkdown(unknown.slice(0, LONGEST_SAID).toWellFormed());
    throw faults.TEAM_POWER_UNKNOWN({ given: said, roles: ROLES, powers });
  }
  return { roles: given.filter(isTeamRole), powers: given.filter(isTeamPower) };
}

/** With what was named besides; an admin has every power. */
export function granted({ role, powers }: Standing, named: Named): Standing {
  return {
    role: named.roles.includes("admin") ? "admin" : role,
    powers: inOrder(new Set([...powers, ...spelledOut(named)])),
  };
}

/** Without what was named. */
export function revoked({ role, powers }: Standing, named: Named): Standing {
  const gone = new Set(spelledOut(named));
  return {
    role: named.roles.includes("admin") ? "user" : role,
    powers: inOrder(new Set(powers.filter((power) => !gone.has(power)))),
  };
}

export function isSameStanding(one: Standing, other: Standing): boolean {
  return one.role === other.role && one.powers.join() === other.powers.join();
}

export function readStanding(member: {
  readonly role: MemberRole;
  readonly permissions: readonly string[];
}): Standing {
  return { role: member.role, powers: inOrder(new Set(member.permissions.filter(isTeamPower))) };
}

/** How a role is called where members are listed. */
export const ROLE_NAMES = { owner: "Owner", admin: "Admin", user: "Member" } as const;

/** What somebody may do, in a few words for a list; nothing where there is nothing. */
export function sayPowers({ role, powers }: Standing): string {
  if (role === "owner") return "may do everything";
  return powers.length === TEAM_POWERS.length ? "every power" : powers.join(", ");
}

/** "an admin, who administers its members, with `cloud.create`, `server.create`" */
export function sayStanding({ role, powers }: Standing): string {
  if (role === "owner") return "the owner, who may do everything";
  const what = role === "admin" ? "an admin, who administers its members," : "a member";
  if (powers.length === 0) return `${what} without powers`;
  return `${what} with ${powers.map((power) => `\`${power}\``).join(", ")}`;
}

function spelledOut({ roles, powers }: Named): readonly TeamPower[] {
  return [...roles.flatMap((role): readonly TeamPower[] => TEAM_ROLES[role]), ...powers];
}

function inOrder(powers: ReadonlySet<TeamPower>): readonly TeamPower[] {
  return TEAM_POWERS.filter((power) => powers.has(power));
}

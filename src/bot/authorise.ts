import { faults } from "../core/errors.ts";
import { escapeMarkdown } from "../core/markdown.ts";
import { isTeamPermission, may, teamFor, type Permission, type TeamPermission } from "../core/permission.ts";
import type { TeamInForce, TeamStanding } from "../core/team.ts";
import type { Actor, Place } from "../core/turn.ts";
import type { Identity } from "./bot.ts";

type AuthoriseDeps = Pick<Identity, "isOutsider" | "findStanding" | "listAdministrators">;

/**
 * Throws unless the actor may do this; asks whether they are an outsider, and which team is in force, only where it
 * matters. Answers the actor, with the team in force where the permission is about one.
 */
export async function authorise(
  permission: Permission,
  what: string,
  actor: Actor,
  place: Place,
  deps: AuthoriseDeps,
): Promise<Actor> {
  if (permission === "anyone") return actor;
  if (await deps.isOutsider(place, actor.person)) throw faults.GUEST_REFUSED();
  if (isTeamPermission(permission)) return authoriseInTeam(permission, what, actor, place, deps);
  if (may(permission, { isAdmin: actor.isAdmin })) return actor;
  throw faults.NOT_ALLOWED({
    command: what,
    reason: "it needs an administrator of this Ployst. Ask one of them.",
  });
}

async function authoriseInTeam(
  permission: TeamPermission,
  what: string,
  actor: Actor,
  place: Place,
  deps: AuthoriseDeps,
): Promise<Actor> {
  const standing = await deps.findStanding(actor.userId, place);
  const team = teamFor(permission, standing, actor.isAdmin) ?? (await getTeam(standing, deps));
  const allowed = { ...actor, team };
  await requirePower(permission, what, allowed, deps);
  return allowed;
}

/** Throws TEAM_POWER_MISSING unless the actor may do this in the team in force; for what a command asks for beside what it declares. */
export async function requirePower(
  permission: TeamPermission,
  what: string,
  { isAdmin, team }: Pick<Actor, "isAdmin" | "team">,
  deps: Pick<Identity, "listAdministrators">,
): Promise<void> {
  if (team === undefined) throw new RangeError("a team's power without the team");
  if (may(permission, { isAdmin, team })) return;
  throw faults.TEAM_POWER_MISSING({
    command: what,
    power: permission,
    team: escapeMarkdown(team.name),
    administrators: await namesOf(team.id, deps),
  });
}

/** The team in force, for a command that is of use without one, too. Throws TEAM_NONE, TEAM_UNCHOSEN, TEAM_OUTSIDE. */
export async function requireTeam(
  { actor, place }: { readonly actor: Pick<Actor, "userId">; readonly place: Place },
  deps: Pick<AuthoriseDeps, "findStanding" | "listAdministrators">,
): Promise<TeamInForce> {
  return getTeam(await deps.findStanding(actor.userId, place), deps);
}

async function getTeam(
  standing: TeamStanding,
  deps: Pick<AuthoriseDeps, "listAdministrators">,
): Promise<TeamInForce> {
  switch (standing.kind) {
    case "in":
      return standing.team;
    case "none":
      throw faults.TEAM_NONE();
    case "unchosen":
      throw faults.TEAM_UNCHOSEN({ names: standing.names.map(escapeMarkdown).join(", ") });
    case "outside":
      throw faults.TEAM_OUTSIDE({
        team: escapeMarkdown(standing.name),
        administrators: await namesOf(standing.teamId, deps),
      });
  }
}

async function namesOf(teamId: string, deps: Pick<Identity, "listAdministrators">): Promise<string> {
  const names = await deps.listAdministrators(teamId);
  return names.length === 0 ? "an administrator of this Ployst" : names.map(escapeMarkdown).join(" or ");
}

import type { DirectoryGroupRecord, TeamRecord } from "../../adapters/store/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { Account, Deps } from "./deps.ts";

/** The person is in the groups of the teams that they are in, and in no other team's. */
export async function bringGroups({ user, posix }: Account, deps: Deps): Promise<void> {
  if (!deps.hasGroups) return;
  const { teams, groups } = await deps.store.read(async (reads) => ({
    teams: await reads.teams.listForUser(user.id),
    groups: await reads.directoryGroups.listByMember(user.id),
  }));
  const known = new Map(groups.map((group) => [group.teamId, group]));
  const wanted = new Set(teams.map(({ team }) => team.id));
  for (const { team } of teams) {
    const group = known.get(team.id) ?? (await getGroup(team, deps));
    await deps.directory.addMember(group, posix.posixUid);
  }
  for (const group of groups)
    if (!wanted.has(group.teamId)) await deps.directory.removeMember(group, posix.posixUid);
}

/** The number is reserved before the directory hears of it; a team that two make a group for at once has one. */
async function getGroup(team: TeamRecord, deps: Deps): Promise<DirectoryGroupRecord> {
  const { store } = deps;
  const gidNumber = await takeNumber(deps);
  return store.transaction(async ({ directoryGroups }) => {
    const found = await directoryGroups.findByTeam(team.id);
    const group =
      found ?? (await directoryGroups.create({ teamId: team.id, name: toGroupName(team), gidNumber }));
    if (group === undefined) throw faults.STORE_BUSY();
    return group;
  });
}

/** Groups and people share one sequence: everybody's own group has their own number. */
async function takeNumber({ store, directory, numbers }: Deps): Promise<number> {
  for (;;) {
    const next = await store.transaction(({ posixNumbers }) => posixNumbers.take("uid", numbers));
    if (next === undefined) throw faults.POSIX_NUMBERS_USED_UP();
    if (!(await directory.isNumberTaken(next))) return next;
  }
}

const LONGEST_SLUG = 20;

/** `web-shop-5f3a9c01`: readable, within groupadd(8)'s 32 characters, and no other team's ever. */
export function toGroupName({ id, name }: Pick<TeamRecord, "id" | "name">): string {
  const words = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-");
  const slug = words.replace(/^[^a-z]+/, "").slice(0, LONGEST_SLUG);
  return `${slug.replace(/-+$/, "") || "team"}-${id.slice(-8)}`;
}

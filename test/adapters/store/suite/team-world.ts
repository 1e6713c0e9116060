import type {
  TeamMemberRecord,
  TeamRecord,
  Transaction,
  UserRecord,
} from "../../../../src/adapters/store/index.ts";
import { DAY } from "../../../../src/core/clock.ts";
import { aPerson, NOW } from "./fixture.ts";

export const TOMORROW = new Date(NOW.getTime() + DAY);

export interface TeamWorld {
  readonly owner: UserRecord;
  readonly team: TeamRecord;
  readonly membership: TeamMemberRecord;
}

/** What a test can't go on without. */
export function there<T>(value: T | undefined): T {
  if (value === undefined) throw new Error("it should have been there");
  return value;
}

/** A person with a team. */
export async function aTeam(tx: Transaction, name = "Web shop"): Promise<TeamWorld> {
  const owner = await tx.users.ensure(aPerson());
  const team = there(await tx.teams.create({ tenantId: "tenant-1", name, ownerId: owner.id }));
  const member = { teamId: team.id, userId: owner.id, role: "owner", permissions: [] } as const;
  const membership = there(await tx.teamMembers.create({ ...member, state: "active" }));
  return { owner, team, membership };
}

/** Another person of Teams. */
export async function another(tx: Transaction, name: string): Promise<UserRecord> {
  return tx.users.ensure(
    aPerson({ aadObjectId: `aad-${name}`, teamsUserId: `29:${name}`, displayName: name }),
  );
}

/** A person who was invited by mail. */
export async function invitedByMail(tx: Transaction, by: UserRecord, email: string): Promise<UserRecord> {
  return tx.users.createUnlinked({ tenantId: by.tenantId, email, surname: "Okafor" }, by.id);
}

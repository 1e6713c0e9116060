import type { Transaction } from "../../../../src/adapters/store/index.ts";
import { there } from "./team-world.ts";

/** Calls the methods that the directory's job works with. */
export async function exerciseDirectory(tx: Transaction, userId: string): Promise<void> {
  const { registrations } = tx;
  const { id: holder } = await tx.users.createUnlinked(
    { tenantId: "tenant-1", email: "teams@example.test", surname: "Ng" },
    userId,
  );
  const email = { tenantId: "tenant-1", emailAddress: "teams@example.test" };
  const { id } = there(await registrations.create({ ...email, userId: holder }));
  await registrations.activateByTeams(id, { address: "teams@example.test", isVerified: true });
  const numbers = { uidNumber: 31_000, gidNumber: 31_000 };
  const places = { homeDirectory: "/home/teams", loginShell: "/bin/sh" };
  await registrations.requestPosix(id, { posixUid: "teams", ...numbers, ...places });
  await registrations.renumberPosix(id, 31_000, 31_001);
  await registrations.refusePosix(id, "taken");
  const team = there(await tx.teams.create({ tenantId: "tenant-1", name: "Group", ownerId: holder }));
  await tx.teamMembers.create({ teamId: team.id, userId: holder, role: "owner", permissions: [] });
  await tx.directoryGroups.create({ teamId: team.id, name: "group-1", gidNumber: 31_002 });
  await tx.directoryGroups.findByTeam(team.id);
  await tx.directoryGroups.listByMember(holder);
  await tx.jobs.listOpenTargets("directory", [id]);
}

import type { Account, RepositoryRecord, World } from "../world.ts";
import { findInstallation, getMainApp } from "../lookups.ts";
import { emit, emitOrganization } from "../webhooks/emit.ts";
import { toUser } from "../shapes/account.ts";
import { done, type Done } from "./done.ts";

/** An owner removes a member: what the membership gave them is gone, and Apps installed there are told. */
export function removeMember(
  world: World,
  organization: Account,
  member: Account,
  sender: Account,
): Done<Account> {
  organization.members.delete(member.id);
  const installation = findInstallation(world, getMainApp(world), organization);
  const membership = { role: "member", state: "active", user: toUser(world, member) };
  const mails =
    installation === undefined
      ? []
      : [emitOrganization(world, "member_removed", installation, sender, { membership })];
  return done(world, member, mails);
}

/** An owner takes a collaborator's permission away. */
export function removeCollaborator(
  world: World,
  repository: RepositoryRecord,
  member: Account,
  sender: Account,
): Done<Account> {
  repository.collaborators.delete(member.id);
  const payload = { member: toUser(world, member) };
  return done(world, member, [
    emit(world, { event: "member", action: "removed", repository, sender, payload }),
  ]);
}

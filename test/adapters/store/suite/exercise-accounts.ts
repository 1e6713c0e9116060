import type { Transaction } from "../../../../src/adapters/store/index.ts";
import { aPerson, NOW } from "./fixture.ts";

const LATER = new Date(NOW.getTime() + 60_000);
const TEXT = "Grüße 世界 🎉 it's";
const PAGE = { limit: 10 };

/** Calls every method for people, teams, accounts and keys at least once. */
export async function exerciseAccounts(
  tx: Transaction,
  userId: string,
  conversationId: string,
): Promise<void> {
  await exerciseUsers(tx, userId);
  const teamId = await exerciseTeams(tx, userId);
  await tx.conversations.linkTeam(conversationId, "", teamId);
  await tx.conversations.listByPloystTeam(teamId);
  await tx.events.listByTeam(teamId, { ...PAGE, since: NOW, until: LATER });
  await tx.events.listByActor(userId, { ...PAGE, before: "x" });
  await tx.events.listByTenant("tenant-1", PAGE);
  await exerciseInvitations(tx, userId, teamId);
  await exerciseRegistrations(tx, userId);
  await exerciseAccountTokens(tx, userId);
  await exerciseKeys(tx, userId);
  await exerciseProviderTokens(tx, userId, teamId);
  await exerciseAccess(tx, userId);
}

async function exerciseUsers(tx: Transaction, userId: string): Promise<void> {
  await tx.users.markServicesShown(userId);
  await tx.users.listByIds([userId]);
  await tx.users.findByTeamsUser("tenant-1", "29:mira");
  await tx.users.findByEmail("tenant-1", "mira@example.test");
  await tx.users.setProfile(userId, { surname: TEXT, email: "mira@example.test" });
  await tx.users.verifyEmail(userId, "mira@example.test");
  await tx.users.setAdmin(userId, true);
  await tx.users.listAdmins({ ...PAGE, after: "0" });
  await tx.users.setCurrentTeam(userId, "team");
  await tx.users.setPersonalConversation(userId, "conversation");
  const invited = { tenantId: "tenant-1", surname: TEXT, email: "new@example.test" };
  const linked = await tx.users.createUnlinked(invited, userId);
  await tx.users.linkToTeams(linked.id, aPerson({ aadObjectId: "aad-new" }));
  const merged = await tx.users.createUnlinked(invited, userId);
  const team = await tx.teams.create({ tenantId: "tenant-1", name: "Twice", ownerId: merged.id });
  for (const each of [merged.id, userId])
    await tx.teamMembers.create({ teamId: team?.id ?? "", userId: each, role: "user", permissions: [] });
  await exerciseKeys(tx, merged.id);
  await tx.registrations.create({
    userId: merged.id,
    tenantId: "tenant-1",
    emailAddress: "new@example.test",
  });
  await tx.registrations.create({ userId, tenantId: "tenant-1", emailAddress: "mira@example.test" });
  await tx.users.linkToTeams(merged.id, aPerson());
}

async function exerciseTeams(tx: Transaction, userId: string): Promise<string> {
  const team = await tx.teams.create({ tenantId: "tenant-1", name: TEXT, ownerId: userId });
  const teamId = team?.id ?? "";
  const other = await tx.users.ensure(aPerson({ aadObjectId: "aad-other" }));
  const member = { teamId, userId: other.id, role: "user", permissions: [TEXT] } as const;
  const id = (await tx.teamMembers.create(member))?.id ?? "";
  await tx.teamMembers.create({ ...member, userId, role: "owner", state: "active" });
  await tx.teamMembers.invite(id);
  await tx.teamMembers.expire(id);
  await tx.teamMembers.reopen(id, member);
  await tx.teamMembers.accept(id);
  await tx.teamMembers.activate(id);
  await tx.teamMembers.setPermissions(id, [TEXT], ["x"]);
  await tx.teamMembers.setRole(id, "user", "admin");
  await tx.teamMembers.find(id);
  await tx.teamMembers.findByUser(teamId, userId);
  await tx.teamMembers.list(teamId, { ...PAGE, after: "0" }, ["active", "invited"]);
  await tx.teamMembers.countOwners(teamId);
  await tx.teamMembers.listAdministrators(teamId, 10);
  await tx.teams.find(teamId);
  await tx.teams.listByIds([teamId]);
  await tx.teams.findByName("tenant-1", TEXT);
  await tx.teams.listForUser(userId);
  await tx.teams.listByTenant("tenant-1", { ...PAGE, after: "0" });
  await tx.teams.rename(teamId, `${TEXT} 2`);
  await tx.teams.setEnvironment(teamId, "", "environment");
  await tx.teams.listDeletedForUser(userId);
  await tx.teams.setItemPattern(teamId, "", "{key}-*");
  await tx.teams.setItemPattern(teamId, "{key}-*", "");
  await tx.teams.setOwner(teamId, userId, other.id);
  await tx.teams.delete(teamId);
  await tx.teams.listDeletedByName("tenant-1", `${TEXT} 2`);
  await tx.teamMembers.withdrawFromDeleted((await tx.teamMembers.findByUser(teamId, userId))?.id ?? "");
  await tx.teams.restore(teamId);
  await tx.teamMembers.withdraw((await tx.teamMembers.findByUser(teamId, userId))?.id ?? "");
  return teamId;
}

async function exerciseInvitations(tx: Transaction, userId: string, teamId: string): Promise<void> {
  const invitations = tx.teamInvitations;
  const person = { teamId, creatorId: userId, email: "ann@example.test", surname: TEXT, expiresAt: LATER };
  const ids: string[] = [];
  for (const n of [1, 2, 3, 4]) {
    const recipient = await tx.users.createUnlinked({ ...person, tenantId: "tenant-1" }, userId);
    const made = await invitations.create({ ...person, recipientId: recipient.id, tokenHash: `hash-${n}` });
    ids.push(made?.id ?? "");
  }
  const [accepted = "", declined = "", revoked = "", expired = ""] = ids;
  await invitations.markSent(accepted);
  await invitations.find(accepted);
  await invitations.findByTokenHash("hash-1");
  await invitations.findPendingByEmail(teamId, "ann@example.test");
  await invitations.findLatestByEmail(teamId, "ann@example.test");
  await invitations.findPendingByRecipient(teamId, userId);
  await invitations.listPendingByTeam(teamId, { ...PAGE, after: "0" });
  await invitations.listPendingByRecipient(userId, { ...PAGE, after: "0" });
  await invitations.listDueForExpiry(LATER, 10);
  await invitations.accept(accepted);
  await invitations.decline(declined);
  await invitations.revoke(revoked);
  await invitations.expire(expired);
  await invitations.resend(expired, { tokenHash: "hash-5", expiresAt: LATER });
}

async function exerciseRegistrations(tx: Transaction, userId: string): Promise<void> {
  const registrations = tx.registrations;
  const { id: holder } = await tx.users.createUnlinked(
    { tenantId: "tenant-1", email: "holder@example.test", surname: TEXT },
    userId,
  );
  const email = { tenantId: "tenant-1", emailAddress: "holder@example.test" };
  const id = (await registrations.create({ ...email, userId: holder }))?.id ?? "";
  await registrations.find(id);
  await registrations.findByUser(holder);
  await registrations.listActivatedByEmail("holder@example.test");
  await registrations.expire(id);
  await registrations.invite(id);
  await registrations.activate(id, "hash");
  await registrations.findPasswordHash(id);
  await registrations.setPassword(id, "hash-2");
  const uidNumber = (await tx.posixNumbers.take("uid", { first: 20_000, last: 59_999 })) ?? 0;
  await tx.posixNumbers.take("uid", { first: 20_000, last: 59_999 });
  await tx.posixNumbers.take("uid", { first: 30_000, last: 59_999 });
  const account = { posixUid: "holder", uidNumber, gidNumber: uidNumber };
  await registrations.requestPosix(id, { ...account, homeDirectory: "/home/holder", loginShell: "/bin/sh" });
  await registrations.findByPosixUid("holder");
  await registrations.listWaiting("pre_posix", { ...PAGE, after: "0" });
  await registrations.recordLdapError(id, TEXT);
  await registrations.markPosix(id, "cn=holder");
  await registrations.requestKeys(id);
  await registrations.markValid(id);
  await registrations.withdraw(id);
  await registrations.forgetLdapEntry(id);
}

async function exerciseAccountTokens(tx: Transaction, userId: string): Promise<void> {
  const token = { userId, kind: "link", tokenHash: "hash", expiresAt: LATER } as const;
  const { id } = await tx.accountTokens.create(token);
  await tx.accountTokens.findLive("link", "hash");
  await tx.accountTokens.findLiveByUser("link", userId);
  await tx.accountTokens.use(id);
  await tx.accountTokens.countTry(id, 1);
  await tx.accountTokens.prune(LATER, 10);
}

async function exerciseKeys(tx: Transaction, userId: string): Promise<void> {
  const material = { algorithm: "ed25519", publicKey: "ssh-ed25519 AAAA", fingerprint: "SHA256:f" };
  const key = { userId, type: "ssh-ed25519", publicKey: "ssh-ed25519 AAAA", comment: TEXT };
  const added = await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:f" });
  await tx.sshPublicKeys.list(userId);
  await tx.sshPublicKeys.findByFingerprint(userId, "SHA256:f");
  await tx.sshPublicKeys.remove(added?.id ?? "", userId);
  await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:g" });
  const owner = { ownerType: "user", ownerId: userId } as const;
  const pair = await tx.keyPairs.create({ ...owner, name: TEXT, ...material, privateKey: "secret" });
  await tx.keyPairs.find(pair?.id ?? "");
  await tx.keyPairs.findByName(owner, TEXT);
  await tx.keyPairs.listByOwner(owner, { ...PAGE, after: "0" });
  await tx.keyPairs.findPrivateKey(pair?.id ?? "");
  await tx.keyPairs.rotate(pair?.id ?? "", { ...material, privateKey: "secret" });
  await tx.keyPairs.retire(pair?.id ?? "");
  await tx.keyPairs.revoke(pair?.id ?? "");
}

async function exerciseProviderTokens(tx: Transaction, userId: string, teamId: string): Promise<void> {
  const member = await tx.teamMembers.findByUser(teamId, userId);
  const token = { teamMemberId: member?.id ?? "", cloudId: "cloud", key: "x-auth", expiresAt: LATER };
  await tx.providerTokens.save({ ...token, value: "secret" });
  const { id } = await tx.providerTokens.save({ ...token, value: "secret-2" });
  await tx.providerTokens.listLiving(token.teamMemberId, 10);
  await tx.providerTokens.find(token.teamMemberId, "cloud", "x-auth");
  await tx.providerTokens.findValue(id);
  await tx.providerTokens.listDueForExpiry(LATER, 10);
  await tx.providerTokens.expire(id);
  await tx.providerTokens.expireByMember(token.teamMemberId);
}

async function exerciseAccess(tx: Transaction, userId: string): Promise<void> {
  for (const access of [tx.apiTokens, tx.webSessions]) {
    const made = await access.create({
      userId,
      name: TEXT,
      scopes: ["read"],
      tokenHash: "h",
      expiresAt: LATER,
    });
    await access.findLive("h");
    await access.listLive(userId);
    await access.touch(made.id, LATER);
    await access.revoke(made.id, userId);
    await access.revokeAll(userId, made.id);
    await access.prune(LATER, 10);
  }
}

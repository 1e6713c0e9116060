import assert from "node:assert/strict";
import type { LinkResult, Store, Transaction, UserRecord } from "../../../../src/adapters/store/index.ts";
import { aPerson, NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { aConnection, aRepository } from "./services.ts";
import { another, aTeam, invitedByMail, there, TOMORROW, type TeamWorld } from "./team-world.ts";

const ANN = aPerson({ aadObjectId: "aad-ann", teamsUserId: "29:ann", displayName: "Ann" });
const KEY = { type: "ssh-ed25519", publicKey: "ssh-ed25519 AAAA", comment: "" };
const PAIR = { algorithm: "ed25519", publicKey: "p", fingerprint: "SHA256:p", privateKey: "secret" };

export function describeLinking(makeDatabase: MakeDatabase): void {
  describe("users who were invited by mail", () => {
    const at = useStore(makeDatabase);

    it("have a row without a Teams user, as many as there are", async () => {
      const { store } = at();
      const { owner } = await store.transaction((tx) => aTeam(tx));

      const ann = await store.transaction((tx) => invitedByMail(tx, owner, "Ann@Example.test"));
      const bob = await store.transaction((tx) => invitedByMail(tx, owner, "bob@example.test"));

      assert.deepEqual([ann.aadObjectId, bob.aadObjectId, ann.surname], ["", "", "Okafor"]);
      await store.read(async ({ users, events }) => {
        assert.deepEqual(await users.findByEmail("tenant-1", "ann@example.TEST"), ann);
        assert.equal(await users.findByEmail("tenant-2", "ann@example.test"), undefined);
        const [event] = await events.listByEntity("user", ann.id, { limit: 10 });
        assert.deepEqual([event?.verb, event?.actorId], ["created", owner.id]);
      });
    });

    it("become the Teams user whom nobody had seen", async () => {
      const { store } = at();
      const { owner } = await store.transaction((tx) => aTeam(tx));
      const invited = await store.transaction((tx) => invitedByMail(tx, owner, "ann@example.test"));

      const result = await link(store, invited);

      assert.equal(result.outcome, "linked");
      const linked = { ...invited, aadObjectId: "aad-ann", teamsUserId: "29:ann", displayName: "Ann" };
      assert.deepEqual(await store.read(({ users }) => users.findByAad("tenant-1", "aad-ann")), linked);
      assert.deepEqual(await store.transaction((tx) => tx.users.ensure(ANN)), linked);
      assert.deepEqual(await verbsOf(store, invited), ["created", "linked"]);
    });

    it("hand all that is theirs to the Teams user who was there before", async () => {
      const { store } = at();
      const { world, invited, known, other } = await store.transaction(twoOfAPerson);

      const result = await link(store, invited);

      assert.equal(result.outcome, "merged");
      await store.transaction(async (tx) => {
        const user = there(await tx.users.find(known.id));
        assert.deepEqual(result, { outcome: "merged", user });
        assert.deepEqual(
          [user.email, user.emailVerifiedAt, user.surname, user.currentTeamId, user.isAdmin],
          ["ann@example.test", NOW, "Okafor", world.team.id, true],
        );
        assert.equal((await tx.users.find(invited.id))?.state, "disabled");
        assert.equal((await tx.users.findByEmail("tenant-1", "ann@example.test"))?.id, known.id);
        const registration = there(await tx.registrations.findByUser(known.id));
        assert.deepEqual([registration.state, registration.hasPassword], ["activated", true]);
        assert.equal(await tx.registrations.findByUser(invited.id), undefined);
        assert.equal(await tx.accountTokens.findLive("link", "link-code"), undefined);
        const pending = await tx.teamInvitations.listPendingByRecipient(known.id, { limit: 10 });
        assert.deepEqual(
          pending.map(({ teamId }) => teamId),
          [world.team.id],
        );
        assert.ok(await tx.teamInvitations.findPendingByRecipient(world.team.id, known.id));
        assert.equal((await tx.teams.find(other.id))?.ownerId, known.id);
        const keys = await tx.sshPublicKeys.list(known.id);
        assert.deepEqual(keys.map(({ fingerprint }) => fingerprint).toSorted(), ["SHA256:a", "SHA256:b"]);
        assert.ok(await tx.sshPublicKeys.findByFingerprint(known.id, "SHA256:b"));
        const pairs = await tx.keyPairs.listByOwner({ ownerType: "user", ownerId: known.id }, { limit: 10 });
        assert.equal(new Set(pairs.map(({ name }) => name)).size, 2);
        for (const pair of pairs) assert.equal(await tx.keyPairs.findPrivateKey(pair.id), "secret");
        const services = await tx.serviceConnections.listByOwner({ ownerType: "user", ownerId: known.id });
        const kept = services.map(({ provider, baseUrl }) => `${provider} ${new URL(baseUrl).hostname}`);
        assert.deepEqual(kept.toSorted(), ["jira known", "rally invited", "travis invited"]);
        for (const { id, baseUrl } of services)
          assert.deepEqual(await tx.serviceConnections.findCredentials(id), { token: baseUrl });
        const tracked = await tx.trackedRepositories.list(known.id, { limit: 10 });
        assert.deepEqual(tracked.map(({ ghRepoId }) => ghRepoId).toSorted(), ["1", "2", "3"]);
        assert.equal((await tx.webSessions.findLive("session"))?.userId, known.id);
        assert.equal((await tx.apiTokens.findLive("token"))?.userId, known.id);
      });
      assert.deepEqual(await verbsOf(store, invited), ["created", "merged"]);
      assert.deepEqual(await verbsOf(store, known), ["created", "linked"]);
      const [event] = await store.read((reads) =>
        reads.events.listByEntity("user", invited.id, { limit: 1 }),
      );
      assert.deepEqual([event?.data, event?.toState], [{ into: known.id }, "disabled"]);
    });

    it("are in a team once afterwards, as the more of the two", async () => {
      const { store } = at();
      const roles = await store.transaction(async (tx) => {
        const { team, owner } = await aTeam(tx);
        const second = there(await tx.teams.create({ tenantId: "tenant-1", name: "B", ownerId: owner.id }));
        const known = await another(tx, "ann");
        const invited = await invitedByMail(tx, owner, "ann@example.test");
        const join = async (
          teamId: string,
          userId: string,
          permissions: string[],
          state: "active" | "created",
        ) => there(await tx.teamMembers.create({ teamId, userId, role: "user", permissions, state })).id;
        await join(team.id, known.id, ["a"], "active");
        const dropped = await join(team.id, invited.id, ["b"], "active");
        const token = { teamMemberId: dropped, cloudId: "c", key: "k", value: "v", expiresAt: TOMORROW };
        await tx.providerTokens.save(token);
        await tx.teamMembers.withdraw(await join(second.id, known.id, ["old"], "active"));
        await join(second.id, invited.id, ["new"], "created");
        await tx.users.linkToTeams(invited.id, ANN);
        assert.equal(await tx.teamMembers.find(dropped), undefined);
        return [
          await tx.teamMembers.findByUser(team.id, known.id),
          await tx.teamMembers.findByUser(second.id, known.id),
        ];
      });

      assert.deepEqual(
        roles.map((member) => [member?.state, member?.permissions]),
        [
          ["active", ["a", "b"]],
          ["created", ["new"]],
        ],
      );
    });

    it("leave the Teams user's own account alone when theirs was never used", async () => {
      const { store } = at();
      const kept = await store.transaction(async (tx) => {
        const { owner } = await aTeam(tx);
        const { id: userId } = await tx.users.ensure(ANN);
        const email = { tenantId: "tenant-1", emailAddress: "ann@example.test" };
        const own = there(await tx.registrations.create({ ...email, userId }));
        await tx.registrations.activate(own.id, "bcrypt");
        const invited = await invitedByMail(tx, owner, "ann@example.test");
        await tx.registrations.create({ ...email, userId: invited.id });
        assert.equal((await tx.users.linkToTeams(invited.id, ANN)).outcome, "merged");
        assert.equal(await tx.registrations.findByUser(invited.id), undefined);
        return { own: own.id, now: (await tx.registrations.findByUser(userId))?.id };
      });

      assert.equal(kept.now, kept.own);
    });

    it("are not joined to anybody when one is linked, ended, elsewhere, or has an account already", async () => {
      const { store } = at();
      const { owner } = await store.transaction((tx) => aTeam(tx));
      const refused = async (id: string, person = ANN): Promise<void> => {
        assert.deepEqual(await store.transaction((tx) => tx.users.linkToTeams(id, person)), {
          outcome: "refused",
        });
      };
      const ann = await store.transaction((tx) => invitedByMail(tx, owner, "ann@example.test"));
      const bob = await store.transaction((tx) => invitedByMail(tx, owner, "bob@example.test"));

      await refused(owner.id);
      await refused("nobody");
      await refused(ann.id, { ...ANN, tenantId: "tenant-2" });
      await refused(ann.id, { ...ANN, aadObjectId: "" });
      await link(store, ann);
      await refused(ann.id);
      await store.transaction(async ({ registrations }) => {
        for (const { id: userId, email } of [ann, bob]) {
          const { id } = there(
            await registrations.create({ userId, tenantId: "tenant-1", emailAddress: email }),
          );
          await registrations.activate(id, "bcrypt");
        }
      });
      await refused(bob.id);
      assert.equal((await store.read(({ users }) => users.find(bob.id)))?.state, "active");
    });
  });

  describe("users' profiles", () => {
    const at = useStore(makeDatabase);

    it("hold name, address, team and administration", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => tx.users.ensure(ANN));

      await store.transaction(async ({ users }) => {
        await users.setProfile(id, { surname: "Okafor", email: "Ann@Example.test" });
        assert.equal(await users.verifyEmail(id, "other@example.test"), false);
        assert.equal(await users.verifyEmail(id, "ANN@example.test"), true);
        await users.setProfile(id, { email: "ann@example.test" });
        await users.setCurrentTeam(id, "team-1");
        assert.equal(await users.setAdmin(id, true), true);
        assert.equal(await users.setAdmin(id, true), false);
        assert.deepEqual(
          (await users.listAdmins({ limit: 10 })).map((admin) => admin.id),
          [id],
        );
        assert.deepEqual(await users.listAdmins({ limit: 10, after: id }), []);
        const user = there(await users.findByTeamsUser("tenant-1", "29:ann"));
        assert.deepEqual(
          [user.surname, user.email, user.emailVerifiedAt, user.currentTeamId, user.isAdmin],
          ["Okafor", "ann@example.test", NOW, "team-1", true],
        );
        await users.setProfile(id, { email: "new@example.test" });
        assert.equal((await users.find(id))?.emailVerifiedAt, undefined);
        assert.equal(await users.findByTeamsUser("tenant-1", ""), undefined);
        assert.equal(await users.findByEmail("tenant-1", ""), undefined);
      });
    });

    it("are found by address if they verified it or were invited to it, not if they claim it", async () => {
      const { store } = at();
      const found = await store.transaction(async (tx) => {
        const { owner } = await aTeam(tx);
        const email = "ann@example.test";
        const claims = await another(tx, "eve");
        await tx.users.setProfile(claims.id, { email });
        const ids: (string | undefined)[] = [(await tx.users.findByEmail("tenant-1", email))?.id];
        const invited = await invitedByMail(tx, owner, email);
        ids.push((await tx.users.findByEmail("tenant-1", email))?.id);
        const verified = await another(tx, "ann");
        await tx.users.setProfile(verified.id, { email });
        await tx.users.verifyEmail(verified.id, email);
        ids.push((await tx.users.findByEmail("tenant-1", email))?.id);
        return { ids, expected: [undefined, invited.id, verified.id] };
      });

      assert.deepEqual(found.ids, found.expected);
    });
  });
}

function link(store: Store, invited: UserRecord): Promise<LinkResult> {
  return store.transaction((tx) => tx.users.linkToTeams(invited.id, ANN));
}

async function verbsOf(store: Store, { id }: UserRecord): Promise<readonly string[]> {
  const events = await store.read((reads) => reads.events.listByEntity("user", id, { limit: 10 }));
  return events.map(({ verb }) => verb).toReversed();
}

/** A person twice: known from Teams, with a blank account, and invited by mail, with everything that one may have. */
async function twoOfAPerson(tx: Transaction) {
  const world: TeamWorld = await aTeam(tx);
  const known = await tx.users.ensure(ANN);
  const email = { tenantId: "tenant-1", emailAddress: "ann@example.test" };
  await tx.registrations.create({ ...email, userId: known.id });
  const invited = await invitedByMail(tx, world.owner, "ann@example.test");
  await tx.users.verifyEmail(invited.id, "ann@example.test");
  await tx.users.setCurrentTeam(invited.id, world.team.id);
  await tx.users.setAdmin(invited.id, true);
  const { id } = there(await tx.registrations.create({ ...email, userId: invited.id }));
  await tx.registrations.activate(id, "bcrypt");
  const secret = { userId: invited.id, expiresAt: TOMORROW };
  await tx.accountTokens.create({ ...secret, kind: "link", tokenHash: "link-code" });
  await tx.webSessions.create({ ...secret, name: "", scopes: [], tokenHash: "session" });
  await tx.apiTokens.create({ ...secret, name: "", scopes: [], tokenHash: "token" });
  const invitation = { teamId: world.team.id, creatorId: world.owner.id, email: "", surname: "" };
  for (const { id: recipientId } of [known, invited])
    await tx.teamInvitations.create({ ...invitation, ...secret, recipientId, tokenHash: recipientId });
  const other = there(await tx.teams.create({ tenantId: "tenant-1", name: "Other", ownerId: invited.id }));
  for (const { id: userId } of [known, invited]) {
    await tx.sshPublicKeys.add({ ...KEY, userId, fingerprint: "SHA256:a" });
    await tx.keyPairs.create({ ownerType: "user", ownerId: userId, name: "Laptop", ...PAIR });
  }
  await tx.sshPublicKeys.add({ ...KEY, userId: invited.id, fingerprint: "SHA256:b" });
  await addServices(tx, known.id, invited.id);
  return { world, invited, known, other };
}

/** Both have Jira; the known one's Travis is off. */
async function addServices(tx: Transaction, knownId: string, invitedId: string): Promise<void> {
  const save = (ownerId: string, provider: string, baseUrl: string) =>
    tx.serviceConnections.save(aConnection(ownerId, { provider, baseUrl, credentials: { token: baseUrl } }));
  await save(knownId, "jira", "https://known");
  await tx.serviceConnections.disable((await save(knownId, "travis", "https://known")).id);
  for (const provider of ["jira", "travis", "rally"]) await save(invitedId, provider, "https://invited");
  await tx.trackedRepositories.track(knownId, [aRepository(1), aRepository(2)]);
  await tx.trackedRepositories.track(invitedId, [aRepository(2), aRepository(3)]);
}

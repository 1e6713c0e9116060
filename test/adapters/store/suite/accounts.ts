import assert from "node:assert/strict";
import type { RegistrationRecord, Transaction } from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { aPerson, NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { another, there } from "./team-world.ts";

const PAGE = { limit: 10 };
const SOON = new Date(NOW.getTime() + 10 * MINUTE);

/** A person with an account that nobody did anything with yet. */
async function register(tx: Transaction, name: string, tenantId = "tenant-1"): Promise<RegistrationRecord> {
  const { id: userId } = await tx.users.ensure(aPerson({ aadObjectId: `aad-${name}`, tenantId }));
  const made = await tx.registrations.create({ userId, tenantId, emailAddress: "Ann@Example.test" });
  return there(made);
}

function posix(posixUid: string, uidNumber: number) {
  const numbers = { uidNumber, gidNumber: uidNumber };
  return { posixUid, ...numbers, homeDirectory: `/home/${posixUid}`, loginShell: "/bin/bash" };
}

export function describeAccounts(makeDatabase: MakeDatabase): void {
  describe("registrations", () => {
    const at = useStore(makeDatabase);

    it("are one for a person", async () => {
      const { store } = at();
      const made = await store.transaction((tx) => register(tx, "ann"));
      const { userId, tenantId } = made;

      const again = { userId, tenantId, emailAddress: "other@example.test" };
      assert.equal(await store.transaction((tx) => tx.registrations.create(again)), undefined);
      assert.equal(made.emailAddress, "ann@example.test");
      await store.read(async ({ registrations }) => {
        assert.deepEqual(await registrations.find(made.id), made);
        assert.deepEqual(await registrations.findByUser(userId), made);
      });
    });

    it("become valid step by step, each once", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => register(tx, "ann"));
      const account = posix("ann", 20_000);

      await store.transaction(async ({ registrations }) => {
        assert.deepEqual(await registrations.invite(id), { fromState: "created", toState: "invited" });
        assert.deepEqual(await registrations.requestPosix(id, account), { outcome: "refused" });
        assert.equal(await registrations.setPassword(id, "early"), false);
        const activated = { fromState: "invited", toState: "activated" };
        assert.deepEqual(await registrations.activate(id, "bcrypt"), {
          outcome: "done",
          transition: activated,
        });
        assert.deepEqual(await registrations.activate(id, "bcrypt"), { outcome: "refused" });
        assert.equal(await registrations.expire(id), undefined);
        const wanted = { fromState: "activated", toState: "pre_posix" };
        assert.deepEqual(await registrations.requestPosix(id, account), {
          outcome: "done",
          transition: wanted,
        });
        const [waiting] = await registrations.listWaiting("pre_posix", PAGE);
        assert.deepEqual(waiting?.posix, account);
        await registrations.recordLdapError(id, "no such object");
        assert.equal((await registrations.find(id))?.ldapError, "no such object");
        assert.equal((await registrations.markPosix(id, "cn=ann"))?.toState, "posix");
        assert.equal(await registrations.markPosix(id, "cn=ann"), undefined);
        assert.equal((await registrations.requestKeys(id))?.toState, "pre_key");
        assert.equal((await registrations.markValid(id))?.toState, "valid");
        assert.equal((await registrations.requestKeys(id))?.fromState, "valid");
        assert.equal((await registrations.markValid(id))?.toState, "valid");
        const valid = there(await registrations.findByPosixUid("ann"));
        assert.deepEqual([valid.state, valid.ldapDn, valid.ldapError], ["valid", "cn=ann", ""]);
        assert.equal(await registrations.findByPosixUid(id), undefined);
      });
    });

    it("keep the password's hash to those who ask for it, until they end", async () => {
      const { store } = at();
      const made = await store.transaction((tx) => register(tx, "ann"));

      await store.transaction(async ({ registrations }) => {
        assert.equal(await registrations.findPasswordHash(made.id), undefined);
        assert.deepEqual(await registrations.listActivatedByEmail("ann@example.test"), []);
        await registrations.activate(made.id, "bcrypt");
        assert.equal(await registrations.setPassword(made.id, "bcrypt-2"), true);
        assert.equal(await registrations.findPasswordHash(made.id), "bcrypt-2");
        const [found] = await registrations.listActivatedByEmail("ANN@example.test");
        assert.deepEqual(found, { ...made, state: "activated", hasPassword: true });
        assert.equal((await registrations.withdraw(made.id))?.fromState, "activated");
        assert.equal(await registrations.withdraw(made.id), undefined);
        assert.equal(await registrations.findPasswordHash(made.id), undefined);
        assert.deepEqual(await registrations.listActivatedByEmail("ann@example.test"), []);
        assert.deepEqual(await registrations.invite(made.id), { fromState: "withdrawn", toState: "invited" });
      });
    });

    it("expire before they are activated, and can be invited again", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => register(tx, "ann"));

      await store.transaction(async ({ registrations }) => {
        await registrations.invite(id);
        assert.deepEqual(await registrations.expire(id), { fromState: "invited", toState: "expired" });
        assert.deepEqual(await registrations.activate(id, "bcrypt"), { outcome: "refused" });
        assert.deepEqual(await registrations.invite(id), { fromState: "expired", toState: "invited" });
      });
    });

    it("share an address only until one of the tenant is activated with it", async () => {
      const { store } = at();
      const outcomes = await store.transaction(async (tx) => {
        const first = await register(tx, "ann");
        const second = await register(tx, "imposter");
        const elsewhere = await register(tx, "ann", "tenant-2");
        const results: string[] = [];
        for (const { id } of [first, second, elsewhere])
          results.push((await tx.registrations.activate(id, "bcrypt")).outcome);
        await tx.registrations.withdraw(first.id);
        results.push((await tx.registrations.activate(second.id, "bcrypt")).outcome);
        return results;
      });

      assert.deepEqual(outcomes, ["done", "taken", "done", "done"]);
      const both = await store.read((reads) => reads.registrations.listActivatedByEmail("ann@example.test"));
      assert.equal(both.length, 2);
    });

    it("give who comes back the name and number of before, and no others", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id } = await register(tx, "ann");
        await tx.registrations.activate(id, "bcrypt");
        await tx.registrations.requestPosix(id, posix("ann", 20_000));
        await tx.registrations.withdraw(id);
        await tx.registrations.invite(id);
        await tx.registrations.activate(id, "bcrypt");
        const ask = async (uid: string, uidNumber: number) =>
          (await tx.registrations.requestPosix(id, posix(uid, uidNumber))).outcome;

        assert.equal(await ask("anna", 20_000), "refused");
        assert.equal(await ask("ann", 20_001), "refused");
        assert.equal(await ask("ann", 20_000), "done");
      });
    });

    it("never get a name or number that somebody had", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const ann = await register(tx, "ann");
        const bob = await register(tx, "bob", "tenant-2");
        for (const { id } of [ann, bob]) await tx.registrations.activate(id, "bcrypt");
        await tx.registrations.requestPosix(ann.id, posix("ann", 20_000));
        await tx.registrations.withdraw(ann.id);
        const ask = async (uid: string, uidNumber: number) =>
          (await tx.registrations.requestPosix(bob.id, posix(uid, uidNumber))).outcome;

        assert.equal(await ask("ann", 20_001), "taken");
        assert.equal(await ask("bob", 20_000), "taken");
        assert.equal(await ask("bob", 20_001), "done");
        await tx.registrations.forgetLdapEntry(ann.id);
        assert.equal((await tx.registrations.find(ann.id))?.posix?.posixUid, "ann");
      });
    });
  });

  describe("POSIX numbers", () => {
    const at = useStore(makeDatabase);

    it("go up within their range, each sequence for itself, and end", async () => {
      const { store } = at();
      const take = (sequence: string, first: number, last: number) =>
        store.transaction((tx) => tx.posixNumbers.take(sequence, { first, last }));

      assert.deepEqual(
        [
          await take("uid", 10, 12),
          await take("uid", 10, 12),
          await take("other", 10, 12),
          await take("uid", 10, 12),
          await take("uid", 10, 12),
        ],
        [10, 11, 10, 12, undefined],
      );
      assert.deepEqual(
        [
          await take("uid", 10, 13),
          await take("uid", 20, 21),
          await take("uid", 10, 13),
          await take("uid", 20, 21),
          await take("uid", 30, 20),
        ],
        [13, 20, undefined, 21, undefined],
      );
    });

    it("are given back only by a transaction that nobody saw", async () => {
      const { store } = at();
      const range = { first: 10, last: 12 };
      const failing = store.transaction(async (tx) => {
        await tx.posixNumbers.take("uid", range);
        throw new Error("changed my mind");
      });
      await assert.rejects(failing, /changed my mind/);

      assert.equal(await store.transaction((tx) => tx.posixNumbers.take("uid", range)), 10);
    });
  });

  describe("account tokens", () => {
    const at = useStore(makeDatabase);

    it("are used once, in time, and only the latest of a kind", async () => {
      const { store, clock } = at();
      const { id: userId } = await store.transaction((tx) => another(tx, "ann"));
      const token = { userId, kind: "link", expiresAt: SOON } as const;

      await store.transaction(async ({ accountTokens: tokens }) => {
        const first = await tokens.create({ ...token, tokenHash: "1" });
        const reset = await tokens.create({ ...token, kind: "reset", tokenHash: "1" });
        const second = await tokens.create({ ...token, tokenHash: "2" });
        assert.equal(await tokens.findLive("link", "1"), undefined);
        assert.deepEqual(await tokens.findLive("reset", "1"), reset);
        assert.deepEqual(await tokens.findLive("link", "2"), second);
        assert.deepEqual(await tokens.findLiveByUser("link", userId), second);
        assert.equal(await tokens.use(first.id), false);
        assert.equal(await tokens.use(second.id), true);
        assert.equal(await tokens.use(second.id), false);
      });
      clock.pass(10 * MINUTE);
      await store.transaction(async ({ accountTokens: tokens }) => {
        assert.equal(await tokens.findLive("reset", "1"), undefined);
        assert.equal(await tokens.prune(clock.now(), 2), 0);
        clock.pass(1);
        assert.equal(await tokens.prune(clock.now(), 2), 2);
        assert.equal(await tokens.prune(clock.now(), 2), 1);
      });
    });

    it("end with too many wrong tries", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id: userId } = await another(tx, "ann");
        const token = { userId, kind: "link", tokenHash: "1", expiresAt: SOON } as const;
        const { id } = await tx.accountTokens.create(token);
        assert.equal(await tx.accountTokens.countTry(id, 2), 1);
        assert.ok(await tx.accountTokens.findLive("link", "1"));
        assert.equal(await tx.accountTokens.countTry(id, 2), 2);
        assert.equal(await tx.accountTokens.use(id), false);
      });
    });
  });

  describe("SSH public keys", () => {
    const at = useStore(makeDatabase);

    it("are a person's own, each once while it is there", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { id: userId } = await another(tx, "ann");
        const { id: otherId } = await another(tx, "bob");
        const key = {
          userId,
          type: "ssh-rsa",
          publicKey: `ssh-rsa ${"A".repeat(1_000)}`,
          comment: "ann@laptop",
        };
        const added = there(await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:Ab" }));
        assert.equal(await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:Ab" }), undefined);
        assert.ok(await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:ab" }));
        assert.ok(await tx.sshPublicKeys.add({ ...key, userId: otherId, fingerprint: "SHA256:Ab" }));
        assert.deepEqual(await tx.sshPublicKeys.findByFingerprint(userId, "SHA256:Ab"), added);
        assert.equal((await tx.sshPublicKeys.list(userId)).length, 2);

        assert.equal(await tx.sshPublicKeys.remove(added.id, otherId), false);
        assert.equal(await tx.sshPublicKeys.remove(added.id, userId), true);
        assert.equal(await tx.sshPublicKeys.remove(added.id, userId), false);
        assert.equal((await tx.sshPublicKeys.list(userId)).length, 1);
        assert.ok(await tx.sshPublicKeys.add({ ...key, fingerprint: "SHA256:Ab" }));
      });
    });
  });
}

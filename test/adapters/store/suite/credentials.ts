import assert from "node:assert/strict";
import { DAY, MINUTE } from "../../../../src/core/clock.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { another, aTeam, there, TOMORROW } from "./team-world.ts";

const PAGE = { limit: 10 };
const MATERIAL = {
  algorithm: "ed25519",
  publicKey: "ssh-ed25519 AAAA",
  fingerprint: "SHA256:one",
  privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\nGrüße\n",
};

export function describeCredentials(makeDatabase: MakeDatabase): void {
  describe("key pairs", () => {
    const at = useStore(makeDatabase);

    it("are their owner's by name, and give the private key only when asked for it", async () => {
      const { store } = at();
      const { team, owner } = await store.transaction((tx) => aTeam(tx));
      const ofTeam = { ownerType: "team", ownerId: team.id } as const;
      const ofUser = { ownerType: "user", ownerId: owner.id } as const;
      const create = (of: typeof ofTeam | typeof ofUser, name: string) =>
        store.transaction((tx) => tx.keyPairs.create({ ...of, name, ...MATERIAL }));

      const made = there(await create(ofTeam, "Deploy"));
      assert.equal(await create(ofTeam, "dePLOY"), undefined);
      assert.ok(await create(ofUser, "Deploy"));

      assert.ok(!JSON.stringify(made).includes("PRIVATE KEY"));
      await store.read(async ({ keyPairs }) => {
        assert.deepEqual(await keyPairs.find(made.id), made);
        assert.deepEqual(await keyPairs.findByName(ofTeam, "deploy"), made);
        assert.deepEqual(await keyPairs.listByOwner(ofTeam, PAGE), [made]);
        assert.deepEqual(await keyPairs.listByOwner(ofTeam, { ...PAGE, after: made.id }), []);
        assert.equal(await keyPairs.findPrivateKey(made.id), MATERIAL.privateKey);
      });
    });

    it("go without one that takes over, and keep their private key until they are revoked", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));
      const owner = { ownerType: "team", ownerId: team.id } as const;
      await store.transaction(async ({ keyPairs }) => {
        const old = there(await keyPairs.create({ ...owner, name: "Deploy", ...MATERIAL }));

        assert.deepEqual(await keyPairs.retire(old.id), { fromState: "active", toState: "rotating" });

        assert.equal(await keyPairs.retire(old.id), undefined);
        assert.equal(await keyPairs.findByName(owner, "Deploy"), undefined);
        assert.equal(await keyPairs.findPrivateKey(old.id), MATERIAL.privateKey);
        assert.ok(await keyPairs.create({ ...owner, name: "Deploy", ...MATERIAL }));
        assert.deepEqual(await keyPairs.revoke(old.id), { fromState: "rotating", toState: "revoked" });
      });
    });

    it("are rotated by a new one of the name, and revoked with their private key", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));
      const owner = { ownerType: "team", ownerId: team.id } as const;
      await store.transaction(async ({ keyPairs }) => {
        const old = there(await keyPairs.create({ ...owner, name: "Deploy", ...MATERIAL }));

        const next = there(await keyPairs.rotate(old.id, { ...MATERIAL, fingerprint: "SHA256:two" }));

        assert.deepEqual([next.name, next.state, next.replacesId], ["Deploy", "active", old.id]);
        assert.equal(await keyPairs.rotate(old.id, MATERIAL), undefined);
        assert.deepEqual(await keyPairs.findByName(owner, "Deploy"), next);
        assert.equal(await keyPairs.findPrivateKey(old.id), MATERIAL.privateKey);
        const states = (await keyPairs.listByOwner(owner, PAGE)).map(({ state }) => state);
        assert.deepEqual(states, ["rotating", "active"]);
        assert.deepEqual(await keyPairs.revoke(old.id), { fromState: "rotating", toState: "revoked" });
        assert.equal(await keyPairs.revoke(old.id), undefined);
        assert.equal(await keyPairs.findPrivateKey(old.id), undefined);
        assert.deepEqual(await keyPairs.listByOwner(owner, PAGE), [next]);
        assert.ok(await keyPairs.revoke(next.id));
        assert.ok(await keyPairs.create({ ...owner, name: "Deploy", ...MATERIAL }));
      });
    });
  });

  describe("provider tokens", () => {
    const at = useStore(makeDatabase);

    it("are issued, refreshed and expire with their value", async () => {
      const { store, clock } = at();
      const { membership } = await store.transaction((tx) => aTeam(tx));
      const token = { teamMemberId: membership.id, cloudId: "cloud", key: "x-auth", expiresAt: TOMORROW };
      const save = (value: string, expiresAt = TOMORROW) =>
        store.transaction((tx) => tx.providerTokens.save({ ...token, value, expiresAt }));

      const issued = await save("secret-1");
      const refreshed = await save("secret-2");
      assert.deepEqual([issued.state, refreshed.state, refreshed.id], ["issued", "refreshed", issued.id]);
      await store.read(async ({ providerTokens: tokens }) => {
        assert.deepEqual(await tokens.find(membership.id, "cloud", "x-auth"), refreshed);
        assert.equal(await tokens.findValue(issued.id), "secret-2");
        assert.deepEqual(await tokens.listDueForExpiry(clock.now(), 10), []);
      });

      clock.pass(DAY);
      await store.transaction(async ({ providerTokens: tokens }) => {
        assert.equal(await tokens.findValue(issued.id), undefined);
        assert.deepEqual(await tokens.listDueForExpiry(clock.now(), 10), [refreshed]);
        assert.deepEqual(await tokens.expire(issued.id), { fromState: "refreshed", toState: "expired" });
        assert.equal(await tokens.expire(issued.id), undefined);
        assert.deepEqual(await tokens.listDueForExpiry(clock.now(), 10), []);
      });
      assert.equal((await save("secret-3", new Date(clock.now().getTime() + DAY))).state, "issued");
      assert.equal(await store.transaction((tx) => tx.providerTokens.expireByMember(membership.id)), 1);
      assert.equal(await store.read((reads) => reads.providerTokens.findValue(issued.id)), undefined);
    });
  });

  for (const kind of ["apiTokens", "webSessions"] as const)
    describe(kind === "apiTokens" ? "API tokens" : "web sessions", () => {
      const at = useStore(makeDatabase);

      it("are found by the exact hash while they live", async () => {
        const { store, clock } = at();
        const { id: userId } = await store.transaction((tx) => another(tx, "ann"));
        const access = { userId, name: "Firefox 🦊", scopes: ["read", "write"], expiresAt: TOMORROW };
        const made = await store.transaction((tx) => tx[kind].create({ ...access, tokenHash: "hash" }));
        const findLive = (hash: string) => store.read((reads) => reads[kind].findLive(hash));

        assert.deepEqual(await findLive("hash"), made);
        assert.equal(await findLive("HASH"), undefined);
        assert.deepEqual(await store.read((reads) => reads[kind].listLive(userId)), [made]);
        clock.pass(MINUTE);
        const longer = new Date(TOMORROW.getTime() + MINUTE);
        await store.transaction((tx) => tx[kind].touch(made.id, longer));
        await store.transaction((tx) => tx[kind].touch(made.id));
        assert.deepEqual(await findLive("hash"), {
          ...made,
          expiresAt: longer,
          lastUsedAt: new Date(NOW.getTime() + MINUTE),
        });
        clock.pass(DAY);
        assert.equal(await findLive("hash"), undefined);
        clock.pass(1);
        assert.equal(await store.transaction((tx) => tx[kind].prune(clock.now(), 10)), 1);
      });

      it("are revoked by their person, one or all", async () => {
        const { store } = at();
        await store.transaction(async (tx) => {
          const { id: userId } = await another(tx, "ann");
          const { id: otherId } = await another(tx, "bob");
          const create = (tokenHash: string, whose = userId) =>
            tx[kind].create({ userId: whose, name: "", scopes: [], tokenHash, expiresAt: TOMORROW });
          const [first, second, third] = [await create("1"), await create("2"), await create("3")];
          await create("4", otherId);

          assert.equal(await tx[kind].revoke(first.id, otherId), false);
          assert.equal(await tx[kind].revoke(first.id, userId), true);
          assert.equal(await tx[kind].revoke(first.id, userId), false);
          assert.equal(await tx[kind].revokeAll(userId, third.id), 1);
          assert.equal(await tx[kind].findLive("2"), undefined);
          await tx[kind].touch(second.id, TOMORROW);
          assert.deepEqual(await tx[kind].listLive(userId), [third]);
          assert.equal(await tx[kind].revokeAll(userId), 1);
          assert.ok(await tx[kind].findLive("4"));
        });
      });
    });
}

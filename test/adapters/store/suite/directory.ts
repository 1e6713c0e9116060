import assert from "node:assert/strict";
import type { RegistrationRecord, Transaction } from "../../../../src/adapters/store/index.ts";
import { useStore, type MakeDatabase } from "./fixture.ts";
import { another, aTeam, there } from "./team-world.ts";

async function register(tx: Transaction, name: string): Promise<RegistrationRecord> {
  const { id: userId, tenantId } = await another(tx, name);
  return there(await tx.registrations.create({ userId, tenantId, emailAddress: `${name}@example.test` }));
}

function posix(posixUid: string, uidNumber: number) {
  const numbers = { uidNumber, gidNumber: uidNumber };
  return { posixUid, ...numbers, homeDirectory: `/home/${posixUid}`, loginShell: "/bin/bash" };
}

export function describeDirectory(makeDatabase: MakeDatabase): void {
  describe("registrations of people whom Teams knows", () => {
    const at = useStore(makeDatabase);

    it("are activated without a password, and hold an address only where it is verified", async () => {
      await at().store.transaction(async (tx) => {
        const [ann, bob, cid] = [
          await register(tx, "ann"),
          await register(tx, "bob"),
          await register(tx, "cid"),
        ];
        const claim = async (id: string, isVerified: boolean) =>
          (await tx.registrations.activateByTeams(id, { address: "Ann@Example.test", isVerified })).outcome;

        assert.deepEqual(
          [await claim(bob.id, false), await claim(ann.id, true), await claim(cid.id, true)],
          ["done", "done", "taken"],
        );
        assert.equal(await claim(ann.id, true), "refused");
        const activated = there(await tx.registrations.find(ann.id));
        assert.deepEqual(
          [activated.state, activated.emailAddress, activated.hasPassword],
          ["activated", "ann@example.test", false],
        );
        await tx.registrations.withdraw(ann.id);
        assert.equal(await claim(ann.id, true), "refused");
      });
    });

    it("get another number only while they wait, and only in the place of the one that was meant", async () => {
      await at().store.transaction(async (tx) => {
        const { id } = await register(tx, "ann");
        await tx.registrations.activateByTeams(id, { address: "ann@example.test", isVerified: true });
        await tx.registrations.requestPosix(id, posix("ann", 20_000));

        assert.equal(await tx.registrations.renumberPosix(id, 20_000, 20_001), true);
        assert.equal(await tx.registrations.renumberPosix(id, 20_000, 20_002), false);
        assert.deepEqual((await tx.registrations.find(id))?.posix, { ...posix("ann", 20_001) });
        await tx.registrations.markPosix(id, "uid=ann");
        assert.equal(await tx.registrations.renumberPosix(id, 20_001, 20_003), false);
      });
    });

    it("may ask for another name when the directory has theirs, unless it was theirs there", async () => {
      await at().store.transaction(async (tx) => {
        const { id } = await register(tx, "ann");
        const { registrations } = tx;
        await registrations.activateByTeams(id, { address: "ann@example.test", isVerified: true });
        await registrations.requestPosix(id, posix("ann", 20_000));

        const refused = await registrations.refusePosix(id, "taken");
        assert.deepEqual(refused, { fromState: "pre_posix", toState: "activated" });
        const free = there(await registrations.find(id));
        assert.deepEqual([free.posix, free.ldapError], [undefined, "taken"]);
        assert.equal((await registrations.requestPosix(id, posix("ann2", 20_001))).outcome, "done");
        await registrations.markPosix(id, "uid=ann2");
        assert.equal(await registrations.refusePosix(id, "taken"), undefined);
        await registrations.withdraw(id);
        await registrations.invite(id);
        await registrations.activateByTeams(id, { address: "ann@example.test", isVerified: true });
        await registrations.requestPosix(id, posix("ann2", 20_001));
        assert.equal(await registrations.refusePosix(id, "taken"), undefined);
      });
    });
  });

  describe("groups in the directory", () => {
    const at = useStore(makeDatabase);

    it("are one for a team, and known of everybody who was ever in it", async () => {
      await at().store.transaction(async (tx) => {
        const { team, owner, membership } = await aTeam(tx);
        const made = { teamId: team.id, name: "web-shop-1", gidNumber: 20_001 };
        const group = there(await tx.directoryGroups.create(made));

        assert.equal(
          await tx.directoryGroups.create({ ...made, name: "web-shop-2", gidNumber: 20_002 }),
          undefined,
        );
        assert.deepEqual(await tx.directoryGroups.findByTeam(team.id), group);
        assert.deepEqual(await tx.directoryGroups.listByMember(owner.id), [group]);
        assert.deepEqual(await tx.directoryGroups.listByMember("nobody"), []);
        await tx.teamMembers.withdraw(membership.id);
        await tx.teams.delete(team.id);
        assert.deepEqual(await tx.directoryGroups.listByMember(owner.id), [group]);
      });
    });
  });

  describe("jobs of a kind", () => {
    const at = useStore(makeDatabase);

    it("are found by their targets while they are open", async () => {
      const { store, clock } = at();
      const open = () => store.read(({ jobs }) => jobs.listOpenTargets("directory", ["a", "b", "c"]));
      const job = await store.transaction(async ({ jobs }) => {
        await jobs.create({ kind: "other", targetId: "b" });
        return jobs.create({ kind: "directory", targetId: "a" });
      });
      assert.deepEqual([...(await open())], ["a"]);

      const until = new Date(clock.now().getTime() + 1_000);
      await store.transaction(({ jobs }) => jobs.claim(job.id, "me", clock.now(), until));
      assert.deepEqual([...(await open())], ["a"]);
      await store.transaction(({ jobs }) => jobs.succeed(job.id, "me"));

      assert.deepEqual([...(await open())], []);
    });
  });
}

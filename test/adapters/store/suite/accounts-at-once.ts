import assert from "node:assert/strict";
import type { Store } from "../../../../src/adapters/store/index.ts";
import { aPerson, useStore, type MakeDatabase } from "./fixture.ts";
import { another, aTeam, invitedByMail, there, TOMORROW } from "./team-world.ts";

const MANY = 50;

export function describeAccountsAtOnce(makeDatabase: MakeDatabase): void {
  describe("people at the same time", () => {
    const at = useStore(makeDatabase);

    /** As two processes would. */
    async function atOnce<T>(times: number, work: (store: Store, n: number) => Promise<T>): Promise<T[]> {
      const stores = [at().store, await at().another()] as const;
      return Promise.all(Array.from({ length: times }, (_, n) => work(stores[n % 2 === 0 ? 0 : 1], n)));
    }

    it("get a number each", async () => {
      const numbers = await atOnce(MANY, (store, n) =>
        store.transaction(async (tx) => {
          const { id: userId } = await another(tx, `user-${n}`);
          const email = { tenantId: "tenant-1", emailAddress: `user-${n}@example.test` };
          const { id } = there(await tx.registrations.create({ ...email, userId }));
          await tx.registrations.activate(id, "bcrypt");
          const number = there(await tx.posixNumbers.take("uid", { first: 20_000, last: 59_999 }));
          const account = { posixUid: `user-${n}`, uidNumber: number, gidNumber: number };
          const home = { homeDirectory: "/home", loginShell: "/bin/sh" };
          assert.equal((await tx.registrations.requestPosix(id, { ...account, ...home })).outcome, "done");
          return number;
        }),
      );

      const expected = Array.from({ length: MANY }, (_, n) => 20_000 + n);
      assert.deepEqual(
        numbers.toSorted((a, b) => a - b),
        expected,
      );
    });

    it("accept an invitation once", async () => {
      const invitation = await at().store.transaction(async (tx) => {
        const { team, owner } = await aTeam(tx);
        const { id: recipientId } = await invitedByMail(tx, owner, "ann@example.test");
        const made = { teamId: team.id, creatorId: owner.id, recipientId, email: "", surname: "" };
        return there(await tx.teamInvitations.create({ ...made, tokenHash: "t", expiresAt: TOMORROW }));
      });

      const moves = await atOnce(20, (store) =>
        store.transaction((tx) => tx.teamInvitations.accept(invitation.id)),
      );

      assert.equal(moves.filter((move) => move !== undefined).length, 1);
    });

    it("take a team's name once, and the others are told", async () => {
      const owner = await at().store.transaction((tx) => tx.users.ensure(aPerson()));

      const teams = await atOnce(20, (store) =>
        store.transaction((tx) => tx.teams.create({ tenantId: "tenant-1", name: "Shop", ownerId: owner.id })),
      );

      assert.equal(teams.filter((team) => team !== undefined).length, 1);
    });

    it("are joined to a Teams user once, also while that one says hello", async () => {
      const { store } = at();
      const invited = await store.transaction(async (tx) => {
        const { owner } = await aTeam(tx);
        return invitedByMail(tx, owner, "ann@example.test");
      });
      const ann = aPerson({ aadObjectId: "aad-ann" });

      const outcomes = await atOnce(20, (each, n) =>
        each.transaction(async (tx) =>
          n % 2 === 0
            ? (await tx.users.linkToTeams(invited.id, ann)).outcome
            : (await tx.users.ensure(ann)).state,
        ),
      );

      assert.equal(outcomes.filter((outcome) => outcome === "linked" || outcome === "merged").length, 1);
      assert.equal(
        (await store.read(({ users }) => users.findByAad("tenant-1", "aad-ann")))?.state,
        "active",
      );
    });
  });
}

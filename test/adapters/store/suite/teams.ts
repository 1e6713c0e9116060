import assert from "node:assert/strict";
import type { MemberState, Transaction, Transition } from "../../../../src/adapters/store/index.ts";
import { newId } from "../../../../src/core/ids.ts";
import { aConversation, useStore, type MakeDatabase } from "./fixture.ts";
import { another, aTeam, there } from "./team-world.ts";

const PAGE = { limit: 10 };

export function describeTeams(makeDatabase: MakeDatabase): void {
  describe("teams", () => {
    const at = useStore(makeDatabase);

    it("are found by name in any case, one living of a name in each tenant", async () => {
      const { store } = at();
      const { team, owner } = await store.transaction((tx) => aTeam(tx, "Grüße 🎉"));
      const create = (tenantId: string) =>
        store.transaction((tx) =>
          tx.teams.create({ tenantId, name: "GRÜSSE 🎉".replace("SS", "ß"), ownerId: owner.id }),
        );

      assert.equal(await create("tenant-1"), undefined);
      assert.ok(await create("tenant-2"));
      const found = await store.read(({ teams }) => teams.findByName("tenant-1", "gRÜßE 🎉"));
      assert.deepEqual(found, team);
      assert.deepEqual(await store.read(({ teams }) => teams.find(team.id)), team);
      assert.deepEqual(await store.read(({ teams }) => teams.listByTenant("tenant-1", PAGE)), [team]);
      assert.deepEqual(await store.read(({ teams }) => teams.listByIds([team.id, "nobody"])), [team]);
      assert.deepEqual(
        await store.read(({ teams }) => teams.listByTenant("tenant-1", { ...PAGE, after: team.id })),
        [],
      );
    });

    it("go on after a taken name in the same transaction", async () => {
      const { store } = at();

      const made = await store.transaction(async (tx) => {
        const { owner } = await aTeam(tx);
        const team = { tenantId: "tenant-1", ownerId: owner.id };
        assert.equal(await tx.teams.create({ ...team, name: "web SHOP" }), undefined);
        return tx.teams.create({ ...team, name: "Other" });
      });

      assert.equal(made?.name, "Other");
    });

    it("are renamed, deleted and restored, unless the name is taken", async () => {
      const { store } = at();
      const { team, owner } = await store.transaction((tx) => aTeam(tx, "One"));
      const other = { tenantId: "tenant-1", name: "Two", ownerId: owner.id };
      await store.transaction((tx) => tx.teams.create(other));

      await store.transaction(async ({ teams }) => {
        assert.equal(await teams.rename(team.id, "two"), "taken");
        assert.equal(await teams.rename(team.id, "ONE"), "done");
        assert.equal(await teams.delete(team.id), true);
        assert.equal(await teams.delete(team.id), false);
        assert.equal(await teams.rename(team.id, "Three"), "gone");
        assert.equal(await teams.findByName("tenant-1", "One"), undefined);
        assert.ok((await teams.find(team.id))?.deletedAt);
      });
      const [deleted] = await store.read(({ teams }) => teams.listDeletedByName("tenant-1", "one"));
      assert.equal(deleted?.id, team.id);
      const heir = there(await store.transaction((tx) => tx.teams.create({ ...other, name: "one" })));
      assert.equal(await store.transaction((tx) => tx.teams.restore(team.id)), "taken");
      await store.transaction((tx) => tx.teams.rename(heir.id, "Heir"));

      assert.equal(await store.transaction((tx) => tx.teams.restore(team.id)), "done");
      assert.equal(await store.transaction((tx) => tx.teams.restore(team.id)), "gone");
      assert.equal(await store.transaction((tx) => tx.teams.restore(newId())), "gone");
      const back = await store.read(({ teams }) => teams.findByName("tenant-1", "One"));
      assert.deepEqual(back, { ...team, name: "ONE" });
    });

    it("are handed over by their owner to an active member only", async () => {
      const { store } = at();
      const { team, owner, membership } = await store.transaction((tx) => aTeam(tx));
      const ann = await store.transaction((tx) => another(tx, "ann"));
      const hand = (from: string, to: string) =>
        store.transaction((tx) => tx.teams.setOwner(team.id, from, to));
      const member = { teamId: team.id, userId: ann.id, role: "user", permissions: [] } as const;

      assert.equal(await hand(owner.id, ann.id), false);
      const { id } = there(
        await store.transaction((tx) => tx.teamMembers.create({ ...member, state: "active" })),
      );
      assert.equal(await hand(ann.id, ann.id), false);
      assert.equal(await hand(owner.id, ann.id), true);
      assert.equal(await hand(owner.id, ann.id), false);

      await store.read(async ({ teams, teamMembers }) => {
        assert.equal((await teams.find(team.id))?.ownerId, ann.id);
        assert.equal((await teamMembers.find(id))?.role, "owner");
        assert.equal((await teamMembers.find(membership.id))?.role, "admin");
        assert.equal(await teamMembers.countOwners(team.id), 1);
      });
    });

    it("change their environment only from the one that was seen, while they live", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));

      await store.transaction(async ({ teams }) => {
        assert.equal(await teams.setEnvironment(team.id, "", "e-1"), true);
        assert.equal(await teams.setEnvironment(team.id, "", "e-2"), false);
        assert.equal((await teams.find(team.id))?.environmentId, "e-1");
        assert.equal(await teams.setEnvironment(team.id, "e-1", ""), true);
        await teams.delete(team.id);
        assert.equal(await teams.setEnvironment(team.id, "", "e-2"), false);
      });
    });

    it("say where keys of items stand, over what they said before", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));

      await store.transaction(async ({ teams }) => {
        assert.equal(await teams.setItemPattern(team.id, "{key}", "x"), false);
        assert.equal(await teams.setItemPattern(team.id, "", "Grüße/{key} 🎉*"), true);
        assert.equal(await teams.setItemPattern(team.id, "", "x"), false);
      });
      const found = await store.read(({ teams }) => teams.find(team.id));
      await store.transaction(({ teams }) => teams.setItemPattern(team.id, "Grüße/{key} 🎉*", ""));

      assert.deepEqual(found, { ...team, itemPattern: "Grüße/{key} 🎉*" });
      assert.deepEqual(await store.read(({ teams }) => teams.find(team.id)), team);
    });

    it("get the conversations that work for them", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));
      const conversation = await store.transaction((tx) => tx.conversations.ensure(aConversation()));

      await store.transaction(async (tx) => {
        assert.equal(await tx.conversations.linkTeam(conversation.id, "", team.id), true);
        assert.equal(await tx.conversations.linkTeam(conversation.id, "", "t-2"), false);
      });

      const linked = await store.read((reads) => reads.conversations.listByPloystTeam(team.id));
      assert.deepEqual(linked, [{ ...conversation, ploystTeamId: team.id }]);
      await store.transaction((tx) => tx.conversations.linkTeam(conversation.id, team.id, ""));
      assert.deepEqual(await store.read((reads) => reads.conversations.listByPloystTeam(team.id)), []);
      assert.deepEqual(await store.read((reads) => reads.conversations.listByPloystTeam("")), []);
    });

    it("are listed for their active members while they live", async () => {
      const { store } = at();
      const { team, owner, membership } = await store.transaction((tx) => aTeam(tx));
      const ann = await store.transaction((tx) => another(tx, "ann"));
      await store.transaction((tx) =>
        tx.teamMembers.create({ teamId: team.id, userId: ann.id, role: "user", permissions: [] }),
      );
      const listFor = (userId: string) => store.read(({ teams }) => teams.listForUser(userId));

      assert.deepEqual(await listFor(owner.id), [{ team, member: membership }]);
      assert.deepEqual(await listFor(ann.id), []);
      const created = await store.read(({ teams }) => teams.listForUser(ann.id, ["created", "invited"]));
      assert.deepEqual(
        created.map(({ member }) => member.state),
        ["created"],
      );
      await store.transaction((tx) => tx.teams.delete(team.id));
      assert.deepEqual(await listFor(owner.id), []);
    });
  });

  describe("team members", () => {
    const at = useStore(makeDatabase);
    type Step = (tx: Transaction, id: string) => Promise<Transition<MemberState> | undefined>;

    const anew = { role: "admin", permissions: ["create cloud"] } as const;
    const steps: Readonly<Record<string, Step>> = {
      invite: (tx, id) => tx.teamMembers.invite(id),
      accept: (tx, id) => tx.teamMembers.accept(id),
      activate: (tx, id) => tx.teamMembers.activate(id),
      expire: (tx, id) => tx.teamMembers.expire(id),
      withdraw: (tx, id) => tx.teamMembers.withdraw(id),
      reopen: (tx, id) => tx.teamMembers.reopen(id, anew),
    };
    const allowed: Readonly<Record<MemberState, Readonly<Record<string, MemberState>>>> = {
      created: { invite: "invited", accept: "accepted", expire: "expired", withdraw: "withdrawn" },
      invited: { accept: "accepted", expire: "expired", withdraw: "withdrawn" },
      accepted: { activate: "active", expire: "expired", withdraw: "withdrawn" },
      active: { withdraw: "withdrawn" },
      expired: { reopen: "created" },
      withdrawn: { reopen: "created" },
    };
    const ways: Readonly<Record<MemberState, readonly string[]>> = {
      created: [],
      invited: ["invite"],
      accepted: ["accept"],
      active: ["accept", "activate"],
      expired: ["expire"],
      withdrawn: ["withdraw"],
    };

    it("go from state to state as they may, and in no other way", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));
      const states = Object.keys(allowed) as MemberState[];
      for (const fromState of states)
        for (const [name, step] of Object.entries(steps))
          await store.transaction(async (tx) => {
            const { id: userId } = await another(tx, `${fromState}-${name}`);
            const member = { teamId: team.id, userId, role: "user", permissions: [] } as const;
            const { id } = there(await tx.teamMembers.create(member));
            for (const way of ways[fromState]) assert.ok(await steps[way]?.(tx, id));

            const moved = await step(tx, id);

            const toState = allowed[fromState][name];
            assert.deepEqual(moved, toState && { fromState, toState }, `${name} of ${fromState}`);
            assert.equal((await tx.teamMembers.find(id))?.state, toState ?? fromState);
          });
    });

    it("are one for a person, whatever became of it", async () => {
      const { store } = at();
      const { team, owner, membership } = await store.transaction((tx) => aTeam(tx));
      const again = { teamId: team.id, userId: owner.id, role: "user", permissions: [] } as const;

      assert.equal(await store.transaction((tx) => tx.teamMembers.create(again)), undefined);
      const found = await store.read((reads) => reads.teamMembers.findByUser(team.id, owner.id));
      assert.deepEqual(found, membership);
    });

    it("come back with the role and permissions of the new invitation", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));

      const back = await store.transaction(async (tx) => {
        const { id: userId } = await another(tx, "ann");
        const member = { teamId: team.id, userId, role: "user", permissions: ["old"] } as const;
        const { id } = there(await tx.teamMembers.create(member));
        await tx.teamMembers.withdraw(id);
        await tx.teamMembers.reopen(id, anew);
        return tx.teamMembers.find(id);
      });

      assert.deepEqual(back && [back.state, back.role, back.permissions], [
        "created",
        "admin",
        ["create cloud"],
      ]);
    });

    it("keep their owner, whose role changes only with the team's", async () => {
      const { store } = at();
      const { membership } = await store.transaction((tx) => aTeam(tx));

      await store.transaction(async ({ teamMembers }) => {
        assert.equal(await teamMembers.withdraw(membership.id), undefined);
        assert.equal(await teamMembers.setRole(membership.id, "owner", "user"), false);
        assert.deepEqual(await teamMembers.find(membership.id), membership);
      });
    });

    it("let their owner go where the team is deleted, and only there", async () => {
      const { store } = at();
      const { team, owner, membership } = await store.transaction((tx) => aTeam(tx));
      const withdraw = () => store.transaction((tx) => tx.teamMembers.withdrawFromDeleted(membership.id));
      const deleted = () => store.read((reads) => reads.teams.listDeletedForUser(owner.id));

      assert.equal(await withdraw(), undefined);
      assert.deepEqual(await deleted(), []);
      await store.transaction((tx) => tx.teams.delete(team.id));
      assert.deepEqual(
        (await deleted()).map(({ member }) => member.id),
        [membership.id],
      );
      assert.deepEqual(await withdraw(), { fromState: "active", toState: "withdrawn" });
      assert.equal(await withdraw(), undefined);
      assert.deepEqual(await deleted(), []);
      assert.equal((await store.read((reads) => reads.teamMembers.find(membership.id)))?.role, "user");
    });

    it("get permissions and roles only over those that were seen", async () => {
      const { store } = at();
      const { team } = await store.transaction((tx) => aTeam(tx));

      await store.transaction(async (tx) => {
        const { id: userId } = await another(tx, "ann");
        const member = { teamId: team.id, userId, role: "user", permissions: ["b", "a"] } as const;
        const { id } = there(await tx.teamMembers.create({ ...member, state: "active" }));
        assert.equal(await tx.teamMembers.setPermissions(id, ["a"], ["c"]), false);
        assert.equal(await tx.teamMembers.setPermissions(id, ["a", "b"], ["c"]), true);
        assert.equal(await tx.teamMembers.setPermissions(newId(), [], ["c"]), false);
        assert.equal(await tx.teamMembers.setRole(id, "admin", "user"), false);
        assert.equal(await tx.teamMembers.setRole(id, "user", "admin"), true);
        assert.equal(await tx.teamMembers.setRole(id, "admin", "owner"), false);
        const now = await tx.teamMembers.find(id);
        assert.deepEqual(now && [now.permissions, now.role], [["c"], "admin"]);
      });
    });

    it("are listed page by page with their people, by state", async () => {
      const { store } = at();
      const { team, owner } = await store.transaction(async (tx) => {
        const world = await aTeam(tx);
        for (const name of ["ann", "bob", "cyd"]) {
          const { id: userId } = await another(tx, name);
          await tx.teamMembers.create({ teamId: world.team.id, userId, role: "user", permissions: [] });
        }
        return world;
      });

      const list = (after?: string, states?: readonly MemberState[]) =>
        store.read((reads) =>
          reads.teamMembers.list(team.id, { limit: 3, ...(after !== undefined && { after }) }, states),
        );
      const first = await list();
      const second = await list(first.at(-1)?.id);
      const active = await list(undefined, ["active", "accepted"]);

      assert.deepEqual(
        [first, second, active].map((page) => page.map(({ user }) => user.displayName)),
        [["Mira", "ann", "bob"], ["cyd"], ["Mira"]],
      );
      const { displayName, surname, email, aadObjectId, teamsUserId } = owner;
      assert.deepEqual(first[0]?.user, { displayName, surname, email, aadObjectId, teamsUserId });
    });
  });
}

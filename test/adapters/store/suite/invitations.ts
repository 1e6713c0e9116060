import assert from "node:assert/strict";
import type { TeamInvitationRecord, Transaction } from "../../../../src/adapters/store/index.ts";
import { DAY } from "../../../../src/core/clock.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { aTeam, invitedByMail, there, TOMORROW, type TeamWorld } from "./team-world.ts";

const PAGE = { limit: 10 };

async function invite(
  tx: Transaction,
  { team, owner }: TeamWorld,
  name: string,
): Promise<TeamInvitationRecord> {
  const email = `${name}@Example.test`;
  const { id: recipientId } = await invitedByMail(tx, owner, email);
  const made = await tx.teamInvitations.create({
    teamId: team.id,
    creatorId: owner.id,
    recipientId,
    email,
    surname: "Okafor",
    tokenHash: `hash-${name}`,
    expiresAt: TOMORROW,
  });
  return there(made);
}

export function describeInvitations(makeDatabase: MakeDatabase): void {
  describe("team invitations", () => {
    const at = useStore(makeDatabase);

    it("are found by the hash of their token, by address and by recipient", async () => {
      const { store } = at();
      const made = await store.transaction(async (tx) => invite(tx, await aTeam(tx), "ann"));
      const { teamId, recipientId } = made;

      assert.deepEqual([made.state, made.email], ["pending", "ann@example.test"]);
      await store.read(async ({ teamInvitations: invitations }) => {
        assert.deepEqual(await invitations.find(made.id), made);
        assert.deepEqual(await invitations.findByTokenHash("hash-ann"), made);
        assert.equal(await invitations.findByTokenHash("HASH-ANN"), undefined);
        assert.deepEqual(await invitations.findPendingByEmail(teamId, "ANN@example.test"), made);
        assert.deepEqual(await invitations.findLatestByEmail(teamId, "ann@example.test"), made);
        assert.deepEqual(await invitations.findPendingByRecipient(teamId, recipientId), made);
        assert.deepEqual(await invitations.listPendingByTeam(teamId, PAGE), [made]);
        assert.deepEqual(await invitations.listPendingByTeam(teamId, { ...PAGE, after: made.id }), []);
        assert.deepEqual(await invitations.listPendingByRecipient(recipientId, PAGE), [made]);
      });
    });

    it("keep where they were asked for last, if it is told", async () => {
      const { store } = at();
      const { id } = await store.transaction(async (tx) => invite(tx, await aTeam(tx), "ann"));
      const read = () => store.read(({ teamInvitations }) => teamInvitations.find(id));
      const anew = { tokenHash: "anew", expiresAt: TOMORROW };

      assert.equal((await read())?.conversationId, undefined);
      const place = { conversationId: "channel", threadRootId: "17" };
      await store.transaction((tx) => tx.teamInvitations.resend(id, { ...anew, ...place }));
      const found = await read();
      await store.transaction((tx) => tx.teamInvitations.resend(id, { ...anew, conversationId: "chat" }));

      assert.deepEqual([found?.conversationId, found?.threadRootId], ["channel", "17"]);
      assert.deepEqual([(await read())?.conversationId, (await read())?.threadRootId], ["chat", undefined]);
    });

    it("are one pending at a time for a person in a team", async () => {
      const { store } = at();
      const { team, owner, made } = await store.transaction(async (tx) => {
        const world = await aTeam(tx);
        return { ...world, made: await invite(tx, world, "ann") };
      });
      const again = { ...made, teamId: team.id, creatorId: owner.id, tokenHash: "second" };
      const create = () => store.transaction((tx) => tx.teamInvitations.create(again));

      assert.equal(await create(), undefined);
      await store.transaction((tx) => tx.teamInvitations.revoke(made.id));
      assert.ok(await create());
    });

    it("end once, one way", async () => {
      const { store } = at();
      const world = await store.transaction((tx) => aTeam(tx));
      const ends = ["accept", "decline", "revoke"] as const;
      const states = { accept: "accepted", decline: "declined", revoke: "revoked" } as const;
      for (const end of ends)
        await store.transaction(async (tx) => {
          const { id, recipientId } = await invite(tx, world, end);

          const moved = await tx.teamInvitations[end](id);

          assert.deepEqual(moved, { fromState: "pending", toState: states[end] });
          for (const other of ends) assert.equal(await tx.teamInvitations[other](id), undefined);
          assert.equal(await tx.teamInvitations.expire(id), undefined);
          const again = { tokenHash: "x", expiresAt: TOMORROW };
          assert.equal(await tx.teamInvitations.resend(id, again), undefined);
          assert.deepEqual(await tx.teamInvitations.listPendingByRecipient(recipientId, PAGE), []);
          const found = there(await tx.teamInvitations.findByTokenHash(`hash-${end}`));
          assert.deepEqual([found.acceptedAt, found.declinedAt, found.revokedAt].filter(Boolean), [NOW]);
        });
    });

    it("are worth nothing after their time, until they are sent again with a new token", async () => {
      const { store, clock } = at();
      const { id, teamId } = await store.transaction(async (tx) => invite(tx, await aTeam(tx), "ann"));
      await store.transaction(async ({ teamInvitations: invitations }) => {
        await invitations.markSent(id);
        assert.equal(await invitations.expire(id), undefined);
        assert.deepEqual(await invitations.listDueForExpiry(clock.now(), 10), []);
      });
      clock.pass(DAY);

      await store.transaction(async ({ teamInvitations: invitations }) => {
        assert.equal(await invitations.accept(id), undefined);
        assert.equal(await invitations.decline(id), undefined);
        const due = await invitations.listDueForExpiry(clock.now(), 10);
        assert.deepEqual(
          due.map((each) => [each.id, each.sentAt]),
          [[id, NOW]],
        );
        assert.deepEqual(await invitations.expire(id), { fromState: "pending", toState: "expired" });
        assert.equal(await invitations.findPendingByEmail(teamId, "ann@example.test"), undefined);
        assert.equal((await invitations.findLatestByEmail(teamId, "ann@example.test"))?.id, id);
      });
      const expiresAt = new Date(clock.now().getTime() + DAY);
      await store.transaction(async ({ teamInvitations: invitations }) => {
        const moved = await invitations.resend(id, { tokenHash: "new", expiresAt });
        assert.deepEqual(moved, { fromState: "expired", toState: "pending" });
        assert.equal(await invitations.findByTokenHash("hash-ann"), undefined);
        assert.equal((await invitations.findByTokenHash("new"))?.sentAt, undefined);
        assert.ok(await invitations.accept(id));
      });
    });
  });
}

import assert from "node:assert/strict";
import type { AlertPreferences, Transaction } from "../../../../src/adapters/store/index.ts";
import { DAY } from "../../../../src/core/clock.ts";
import { aPerson, aWorld, NOW, useStore, type MakeDatabase } from "./fixture.ts";

const LATER = new Date(NOW.getTime() + DAY);

export function somePreferences(userId: string, change: Partial<AlertPreferences> = {}): AlertPreferences {
  return {
    userId,
    tenantId: "tenant-1",
    teamsUserId: "29:mira",
    conversationId: "",
    reviewRequested: true,
    assigned: true,
    mentioned: true,
    checksFailed: true,
    pings: true,
    quietFrom: "",
    quietUntil: "",
    quietWeekends: false,
    zone: "UTC",
    ...change,
  };
}

export function describeAlerts(makeDatabase: MakeDatabase): void {
  describe("people of GitHub", () => {
    const at = useStore(makeDatabase);

    it("are known by id and by login in any case, while they are connected", async () => {
      const { store } = at();
      const world = await store.transaction((tx) => aWorld(tx));
      const { clientAppId, ghUserId, ghLogin, id } = world.githubUser;
      const known = (ids: string[], logins: string[]) =>
        store.read((reads) => reads.people.listKnown({ clientAppId, ids, logins }));

      const both = await known([ghUserId], [ghLogin.toLowerCase()]);
      const strangers = await known(["1"], ["nobody"]);
      await store.transaction((tx) => tx.githubUsers.setState(id, "revoked"));

      assert.deepEqual(
        both.map(({ source, displayName, teamsUserId }) => ({ source, displayName, teamsUserId })),
        [
          {
            source: "signin",
            displayName: world.user.displayName,
            teamsUserId: world.githubUser.teamsUserId,
          },
        ],
      );
      assert.deepEqual(strangers, []);
      assert.deepEqual(await known([ghUserId], [ghLogin.toLowerCase()]), []);
    });

    it("are mapped once a login and tenant, whatever its case", async () => {
      const { store } = at();
      const map = (ghLogin: string, teamsUserId: string, tenantId = "tenant-1") =>
        store.transaction((tx) =>
          tx.people.map({ tenantId, ghLogin, teamsUserId, displayName: "王 🎉", mappedBy: "u" }),
        );

      const first = await map("Mona", "29:one");
      const second = await map("mona", "29:two");
      await map("mona", "29:three", "tenant-2");

      assert.equal(first.before, undefined);
      assert.equal(second.before?.teamsUserId, "29:one");
      const listed = await store.read((reads) => reads.people.listMapped("tenant-1", 10));
      assert.deepEqual(
        listed.map(({ ghLogin, teamsUserId }) => [ghLogin, teamsUserId]),
        [["mona", "29:two"]],
      );
      const gone = await store.transaction((tx) => tx.people.unmap("tenant-1", "MONA"));
      const nobody = await store.transaction((tx) => tx.people.unmap("tenant-1", "mona"));
      assert.equal(gone?.teamsUserId, "29:two");
      assert.equal(nobody, undefined);
      const left = await store.read((reads) =>
        reads.people.listKnown({ clientAppId: "app", ids: [], logins: ["mona"] }),
      );
      assert.deepEqual(
        left.map(({ tenantId }) => tenantId),
        ["tenant-2"],
      );
    });
  });

  describe("alerts", () => {
    const at = useStore(makeDatabase);

    it("keep a person's preferences; of two writers one loses", async () => {
      const { store } = at();
      const { id } = await store.transaction((tx) => tx.users.ensure(aPerson()));
      const save = (change: Partial<AlertPreferences>, version?: number) =>
        store.transaction((tx) => tx.alerts.savePreferences(somePreferences(id, change), version));

      assert.equal(await save({}), true);
      assert.equal(await save({ digestAt: LATER, pings: false }, 1), true);
      assert.equal(await save({ assigned: false }, 1), false);

      const kept = await store.read((reads) => reads.alerts.findPreferences(id));
      assert.deepEqual(kept?.digestAt, LATER);
      assert.equal(kept.assigned, true);
      assert.equal(kept.version, 2);
      const unpinged = await store.read((reads) => reads.alerts.listUnpinged(["29:mira", "29:jon"]));
      assert.deepEqual([...unpinged], ["29:mira"]);
    });

    it("find who is connected and has preferences", async () => {
      const { store } = at();
      const world = await store.transaction((tx) => aWorld(tx));
      const { clientAppId, ghUserId, id } = world.githubUser;
      const find = () =>
        store.read((reads) => reads.alerts.listPeople({ clientAppId, ids: [ghUserId], logins: [] }));

      const before = await find();
      await store.transaction((tx) => tx.alerts.savePreferences(somePreferences(world.user.id), undefined));
      const after = await find();
      const byUser = await store.read((reads) => reads.alerts.listPeopleByUser(clientAppId, [world.user.id]));
      await store.transaction((tx) => tx.githubUsers.setState(id, "expired"));

      assert.deepEqual(before, []);
      assert.deepEqual(
        after.map((person) => person.githubUserId),
        [id],
      );
      assert.deepEqual(byUser, after);
      assert.deepEqual(await find(), []);
    });

    it("keep the newest head of a subject, and what is held", async () => {
      const { store, clock } = at();
      const { id: userId } = await store.transaction((tx) => tx.users.ensure(aPerson()));
      const subject = { userId, subjectKey: "pull:3001#7", repositoryId: "3001" };
      const save = (change: Partial<Parameters<Transaction["alerts"]["saveSubject"]>[0]>) =>
        store.transaction((tx) => tx.alerts.saveSubject({ ...subject, ...change }));

      await save({ headSha: "new", headAt: LATER });
      await save({ headSha: "old", headAt: NOW });
      clock.pass(1);
      await save({ held: true });

      const heads = await store.read((reads) => reads.alerts.listHeads("3001", "new"));
      assert.deepEqual(heads, [{ ...subject, headSha: "new", headAt: LATER, held: true }]);
      assert.deepEqual(await store.read((reads) => reads.alerts.listHeads("3001", "old")), []);
      assert.deepEqual(await store.read((reads) => reads.alerts.listHeads("3001", "")), []);
      assert.deepEqual(await store.read((reads) => reads.alerts.listSubjects("pull:3001#7")), heads);
      assert.deepEqual(await store.read((reads) => reads.alerts.listHeld(userId, 5)), heads);
      const release = (keys?: readonly string[]): Promise<number> =>
        store.transaction((tx) => tx.alerts.release(userId, keys));
      assert.equal(await release(["pull:3001#7", "pull:3001#8"]), 1);
      assert.equal(await release(["pull:3001#7"]), 0);
      await save({ held: true });
      assert.deepEqual([await release(), await release()], [1, 0]);
      assert.deepEqual(await store.read((reads) => reads.alerts.listHeld(userId, 5)), []);
      assert.equal(await store.transaction((tx) => tx.alerts.prune(NOW, 5)), 0);
      assert.equal(await store.transaction((tx) => tx.alerts.prune(LATER, 5)), 1);
    });
  });
}

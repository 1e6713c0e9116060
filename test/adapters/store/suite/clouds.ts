import assert from "node:assert/strict";
import type { CloudRepository, Store } from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, overlap, useStore, type MakeDatabase } from "./fixture.ts";
import { aTeam, there } from "./team-world.ts";

type NewCloud = Parameters<CloudRepository["create"]>[0];
const CREDENTIALS = { token: "secret-token", note: "Grüße 世界" };
const PAGE = { limit: 10 };

/** A team's account at DigitalOcean. */
export function aCloud(teamId: string, change: Partial<NewCloud> = {}): NewCloud {
  return {
    teamId,
    name: "Production",
    provider: "digitalocean",
    privateNetwork: "",
    address: "",
    region: "fra1",
    settings: {},
    credentials: CREDENTIALS,
    ...change,
  };
}

export function describeClouds(makeDatabase: MakeDatabase): void {
  describe("clouds", () => {
    const at = useStore(makeDatabase);
    const given = (change: Partial<NewCloud> = {}, store: Store = at().store) =>
      store.transaction(async (tx) => {
        const { team } = await aTeam(tx, newId());
        return there(await tx.clouds.create(aCloud(team.id, change)));
      });

    it("are their team's by name in any case, and give credentials only when asked for them", async () => {
      const { store } = at();

      const made = await given({ name: "Prod 🎉", settings: { project: "世界" } });

      assert.deepEqual([made.state, made.version, made.hasCredentials], ["unchecked", 1, true]);
      assert.ok(!JSON.stringify(made).includes("secret-token"));
      await store.read(async ({ clouds }) => {
        assert.deepEqual(await clouds.find(made.id), made);
        assert.deepEqual(await clouds.findByName(made.teamId, "pROD 🎉"), made);
        assert.equal(await clouds.findByName(newId(), "Prod 🎉"), undefined);
        assert.deepEqual(await clouds.listByIds([made.id, newId()]), [made]);
        assert.deepEqual(await clouds.findCredentials(made.id), CREDENTIALS);
        assert.equal(await clouds.findCredentials(newId()), undefined);
      });
    });

    it("need no credentials", async () => {
      const { store } = at();
      const made = await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const { credentials: _none, ...hosts } = aCloud(team.id, { provider: "existing" });
        return there(await tx.clouds.create(hosts));
      });

      assert.equal(made.hasCredentials, false);
      await store.read(async ({ clouds }) => {
        assert.equal(await clouds.findCredentials(made.id), undefined);
        assert.deepEqual(await clouds.listDueForVerify(new Date(NOW.getTime() + MINUTE), 10), []);
      });
    });

    it("are one of a name in a team, whichever of two comes first", async () => {
      const { store, another: open } = at();
      const other = await open();
      const team = await store.transaction(async (tx) => (await aTeam(tx)).team);

      const made = await Promise.all(
        [store, other, store, other].map((each, n) =>
          each.transaction((tx) => tx.clouds.create(aCloud(team.id, { name: n < 2 ? "Web" : "wEB" }))),
        ),
      );

      assert.equal(made.filter((cloud) => cloud !== undefined).length, 1);
      const listed = await store.read(({ clouds }) => clouds.listByTeam(team.id, PAGE));
      assert.deepEqual(
        listed,
        made.filter((cloud) => cloud !== undefined),
      );
    });

    it("are removed and restored, unless the name is taken", async () => {
      const { store } = at();
      const made = await given();
      const { teamId } = made;
      await store.transaction(async ({ clouds }) => {
        assert.equal(await clouds.restore(made.id), "gone");
        assert.equal(await clouds.delete(made.id), true);
        assert.equal(await clouds.delete(made.id), false);
        assert.equal(await clouds.findByName(teamId, "Production"), undefined);
        assert.deepEqual(await clouds.listByTeam(teamId, PAGE), []);
        assert.deepEqual(await clouds.find(made.id), { ...made, deletedAt: NOW });
        const heir = there(await clouds.create(aCloud(teamId, { name: "production" })));
        at().clock.pass(MINUTE);
        assert.equal(await clouds.restore(made.id), "taken");
        await clouds.delete(heir.id);
        const deleted = await clouds.listDeletedByName(teamId, "PRODUCTION");
        assert.deepEqual(
          deleted.map(({ id }) => id),
          [heir.id, made.id],
        );
        assert.equal(await clouds.restore(made.id), "done");
        assert.equal(await clouds.restore(made.id), "gone");
        assert.equal(await clouds.restore(newId()), "gone");
        assert.deepEqual(await clouds.find(made.id), made);
        assert.deepEqual(await clouds.findCredentials(made.id), CREDENTIALS);
      });
    });

    it("tell once that the provider lets us in, and once that it no longer does", async () => {
      const { store, clock } = at();
      const made = await given();
      await store.transaction(async ({ clouds }) => {
        const active = { fromState: "unchecked", toState: "active" };
        assert.deepEqual(await clouds.markActive(made), active);
        clock.pass(MINUTE);
        assert.equal(await clouds.markActive(made), undefined);
        const verifiedAt = (await clouds.find(made.id))?.verifiedAt;
        assert.deepEqual(verifiedAt, new Date(NOW.getTime() + MINUTE));

        const inactive = { fromState: "active", toState: "inactive" };
        assert.deepEqual(await clouds.markInactive(made, "refused"), inactive);
        assert.equal(await clouds.markInactive(made, "refused 世界"), undefined);
        const refused = await clouds.find(made.id);
        assert.deepEqual([refused?.lastError, refused?.verifiedAt], ["refused 世界", verifiedAt]);
        assert.deepEqual(await clouds.markActive(made), { fromState: "inactive", toState: "active" });
        assert.equal((await clouds.find(made.id))?.lastError, "");
      });
    });

    it("take no notice of what was found out about older credentials, or once they are removed", async () => {
      const { store } = at();
      const old = await given();
      await store.transaction(async ({ clouds }) => {
        await clouds.markInactive(old, "refused");
        assert.equal(await clouds.setCredentials(old.id, { token: "2" }), true);
        const now = there(await clouds.find(old.id));
        assert.deepEqual([now.state, now.version, now.lastError], ["unchecked", 2, ""]);
        assert.deepEqual(await clouds.findCredentials(old.id), { token: "2" });
        assert.equal(await clouds.markActive(old), undefined);
        assert.equal(await clouds.markInactive(old, "refused"), undefined);
        assert.deepEqual(await clouds.find(old.id), now);

        await clouds.delete(old.id);
        assert.equal(await clouds.markActive(now), undefined);
        assert.equal(await clouds.setCredentials(old.id, {}), false);
        assert.equal(await clouds.setSettings(old.id, {}), false);
        assert.equal(await clouds.setEnvironment(old.id, "", "e-1"), false);
        assert.equal(await clouds.hold(old.id), false);
        assert.equal((await clouds.find(old.id))?.state, "unchecked");
      });
    });

    it("change settings, and their environment only from the one that was seen", async () => {
      const { store } = at();
      const made = await given();
      await store.transaction(async ({ clouds }) => {
        assert.equal(await clouds.setSettings(made.id, { a: 1 }), true);
        assert.equal(await clouds.setEnvironment(made.id, "", "e-1"), true);
        assert.equal(await clouds.setEnvironment(made.id, "", "e-2"), false);
        const changed = { ...made, settings: { a: 1 }, environmentId: "e-1" };
        assert.deepEqual(await clouds.find(made.id), changed);
      });
    });

    it("are due when they were not asked for long, while they live", async () => {
      const { store, clock } = at();
      const [first, second, removed] = [await given(), await given(), await given()];
      await store.transaction(async ({ clouds }) => {
        await clouds.delete(removed.id);
        clock.pass(MINUTE);
        await clouds.markInactive(first, "refused");
        const due = async (milliseconds: number) =>
          (await clouds.listDueForVerify(new Date(NOW.getTime() + milliseconds), 10)).map(({ id }) => id);

        assert.deepEqual(await due(0), []);
        assert.deepEqual(await due(1), [second.id]);
        assert.deepEqual(await due(MINUTE + 1), [second.id, first.id]);
      });
    });

    it("are not removed under who holds them", async () => {
      const made = await given();

      const { first, second, order } = await overlap(
        at(),
        ({ clouds }) => clouds.hold(made.id),
        ({ clouds }) => clouds.delete(made.id),
      );

      assert.deepEqual([first, second, order], [true, true, ["first", "second"]]);
    });

    it("are not held once they are being removed", async () => {
      const made = await given();

      const { first, second } = await overlap(
        at(),
        ({ clouds }) => clouds.delete(made.id),
        ({ clouds }) => clouds.hold(made.id),
      );

      assert.deepEqual([first, second], [true, false]);
    });

    it("are paged in the order of ids", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { team } = await aTeam(tx);
        const ids: string[] = [];
        for (const name of ["c", "a", "b"])
          ids.push(there(await tx.clouds.create(aCloud(team.id, { name }))).id);

        const first = await tx.clouds.listByTeam(team.id, { limit: 2 });
        const rest = await tx.clouds.listByTeam(team.id, { limit: 2, after: first[1]?.id ?? "" });

        assert.deepEqual(
          [...first, ...rest].map(({ id }) => id),
          ids,
        );
      });
    });
  });
}

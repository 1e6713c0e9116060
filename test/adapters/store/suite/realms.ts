import assert from "node:assert/strict";
import type { RealmRecord, RealmRepository, Transaction } from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, overlap, useStore, type MakeDatabase } from "./fixture.ts";
import { aSite, made as servers } from "./servers.ts";
import { there } from "./team-world.ts";

type NewRealm = Parameters<RealmRepository["save"]>[0];
const PAGE = { limit: 10 };
const SOON = new Date(NOW.getTime() + MINUTE);
const UP = { status: "online", failures: 0, lastError: "", nextCheckAt: SOON } as const;

interface Place {
  readonly teamId: string;
  readonly serverId: string;
}

/** A game world on a server. */
export function aRealm({ teamId, serverId }: Place, change: Partial<NewRealm> = {}): NewRealm {
  return {
    teamId,
    serverId,
    deploymentId: "",
    name: "Kalimdor 世界",
    url: "https://realm.example.test/health",
    meta: { build: "12340", note: "Grüße" },
    nextCheckAt: NOW,
    ...change,
  };
}

async function places(tx: Transaction): Promise<readonly [Place, Place]> {
  const site = await aSite(tx);
  const [one, two] = await servers(tx, site, "web-1", "web-2");
  const { teamId } = site;
  return [
    { teamId, serverId: there(one).id },
    { teamId, serverId: there(two).id },
  ];
}

export function describeRealms(makeDatabase: MakeDatabase): void {
  describe("realms", () => {
    const at = useStore(makeDatabase);
    const ids = (realms: readonly RealmRecord[]) => realms.map(({ id }) => id);

    it("are one of a name on a server, in any case", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here, elsewhere] = await places(tx);

        const { before, after: made } = await realms.save(aRealm(here));
        const { after: other } = await realms.save(aRealm(elsewhere, { name: "KALIMDOR 世界" }));
        const { after: second } = await realms.save(aRealm(here, { name: "Second" }));

        assert.equal(before, undefined);
        assert.deepEqual(made, {
          ...{ ...aRealm(here), id: made.id, status: "starting", failures: 0, lastError: "", version: 1 },
          ...{ leftOutBy: "", statusSince: NOW, createdAt: NOW },
        });
        assert.deepEqual(await realms.find(made.id), made);
        assert.equal(await realms.find(newId()), undefined);
        assert.deepEqual(await realms.listByName(here.teamId, "kALIMDOR 世界"), [made, other]);
        assert.deepEqual(ids(await realms.listByTeam(here.teamId, PAGE)), [made.id, other.id, second.id]);
        const after = { limit: 1, after: made.id };
        assert.deepEqual(ids(await realms.listByTeam(here.teamId, after)), [other.id]);
        assert.deepEqual(ids(await realms.listByServer(here.serverId, after)), [second.id]);
        assert.deepEqual(ids(await realms.listByServer(here.serverId, PAGE)), [made.id, second.id]);
      });
    });

    it("start again when something new is said of them, and only then", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here] = await places(tx);
        const { after: made } = await realms.save(aRealm(here));
        await realms.recordCheck(made, UP);
        const online = await realms.find(made.id);

        assert.deepEqual(await realms.save(aRealm(here)), { before: online, after: online });

        const change = { name: "KALIMDOR 世界", deploymentId: newId(), meta: {}, url: "" };
        const { nextCheckAt: _never, ...asked } = aRealm(here, change);
        const changed = await realms.save(asked);
        const { checkedAt: _checked, nextCheckAt: _next, ...rest } = there(online);
        assert.deepEqual(changed.before, online);
        assert.deepEqual(changed.after, { ...rest, ...change, status: "starting", version: 3 });
        assert.deepEqual(await realms.find(made.id), changed.after);
      });
    });

    it("tell a change of status once, and take no notice of what is outdated", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here] = await places(tx);
        const { after: made } = await realms.save(aRealm(here));
        const now = async () => there(await realms.find(made.id));
        clock.pass(MINUTE);

        assert.deepEqual(await realms.recordCheck(made, UP), { fromState: "starting", toState: "online" });
        const online = await now();
        assert.deepEqual([online.status, online.checkedAt, online.nextCheckAt], ["online", SOON, SOON]);
        assert.deepEqual([made.statusSince, online.statusSince], [NOW, SOON]);
        assert.equal(await realms.recordCheck(made, { ...UP, status: "failed" }), undefined);
        assert.deepEqual(await now(), online);
        clock.pass(MINUTE);
        assert.equal(await realms.recordCheck(online, UP), undefined);
        assert.deepEqual((await now()).statusSince, SOON);
        const down = { status: "offline", failures: 1, lastError: "世界", nextCheckAt: SOON } as const;
        const asked = await now();
        await realms.save(aRealm(here, { url: "https://other.test" }));
        assert.equal(await realms.recordCheck(asked, down), undefined);
        assert.deepEqual((await now()).status, "starting");
        assert.ok(await realms.recordCheck(await now(), down));
        const offline = await now();
        assert.deepEqual([offline.status, offline.failures, offline.lastError], ["offline", 1, "世界"]);
        await realms.remove(made.id);
        assert.equal(await realms.recordCheck(offline, UP), undefined);
      });
    });

    it("are due for a check when their time has come, unless nothing can be asked", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here] = await places(tx);
        const save = (name: string, nextCheckAt: Date) => realms.save(aRealm(here, { name, nextCheckAt }));
        const { after: late } = await save("late", SOON);
        const { after: soon } = await save("soon", NOW);
        const { nextCheckAt: _never, ...silent } = aRealm(here, { name: "silent", url: "" });
        await realms.save(silent);

        assert.deepEqual(ids(await realms.listDueForCheck(new Date(NOW.getTime() - 1), 10)), []);
        assert.deepEqual(ids(await realms.listDueForCheck(NOW, 10)), [soon.id]);
        assert.deepEqual(ids(await realms.listDueForCheck(SOON, 10)), [soon.id, late.id]);
        assert.deepEqual(ids(await realms.listDueForCheck(SOON, 1)), [soon.id]);
      });
    });

    it("wait for their check when they can't be asked, unless they changed meanwhile", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here] = await places(tx);
        const { after: made } = await realms.save(aRealm(here));

        assert.equal(await realms.postponeCheck(made, SOON), true);
        assert.deepEqual(await realms.find(made.id), { ...made, nextCheckAt: SOON });
        assert.equal(await realms.postponeCheck(made, SOON, SOON), true);
        assert.deepEqual(await realms.find(made.id), { ...made, nextCheckAt: SOON, statusSince: SOON });
        await realms.save(aRealm(here, { url: "https://other.test" }));
        assert.equal(await realms.postponeCheck(made, SOON), false);
        assert.deepEqual(there(await realms.find(made.id)).nextCheckAt, NOW);
      });
    });

    it("keep the first deployment that left them out, until they are said again", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here] = await places(tx);
        const [told, second, third] = [newId(), newId(), newId()];
        const realm = aRealm(here, { deploymentId: told });
        const { after: made } = await realms.save(realm);

        assert.equal(await realms.leaveOut(made.id, second), true);
        assert.equal(await realms.leaveOut(made.id, third), false);
        assert.equal(await realms.leaveOut(newId(), second), false);
        assert.equal(there(await realms.find(made.id)).leftOutBy, second);
        const { after } = await realms.save(realm);
        assert.deepEqual([after.leftOutBy, after.status, after.version], ["", "starting", 2]);
      });
    });

    it("go one by one, or with their server, and their names are free", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { realms } = tx;
        const [here, elsewhere] = await places(tx);
        const { after: first } = await realms.save(aRealm(here));
        const { after: other } = await realms.save(aRealm(elsewhere));
        assert.equal(await realms.remove(first.id), true);
        assert.equal(await realms.remove(first.id), false);
        const { before, after: again } = await realms.save(aRealm(here));
        const { after: second } = await realms.save(aRealm(here, { name: "Second" }));
        assert.equal(before, undefined);

        assert.deepEqual(await realms.removeByServer(here.serverId), [again, second]);
        assert.deepEqual(await realms.removeByServer(here.serverId), []);
        assert.deepEqual(await realms.listByTeam(here.teamId, PAGE), [other]);
      });
    });

    it("of a server that is gone are told to one of two", async () => {
      const { store } = at();
      const [here] = await store.transaction(places);
      const { after: made } = await store.transaction((tx) => tx.realms.save(aRealm(here)));

      const { first, second } = await overlap(
        at(),
        ({ realms }) => realms.removeByServer(here.serverId),
        ({ realms }) => realms.removeByServer(here.serverId),
      );

      assert.deepEqual([first, second], [[made], []]);
    });

    it("that come while their server goes, under who holds it, go with it", async () => {
      const { store } = at();
      const [here] = await store.transaction(places);
      await store.transaction(({ servers: all }) => all.requestDelete(here.serverId, NOW));

      const { first, second } = await overlap(
        at(),
        async (tx) => (await tx.servers.hold(here.serverId)) && tx.realms.save(aRealm(here)),
        async (tx) => {
          await tx.servers.markDeleted(here.serverId);
          return tx.realms.removeByServer(here.serverId);
        },
      );

      assert.ok(first !== false);
      assert.deepEqual(second, [first.after]);
      assert.deepEqual(await store.read(({ realms }) => realms.listByServer(here.serverId, PAGE)), []);
    });

    it("are made once by many at the same moment, and each removal is told once", async () => {
      const { store, another: open } = at();
      const other = await open();
      const [here] = await store.transaction(places);
      const each = <T>(work: (tx: Transaction, n: number) => Promise<T>): Promise<T[]> =>
        Promise.all(
          Array.from({ length: 6 }, (_, n) => (n % 2 === 0 ? store : other).transaction((tx) => work(tx, n))),
        );

      const saved = await each((tx, n) => tx.realms.save(aRealm(here, { meta: { n } })));
      const asked = await store.read((reads) => reads.realms.listByServer(here.serverId, PAGE));
      const checks = await each((tx) => tx.realms.recordCheck(there(asked[0]), UP));
      const removed = await each((tx) => tx.realms.removeByServer(here.serverId));

      assert.deepEqual([saved.filter(({ before }) => before === undefined).length, asked.length], [1, 1]);
      assert.equal(checks.filter((check) => check !== undefined).length, 1);
      assert.equal(removed.flat().length, 1);
    });
  });
}

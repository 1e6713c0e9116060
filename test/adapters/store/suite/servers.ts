import assert from "node:assert/strict";
import type {
  NewServer,
  ServerRecord,
  ServerStatus,
  Transaction,
  Transition,
} from "../../../../src/adapters/store/index.ts";
import { MINUTE } from "../../../../src/core/clock.ts";
import { newId } from "../../../../src/core/ids.ts";
import { aCloud } from "./clouds.ts";
import { NOW, overlap, useStore, type MakeDatabase } from "./fixture.ts";
import { aTeam, there } from "./team-world.ts";

const PAGE = { limit: 10 };
const SOON = new Date(NOW.getTime() + 15 * MINUTE);

/** What a server is made of, for a team's cloud. */
export interface Site {
  readonly teamId: string;
  readonly cloudId: string;
  readonly requestedBy: string;
}

/** A team with a cloud. */
export async function aSite(tx: Transaction, name?: string): Promise<Site> {
  const { team, owner } = await aTeam(tx, name);
  const cloud = there(await tx.clouds.create(aCloud(team.id)));
  return { teamId: team.id, cloudId: cloud.id, requestedBy: owner.id };
}

export function aServer(site: Site, change: Partial<NewServer> = {}): NewServer {
  return {
    ...site,
    name: "web-1",
    os: "linux",
    image: "debian-13-x64",
    size: "s-1vcpu-1gb",
    region: "fra1",
    publicAddress: "",
    sshUser: "root",
    sshPort: 22,
    clientToken: newId(),
    conversationId: "",
    threadRootId: "",
    ...change,
  };
}

/** Servers of these names, made. */
export async function made(
  tx: Transaction,
  site: Site,
  ...names: string[]
): Promise<readonly ServerRecord[]> {
  return there(await tx.servers.createMany(names.map((name) => aServer(site, { name }))));
}

export function describeServers(makeDatabase: MakeDatabase): void {
  describe("servers", () => {
    const at = useStore(makeDatabase);
    const one = async (tx: Transaction): Promise<ServerRecord> =>
      there((await made(tx, await aSite(tx), "web-1"))[0]);

    it("come back as they were asked for", async () => {
      const { store } = at();
      const asked = { conversationId: newId(), threadRootId: "1732", publicAddress: "2001:db8::1" };
      const [site, server] = await store.transaction(async (tx) => {
        const where = await aSite(tx);
        const added = [aServer(where, { name: "Größe 🎉", os: "windows", ...asked })];
        return [where, there((await tx.servers.createMany(added))?.[0])] as const;
      });

      assert.deepEqual(server, {
        ...aServer(site, { name: "Größe 🎉", os: "windows", ...asked, clientToken: server.clientToken }),
        ...{ id: server.id, status: "requested", environmentId: "", privateAddress: "", providerId: "" },
        ...{ hostKeyFingerprint: "", lastError: "", version: 1, createdAt: NOW },
      });
      await store.read(async ({ servers }) => {
        assert.deepEqual(await servers.find(server.id), server);
        assert.deepEqual(await servers.findByName(site.teamId, "gRÖßE 🎉"), server);
        assert.equal(await servers.findByName(newId(), "Größe 🎉"), undefined);
        assert.deepEqual(await servers.listByIds([server.id, newId()]), [server]);
      });
    });

    it("are made all or none", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const site = await aSite(tx);
        const { servers } = tx;
        const [first] = await made(tx, site, "web-1");
        const create = (...changes: Partial<NewServer>[]) =>
          servers.createMany(changes.map((change) => aServer(site, change)));

        assert.equal(await create({ name: "web-2" }, { name: "WEB-1" }), undefined);
        assert.equal(await create({ name: "web-2" }, { name: "Web-2" }), undefined);
        const clientToken = first?.clientToken ?? "";
        assert.equal(await create({ name: "web-2", clientToken }), undefined);
        assert.deepEqual(await servers.listByTeam(site.teamId, PAGE), [first]);
        assert.equal((await create({ name: "web-2" }, { name: "web-3" }))?.length, 2);
        assert.deepEqual(await create(), []);
      });
    });

    it("are one of a name, whichever of many comes first, in whatever order", async () => {
      const { store, another: open } = at();
      const other = await open();
      const site = await store.transaction((tx) => aSite(tx));

      const all = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.servers.createMany(
              (n % 3 === 0 ? ["a", "b", "c"] : ["c", "b", "a"]).map((name) => aServer(site, { name })),
            ),
          ),
        ),
      );

      assert.equal(all.filter((each) => each !== undefined).length, 1);
      const listed = await store.read(({ servers }) => servers.listByTeam(site.teamId, PAGE));
      assert.deepEqual(
        listed,
        all.find((each) => each !== undefined),
      );
    });

    it("are listed and counted while they live", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const site = await aSite(tx);
        const [a, b, c] = await made(tx, site, "a", "b", "c");
        const ids = (listed: readonly ServerRecord[]) => listed.map(({ id }) => id);
        await servers.requestDelete(b?.id ?? "", NOW);
        assert.equal(await servers.countByCloud(site.cloudId), 3);
        await servers.markDeleted(b?.id ?? "");

        assert.deepEqual(ids(await servers.listByTeam(site.teamId, PAGE)), [a?.id, c?.id]);
        assert.deepEqual(ids(await servers.listByCloud(site.cloudId, { limit: 1 })), [a?.id]);
        const after = { limit: 1, after: a?.id ?? "" };
        assert.deepEqual(ids(await servers.listByCloud(site.cloudId, after)), [c?.id]);
        assert.deepEqual(ids(await servers.listByTeam(site.teamId, after)), [c?.id]);
        assert.equal(await servers.countByCloud(site.cloudId), 2);
        assert.deepEqual([...(await servers.countByClouds([newId(), site.cloudId]))], [[site.cloudId, 2]]);
        assert.equal(await servers.countByCloud(newId()), 0);
      });
    });

    it("go from status to status, with what changes beside it", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const server = await one(tx);
        const { id } = server;
        const moved = await servers.move(id, ["requested", "failed"], "provisioning");
        assert.deepEqual(moved, { fromState: "requested", toState: "provisioning" });
        assert.equal(await servers.move(id, ["requested"], "provisioning"), undefined);
        assert.equal(await servers.move(newId(), ["requested"], "provisioning"), undefined);
        const found = { providerId: "4711", publicAddress: "192.0.2.1", checkedAt: NOW, lastError: "世界" };
        await servers.move(id, ["provisioning"], "online", found);
        assert.equal(await servers.change(id, { privateAddress: "10.0.0.2", sshPort: 2222 }), true);
        assert.equal(await servers.change(newId(), { lastError: "" }), false);
        assert.deepEqual(await servers.find(id), {
          ...{ ...server, ...found, status: "online", privateAddress: "10.0.0.2", sshPort: 2222, version: 4 },
        });
      });
    });

    it("are moved by one of many at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { id } = await store.transaction(one);
      const targets: readonly ("provisioning" | "failed")[] = ["provisioning", "failed"];

      const moves = await Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.servers.move(id, ["requested"], targets[n % 2] ?? "failed"),
          ),
        ),
      );

      const [won, ...more] = moves.filter((move) => move !== undefined);
      const now = await store.read(({ servers }) => servers.find(id));
      assert.deepEqual([more, now?.status, now?.version], [[], won?.toState, 2]);
    });

    it("are due when they were not looked at for long, unseen ones first", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const site = await aSite(tx);
        const [a, b, c] = await made(tx, site, "a", "b", "c", "d");
        for (const each of [c, b, a]) {
          clock.pass(MINUTE);
          const seen = each === a ? {} : { checkedAt: clock.now() };
          await servers.move(each?.id ?? "", ["requested"], each === b ? "offline" : "online", seen);
        }
        const due = async (minutes: number, limit = 10) =>
          (await servers.listDueForCheck(new Date(NOW.getTime() + minutes * MINUTE), limit)).map(
            ({ name }) => name,
          );

        assert.deepEqual(await due(0), ["a"]);
        assert.deepEqual(await due(2), ["a", "c"]);
        assert.deepEqual(await due(3), ["a", "c", "b"]);
        assert.deepEqual(await due(3, 2), ["a", "c"]);
        await servers.move(a?.id ?? "", ["online"], "deploying");
        assert.deepEqual(await due(3), ["c", "b"]);
      });
    });

    it("keep the host key that was seen first, until that very one is forgotten", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const { id } = await one(tx);
        assert.equal(await servers.pinHostKey(id, "SHA256:one"), "SHA256:one");
        assert.equal(await servers.pinHostKey(id, "SHA256:two"), "SHA256:one");
        assert.equal(await servers.pinHostKey(newId(), "SHA256:one"), undefined);
        assert.equal(await servers.forgetHostKey(id, "SHA256:two"), false);
        assert.equal(await servers.forgetHostKey(id, "SHA256:one"), true);
        assert.equal(await servers.forgetHostKey(id, ""), false);
        assert.equal(await servers.pinHostKey(id, "SHA256:two"), "SHA256:two");
      });
    });

    it("keep one host key of two that were seen at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { id } = await store.transaction(one);

      const kept = await Promise.all(
        ["SHA256:one", "SHA256:two"].map((key, n) =>
          (n === 0 ? store : other).transaction((tx) => tx.servers.pinHostKey(id, key)),
        ),
      );

      const now = await store.read(({ servers }) => servers.find(id));
      assert.deepEqual(kept, [now?.hostKeyFingerprint, now?.hostKeyFingerprint]);
    });

    it("change environment and name only over what was seen, while they live", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const [web, db] = await made(tx, await aSite(tx), "web", "db");
        const id = web?.id ?? "";
        assert.equal(await servers.setEnvironment(id, "", "e-1"), true);
        assert.equal(await servers.setEnvironment(id, "", "e-2"), false);
        assert.equal(await servers.rename(id, "DB"), "taken");
        assert.equal(await servers.rename(id, "Web"), "done");
        assert.equal(await servers.rename(newId(), "x"), "gone");
        const now = there(await servers.find(id));
        assert.deepEqual([now.name, now.environmentId], ["Web", "e-1"]);
        await servers.requestDelete(db?.id ?? "", NOW);
        await servers.markDeleted(db?.id ?? "");
        assert.equal(await servers.rename(db?.id ?? "", "x"), "gone");
        assert.equal(await servers.setEnvironment(db?.id ?? "", "", "e-1"), false);
        assert.equal(await servers.change(db?.id ?? "", { lastError: "x" }), false);
        assert.equal(await servers.pinHostKey(db?.id ?? "", "SHA256:one"), undefined);
        assert.equal(await servers.rename(id, "db"), "done");
      });
    });
  });

  describe("deleting servers", () => {
    const at = useStore(makeDatabase);
    const one = async (tx: Transaction): Promise<string> =>
      there((await made(tx, await aSite(tx), "web-1"))[0]).id;
    const ways: Readonly<Partial<Record<ServerStatus, readonly ServerStatus[]>>> = {
      requested: [],
      provisioning: ["provisioning"],
      online: ["online"],
      offline: ["offline"],
      failed: ["failed"],
      deploying: ["online", "deploying"],
    };

    it("is asked for in every status but while a deployment works on it, and once", async () => {
      const { store } = at();
      for (const [from, way] of Object.entries(ways))
        await store.transaction(async (tx) => {
          const { servers } = tx;
          const site = await aSite(tx, from);
          const { id } = there((await made(tx, site, from))[0]);
          for (const to of way)
            if (to !== "deleting" && to !== "deleted") await servers.move(id, ["requested", "online"], to);

          const asked = await servers.requestDelete(id, SOON);

          const moved: Transition<string> = { fromState: from, toState: "deleting" };
          assert.deepEqual(asked, from === "deploying" ? undefined : moved);
          assert.equal(await servers.requestDelete(id, NOW), undefined);
          const deleteAfter = (await servers.find(id))?.deleteAfter;
          assert.deepEqual(deleteAfter, from === "deploying" ? undefined : SOON);
        });
    });

    it("is taken back until its time has come", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const id = await one(tx);
        assert.equal(await servers.cancelDelete(id), undefined);
        await servers.requestDelete(id, SOON);
        assert.equal(await servers.beginDelete(id), false);
        assert.deepEqual(await servers.cancelDelete(id), { fromState: "deleting", toState: "offline" });
        assert.equal((await servers.find(id))?.deleteAfter, undefined);
        assert.equal(await servers.beginDelete(id), false);
        await servers.requestDelete(id, SOON);
        clock.pass(15 * MINUTE);
        assert.equal(await servers.cancelDelete(id), undefined);
      });
    });

    it("is not taken back once it has begun, even by a clock that is slow", async () => {
      const { store, clock } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const id = await one(tx);
        await servers.requestDelete(id, SOON);
        clock.pass(15 * MINUTE);
        assert.equal(await servers.beginDelete(id), true);
        clock.pass(-10 * MINUTE);
        assert.equal(await servers.cancelDelete(id), undefined);
        assert.equal(await servers.beginDelete(id), true);
        assert.deepEqual(await servers.markDeleted(id), { fromState: "deleting", toState: "deleted" });
        assert.equal(await servers.markDeleted(id), undefined);
        assert.equal(await servers.beginDelete(id), false);
      });
    });

    it("can fail, and is over then", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const id = await one(tx);
        await servers.requestDelete(id, SOON);
        await servers.move(id, ["deleting"], "failed", { lastError: "refused" });
        const now = there(await servers.find(id));
        assert.deepEqual([now.status, now.deleteAfter, now.lastError], ["failed", undefined, "refused"]);
      });
    });

    it("frees the name", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { servers } = tx;
        const site = await aSite(tx);
        const [first] = await made(tx, site, "web-1");
        await servers.requestDelete(first?.id ?? "", NOW);
        assert.equal(await servers.createMany([aServer(site)]), undefined);
        await servers.markDeleted(first?.id ?? "");

        const [second] = await made(tx, site, "web-1");

        assert.deepEqual(await servers.findByName(site.teamId, "web-1"), second);
        const gone = there(await servers.find(first?.id ?? ""));
        assert.deepEqual([gone.status, gone.deletedAt, gone.deleteAfter], ["deleted", NOW, undefined]);
      });
    });

    it("waits for who holds one", async () => {
      const id = await at().store.transaction(one);
      await at().store.transaction((tx) => tx.servers.requestDelete(id, NOW));

      const { first, second, order } = await overlap(
        at(),
        ({ servers }) => servers.hold(id),
        ({ servers }) => servers.markDeleted(id),
      );

      assert.deepEqual([first, second?.toState, order], [true, "deleted", ["first", "second"]]);
    });

    it("leaves nothing to hold", async () => {
      const id = await at().store.transaction(one);
      await at().store.transaction((tx) => tx.servers.requestDelete(id, NOW));

      const { first, second } = await overlap(
        at(),
        ({ servers }) => servers.markDeleted(id),
        ({ servers }) => servers.hold(id),
      );

      assert.deepEqual([first?.toState, second], ["deleted", false]);
    });

    it("is begun or taken back, never both", async () => {
      const { store, another: open, clock } = at();
      const other = await open();
      const id = await store.transaction(one);
      await store.transaction((tx) => tx.servers.requestDelete(id, new Date(NOW.getTime() + 1)));

      const outcomes = await Promise.all([
        store.transaction(async (tx) => (await tx.servers.cancelDelete(id)) !== undefined),
        other.transaction(async (tx) => {
          clock.pass(1);
          return tx.servers.beginDelete(id);
        }),
      ]);

      assert.equal(outcomes.filter(Boolean).length, 1);
    });
  });
}

import assert from "node:assert/strict";
import type { KeyPairRecord, ServerRecord, Transaction } from "../../../../src/adapters/store/index.ts";
import { newId } from "../../../../src/core/ids.ts";
import { NOW, useStore, type MakeDatabase } from "./fixture.ts";
import { aSite, made } from "./servers.ts";
import { there } from "./team-world.ts";

const PAGE = { limit: 10 };
const MATERIAL = { algorithm: "ed25519", publicKey: "ssh-ed25519 AAAA", fingerprint: "SHA256:one" };

/** A team's key pair of that name. */
export async function aPair(tx: Transaction, teamId: string, name: string): Promise<KeyPairRecord> {
  const pair = { ownerType: "team", ownerId: teamId, name, ...MATERIAL, privateKey: "secret" } as const;
  return there(await tx.keyPairs.create(pair));
}

interface Ring {
  readonly server: ServerRecord;
  readonly other: ServerRecord;
  readonly deploy: string;
  readonly laptop: string;
}

async function aRing(tx: Transaction): Promise<Ring> {
  const site = await aSite(tx);
  const [server, other] = await made(tx, site, "web-1", "web-2");
  const { id: deploy } = await aPair(tx, site.teamId, "deploy");
  const { id: laptop } = await aPair(tx, site.teamId, "laptop");
  return { server: there(server), other: there(other), deploy, laptop };
}

export function describeServerKeyPairs(makeDatabase: MakeDatabase): void {
  describe("key pairs of servers", () => {
    const at = useStore(makeDatabase);

    it("are wanted, attached, unwanted and gone", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { server, deploy, laptop } = await aRing(tx);
        const pairs = tx.serverKeyPairs;
        const states = async () =>
          (await pairs.listByServer(server.id)).map(({ keyPairId, state, lastError }) => [
            keyPairId,
            state,
            lastError,
          ]);

        await pairs.want(server.id, [deploy, laptop, deploy]);
        await pairs.recordError(server.id, deploy, "世界");
        assert.deepEqual(await states(), [
          [deploy, "wanted", "世界"],
          [laptop, "wanted", ""],
        ]);
        assert.equal(await pairs.markAttached(server.id, deploy), true);
        assert.equal(await pairs.markAttached(server.id, deploy), false);
        await pairs.want(server.id, [deploy]);
        assert.equal(await pairs.remove(server.id, deploy), false);
        assert.deepEqual((await states())[0], [deploy, "attached", ""]);
        assert.equal(await pairs.unwant(server.id, deploy), true);
        assert.equal(await pairs.unwant(server.id, deploy), false);
        assert.equal(await pairs.unwant(server.id, newId()), false);
        assert.equal(await pairs.markAttached(server.id, deploy), false);
        await pairs.recordError(server.id, deploy, "no answer");
        await pairs.want(server.id, [deploy]);
        assert.deepEqual((await states())[0], [deploy, "wanted", ""]);
        await pairs.unwant(server.id, deploy);
        assert.equal(await pairs.remove(server.id, deploy), true);
        assert.equal(await pairs.remove(server.id, deploy), false);
        assert.deepEqual(await states(), [[laptop, "wanted", ""]]);
      });
    });

    it("are listed by servers and by key pair, of servers that live", async () => {
      const { store } = at();
      await store.transaction(async (tx) => {
        const { server, other, deploy, laptop } = await aRing(tx);
        const pairs = tx.serverKeyPairs;
        await pairs.want(server.id, [deploy, laptop]);
        await pairs.want(other.id, [deploy]);
        const [first, second, third] = await pairs.listByServers([server.id, other.id, newId()]);

        assert.equal((await pairs.listByServers([server.id, other.id])).length, 3);
        assert.deepEqual(await pairs.listByServers([]), []);
        assert.deepEqual(await pairs.listByKeyPair(deploy, PAGE), [first, third]);
        assert.deepEqual(await pairs.listByKeyPair(deploy, { ...PAGE, after: first?.id ?? "" }), [third]);
        assert.deepEqual(await pairs.listByKeyPairs([laptop, deploy, newId()]), [first, second, third]);
        assert.deepEqual(await pairs.listByKeyPairs([laptop]), [second]);
        assert.deepEqual(await pairs.listByKeyPairs([]), []);
        await tx.servers.requestDelete(server.id, NOW);
        assert.equal((await pairs.listByKeyPair(deploy, PAGE)).length, 2);
        await tx.servers.markDeleted(server.id);
        assert.deepEqual(await pairs.listByKeyPair(deploy, PAGE), [third]);
        await pairs.removeAll(server.id);
        assert.deepEqual(await pairs.listByServer(server.id), []);
        assert.deepEqual(await pairs.listByServer(other.id), [third]);
      });
    });

    it("are there once when many want them at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { server, deploy, laptop } = await store.transaction(aRing);

      await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? store : other).transaction((tx) =>
            tx.serverKeyPairs.want(server.id, n % 3 === 0 ? [deploy, laptop] : [laptop, deploy]),
          ),
        ),
      );

      const listed = await store.read((reads) => reads.serverKeyPairs.listByServer(server.id));
      assert.deepEqual(listed.map(({ keyPairId }) => keyPairId).toSorted(), [deploy, laptop].toSorted());
    });

    it("are wanted, whoever takes them off at the same moment", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { server, deploy } = await store.transaction(aRing);
      for (let n = 0; n < 10; n++) {
        await store.transaction(async ({ serverKeyPairs: pairs }) => {
          await pairs.want(server.id, [deploy]);
          await pairs.unwant(server.id, deploy);
        });

        await Promise.all([
          store.transaction((tx) => tx.serverKeyPairs.want(server.id, [deploy])),
          other.transaction((tx) => tx.serverKeyPairs.remove(server.id, deploy)),
        ]);

        const [pair] = await store.read((reads) => reads.serverKeyPairs.listByServer(server.id));
        assert.equal(pair?.state, "wanted");
      }
    });

    it("are attached or unwanted, never both", async () => {
      const { store, another: open } = at();
      const other = await open();
      const { server, deploy } = await store.transaction(aRing);
      await store.transaction((tx) => tx.serverKeyPairs.want(server.id, [deploy]));

      const [attached, unwanted] = await Promise.all([
        store.transaction((tx) => tx.serverKeyPairs.markAttached(server.id, deploy)),
        other.transaction((tx) => tx.serverKeyPairs.unwant(server.id, deploy)),
      ]);

      const [pair] = await store.read((reads) => reads.serverKeyPairs.listByServer(server.id));
      // Attached first and unwanted then, or unwanted first: whoever installed it is told to take it off again.
      assert.deepEqual([unwanted, pair?.state], [true, "unwanted"]);
      assert.equal(typeof attached, "boolean");
    });
  });
}

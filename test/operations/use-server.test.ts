import assert from "node:assert/strict";
import { startLabHost, type LabHost } from "../../demo/hosts/index.ts";
import { createUseServer, type UseServer } from "../../src/operations/use-server.ts";
import type {
  EventRecord as StoredEvent,
  KeyPairRecord,
  ServerRecord,
} from "../../src/adapters/store/index.ts";
import { makeKey, makeRemote, type TestKey } from "../adapters/remote/start-server.ts";
import { openTestStore, type TestStore } from "../support/store.ts";

describe("using a kept server", () => {
  let store: TestStore;
  let lab: LabHost;
  const remote = makeRemote();
  let useServer: UseServer;
  beforeEach(async () => {
    store = await openTestStore();
    lab = await startLabHost();
    useServer = createUseServer({ store, remote });
  });
  afterEach(async () => {
    await lab.close();
    await store.cleanup();
  });
  after(() => remote.close());

  it("opens it with the keys that it lets in, and pins what it showed first", async () => {
    const key = makeKey();
    await lab.authorize(key.publicKey);
    const server = await plant({ keys: [makeKey(), key] });

    const seen = await useServer(server, (host) => Promise.resolve(host.hostKey), anyTime());

    assert.equal(seen, lab.hostKey);
    assert.equal((await reload(server)).hostKeyFingerprint, lab.hostKey);
    const [event, ...more] = await eventsOf(server);
    assert.deepEqual([event?.verb, event?.data["hostKey"], more.length], ["pinned", lab.hostKey, 0]);
  });

  it("does nothing where another key was pinned while it looked", async () => {
    const key = makeKey();
    await lab.authorize(key.publicKey);
    const server = await plant({ keys: [key] });
    await store.transaction((tx) => tx.servers.pinHostKey(server.id, "SHA256:of-another"));
    let isUsed = false;

    const use = useServer(
      server,
      () => {
        isUsed = true;
        return Promise.resolve();
      },
      anyTime(),
    );

    await assert.rejects(use, { code: "SERVER_HOST_KEY_CHANGED" });
    assert.equal(isUsed, false);
  });

  it("says what is missing: an address, or a key", async () => {
    const bare = await plant({ keys: [makeKey()], address: "" });
    const closed = await plant({ keys: [], name: "web-2" });

    await assert.rejects(useServer(bare, nothing, anyTime()), { code: "SERVER_ADDRESS_MISSING" });
    await assert.rejects(useServer(closed, nothing, anyTime()), { code: "SERVER_KEY_MISSING" });
  });

  async function plant(options: {
    readonly keys: readonly TestKey[];
    readonly address?: string;
    readonly name?: string;
  }): Promise<ServerRecord> {
    const { keys, address = lab.address, name = "web-1" } = options;
    return store.transaction(async (tx) => {
      const mira = { tenantId: "t", aadObjectId: name, displayName: "Mira", teamsUserId: `29:${name}` };
      const { id: ownerId } = await tx.users.ensure(mira);
      const team = await tx.teams.create({ tenantId: "t", name: `Team of ${name}`, ownerId });
      const teamId = team?.id ?? "";
      const cloud = await tx.clouds.create({
        ...{ teamId, name: `of ${name}`, provider: "existing" },
        ...{ privateNetwork: "", address: "", region: "", settings: {} },
      });
      const [server] =
        (await tx.servers.createMany([
          {
            ...{ teamId, cloudId: cloud?.id ?? "", name, os: "linux", image: "", size: "", region: "" },
            ...{ publicAddress: address, sshUser: "deploy", sshPort: lab.port, clientToken: name },
            ...{ requestedBy: ownerId, conversationId: "", threadRootId: "" },
          },
        ])) ?? [];
      assert.ok(server);
      const pairs: KeyPairRecord[] = [];
      for (const [index, key] of keys.entries()) {
        const pair = await tx.keyPairs.create({
          ...{ ownerType: "team", ownerId: teamId, name: `${name} ${String(index)}`, algorithm: "ed25519" },
          ...{
            publicKey: key.publicKey,
            privateKey: key.privateKey,
            fingerprint: `SHA256:${name}${String(index)}`,
          },
        });
        if (pair !== undefined) pairs.push(pair);
      }
      await tx.serverKeyPairs.want(
        server.id,
        pairs.map(({ id }) => id),
      );
      return server;
    });
  }

  async function reload({ id }: ServerRecord): Promise<ServerRecord> {
    const found = await store.read((reads) => reads.servers.find(id));
    assert.ok(found);
    return found;
  }

  function eventsOf({ id }: ServerRecord): Promise<readonly StoredEvent[]> {
    return store.read((reads) => reads.events.listByEntity("server", id, { limit: 10 }));
  }
});

function nothing(): Promise<void> {
  return Promise.resolve();
}

function anyTime(): { readonly signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

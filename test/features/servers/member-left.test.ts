import assert from "node:assert/strict";
import type { Transaction } from "../../../src/adapters/store/contract/index.ts";
import { listOpenedBy } from "../../../src/features/servers/keys/member-left.ts";
import { aSite, made } from "../../adapters/store/suite/servers.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const MATERIAL = { algorithm: "ed25519", publicKey: "ssh-ed25519 AAAA", fingerprint: "SHA256:one" };
const PAIRS = ["laptop", "desktop", "phone"];

describe("servers that a member's own key pairs open", () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
  });
  afterEach(() => store.cleanup());

  /** Three key pairs of one person, on the servers of two teams. */
  async function plant(tx: Transaction): Promise<{ readonly teamId: string; readonly userId: string }> {
    const [site, elsewhere] = [await aSite(tx, "here"), await aSite(tx, "there")];
    const { teamId, requestedBy: userId } = site;
    const servers = await made(tx, site, "web-1", "web-2", "web-3", "web-4");
    const [other] = await made(tx, elsewhere, "other");
    const [web1, web2, web3, web4] = servers.map(({ id }) => id);
    const owner = { ownerType: "user", ownerId: userId } as const;
    for (const name of PAIRS) {
      const pair = there(await tx.keyPairs.create({ ...owner, name, ...MATERIAL, privateKey: "secret" }));
      for (const id of [web2, web1, web4, other?.id]) await tx.serverKeyPairs.want(id ?? "", [pair.id]);
      await tx.serverKeyPairs.want(web3 ?? "", [pair.id]);
      await tx.serverKeyPairs.unwant(web3 ?? "", pair.id);
    }
    await tx.servers.requestDelete(web4 ?? "", new Date(0));
    await tx.servers.markDeleted(web4 ?? "");
    return { teamId, userId };
  }

  it("are the team's live ones, each once, in two questions however many the pairs are", async () => {
    const person = await store.transaction(plant);
    const asked: string[] = [];
    const counted = <T extends object>(of: T): T =>
      new Proxy(of, {
        get: (target, name): unknown => {
          asked.push(String(name));
          return Reflect.get(target, name);
        },
      });

    const found = await store.read(({ keyPairs, serverKeyPairs, servers }) =>
      listOpenedBy({ keyPairs, serverKeyPairs: counted(serverKeyPairs), servers: counted(servers) }, person),
    );

    assert.deepEqual(
      found.map(({ name }) => name),
      ["web-1", "web-2"],
    );
    assert.deepEqual(asked, ["listByKeyPairs", "listByIds"]);
  });
});

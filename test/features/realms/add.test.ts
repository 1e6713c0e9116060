import assert from "node:assert/strict";
import type { ServerRecord, Store } from "../../../src/adapters/store/contract/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import type { Reply } from "../../../src/core/reply.ts";
import type { Turn } from "../../../src/core/turn.ts";
import { addRealm } from "../../../src/features/realms/add.ts";
import type { NewRealm } from "../../../src/features/realms/arguments.ts";
import { there } from "../../adapters/store/suite/team-world.ts";
import { openRealmWorld, type RealmWorld } from "./world.ts";

describe("a realm that is added by hand", () => {
  let world: RealmWorld;
  beforeEach(async () => {
    world = await openRealmWorld();
  });
  afterEach(() => world.close());

  const turn = (realm: NewRealm): Turn<{ readonly realm: NewRealm }> => ({
    args: { realm },
    ...{ text: "realm add", jobId: "turn", jobHolder: "holder", mentions: [], source: "typed" },
    actor: {
      userId: "mira",
      person: { tenantId: "tenant", teamsUserId: "29:m", aadObjectId: "m", displayName: "Mira" },
      isAdmin: false,
      team: {
        ...{ id: world.shop.teamId, name: "Platform", isLinked: false, memberId: "m-1", role: "owner" },
        powers: new Set(),
      },
    },
    place: {
      conversationId: "c",
      reference: {
        ...{ type: "personal", channelId: "a:1", tenantId: "tenant", teamId: "", name: "" },
        serviceUrl: "https://smba.example.com/",
      },
    },
    signal: new AbortController().signal,
  });
  const add = (server: string, store: Pick<Store, "read" | "transaction"> = world.store): Promise<Reply> =>
    addRealm(turn({ name: "web", server, url: "", meta: {} }), {
      ...{ ...world.deps, store, probe: { check: () => undefined } },
      record: (_tx, _turn, answer) => Promise.resolve(answer),
    });
  const web = (): Promise<ServerRecord> =>
    world.store.read(async ({ servers }) => there(await servers.find(world.shop.servers[0] ?? "")));
  const realms = () =>
    world.store.read(({ realms: reads }) => reads.listByServer(world.shop.servers[0] ?? "", { limit: 10 }));

  it("is on the server that was named", async () => {
    await add((await web()).name);

    assert.equal((await realms()).length, 1);
  });

  it("comes onto no server whose deletion ends while it is looked for", async () => {
    const server = await web();
    await world.store.transaction(async ({ servers }) => {
      await servers.requestDelete(server.id, world.time.now());
      await servers.markDeleted(server.id);
    });
    // As it was read just before.
    const late: Pick<Store, "read" | "transaction"> = {
      read: (work) => world.store.read(work),
      transaction: (work) =>
        world.store.transaction((tx) =>
          work({ ...tx, servers: { ...tx.servers, findByName: () => Promise.resolve(server) } }),
        ),
    };

    await assert.rejects(add(server.name, late), (error) => isFault(error, "REALM_SERVER_UNKNOWN"));
    assert.deepEqual(await realms(), []);
  });
});

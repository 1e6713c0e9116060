import assert from "node:assert/strict";
import type { CloudRecord, EventRecord } from "../../../src/adapters/store/contract/index.ts";
import { accountNameOf, noteWorking } from "../../../src/features/clouds/verified.ts";
import { aCloud } from "../../adapters/store/suite/clouds.ts";
import { aTeam, there } from "../../adapters/store/suite/team-world.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const DOER = { actorType: "component", actorId: "clouds" } as const;

describe("a cloud whose provider lets us in", () => {
  let store: TestStore;
  let id: string;
  beforeEach(async () => {
    store = await openTestStore();
    id = await store.transaction(async (tx) => {
      const { team } = await aTeam(tx);
      return there(await tx.clouds.create(aCloud(team.id))).id;
    });
  });
  afterEach(() => store.cleanup());

  const cloud = (): Promise<CloudRecord> => store.read(async ({ clouds }) => there(await clouds.find(id)));
  const verify = async (accountName: string): Promise<void> => {
    const asked = await cloud();
    await store.transaction((tx) => noteWorking(tx, asked, { accountName, notes: [] }, DOER));
  };
  const events = (): Promise<readonly EventRecord[]> =>
    store.read((reads) => reads.events.listByEntity("cloud", id, { limit: 10 }));

  it("has an event for each other name of its account, and none for the same", async () => {
    await verify("ops@example.test");
    await verify("ops@example.test");
    await verify("new@example.test");

    assert.equal(accountNameOf(await cloud()), "new@example.test");
    assert.deepEqual(
      (await events()).map(({ verb, toState, data }) => [verb, toState, data["changed"], data["account"]]),
      [
        ["updated", "", "account", "new@example.test"],
        ["verified", "active", undefined, "ops@example.test"],
      ],
    );
  });

  it("has none once it is removed", async () => {
    await verify("ops@example.test");
    const asked = await cloud();
    await store.transaction(async (tx) => {
      await tx.clouds.delete(id);
      await noteWorking(tx, asked, { accountName: "new@example.test", notes: [] }, DOER);
    });

    assert.equal((await events()).length, 1);
  });
});

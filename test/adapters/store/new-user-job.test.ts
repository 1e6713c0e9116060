import assert from "node:assert/strict";
import type { ChatPerson } from "../../../src/core/conversation.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const MIRA: ChatPerson = { tenantId: "t", teamsUserId: "29:mira", aadObjectId: "mira", displayName: "Mira" };

describe("what a new user begins with", () => {
  let store: TestStore;
  let woken: string[];
  beforeEach(async () => {
    woken = [];
    const wake = (ids: readonly string[]): void => void woken.push(...ids);
    store = await openTestStore({ newUserJob: { kind: "first-steps", wake } });
  });
  afterEach(() => store.cleanup());

  it("is queued with the row, once, and woken after the commit", async () => {
    const user = await store.transaction(async (tx) => {
      const made = await tx.users.ensure(MIRA);
      assert.deepEqual(woken, []);
      return made;
    });
    await store.transaction((tx) => tx.users.ensure({ ...MIRA, displayName: "Mira Chen" }));

    const [id = ""] = woken;
    assert.equal(woken.length, 1);
    const job = await store.read((reads) => reads.jobs.find(id));
    assert.equal(job?.kind, "first-steps");
    assert.equal(job.targetId, user.id);
  });

  it("is not there when the row isn't", async () => {
    const failed = store.transaction(async (tx) => {
      await tx.users.createUnlinked({ tenantId: "t", email: "jon@example.com", surname: "Park" }, "mira");
      throw new Error("changed its mind");
    });

    await assert.rejects(failed, /changed its mind/);
    assert.deepEqual(woken, []);
    assert.deepEqual(await store.read((reads) => reads.jobs.countByState()), {});
  });
});

import assert from "node:assert/strict";
import type { ServiceConnectionRecord } from "../../../src/adapters/store/index.ts";
import { isFault } from "../../../src/core/errors.ts";
import { ownOf } from "../../../src/core/owner.ts";
import type { TurnContext } from "../../../src/core/turn.ts";
import { verify } from "../../../src/features/services/change.ts";
import type { Deps } from "../../../src/features/services/deps.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const OWNER = { ownerType: "user", ownerId: "u1" } as const;

describe("a service that changes while it is asked", () => {
  let store: TestStore;
  beforeEach(async () => {
    store = await openTestStore();
    await save("old");
  });
  afterEach(() => store.cleanup());

  const save = (token: string): Promise<ServiceConnectionRecord> =>
    store.transaction((tx) =>
      tx.serviceConnections.save({
        ...{ ...OWNER, provider: "jira", baseUrl: "https://jira.example" },
        ...{ credentials: { token }, settings: { accountName: token } },
      }),
    );
  const find = () => store.read((reads) => reads.serviceConnections.findByOwner(OWNER, "jira"));
  /** Asks it; this happens before it answers. */
  const ask = (meanwhile: () => Promise<unknown>): Promise<unknown> => {
    const answers = async () => {
      await meanwhile();
      return { accountName: "whose token was asked about" };
    };
    const deps = {
      store,
      providers: { jira: { description: { name: "Jira" }, verify: answers } },
      record: (_tx: unknown, _turn: unknown, answer: unknown) => Promise.resolve(answer),
    };
    const place = { reference: { tenantId: "t" } };
    const turn = { jobId: "job-1", actor: { userId: "u1" }, place } as unknown as TurnContext;
    return verify(turn, "jira", ownOf({ userId: "u1" }), deps as unknown as Deps);
  };

  it("is not said to work, nor written to, when it was disabled meanwhile", async () => {
    const id = (await find())?.id ?? "";

    await assert.rejects(
      ask(() => store.transaction((tx) => tx.serviceConnections.disable(id))),
      (error) => isFault(error, "SERVICE_CHANGED"),
    );

    const now = await find();
    assert.deepEqual([now?.state, now?.settings["accountName"]], ["disabled", "old"]);
  });

  it("keeps the account that was entered meanwhile", async () => {
    await assert.rejects(
      ask(() => save("new")),
      (error) => isFault(error, "SERVICE_CHANGED"),
    );

    const now = await find();
    assert.deepEqual([now?.state, now?.settings["accountName"]], ["unverified", "new"]);
  });

  it("keeps that a webhook came meanwhile", async () => {
    await ask(async () => {
      const known = await find();
      const settings = { ...known?.settings, webhookSeen: true };
      await store.transaction((tx) => tx.serviceConnections.setSettings(known?.id ?? "", settings));
    });

    const now = await find();
    assert.deepEqual(now?.settings, { accountName: "whose token was asked about", webhookSeen: true });
    assert.equal(now.state, "enabled");
  });
});

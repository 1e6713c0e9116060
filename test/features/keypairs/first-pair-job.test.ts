import assert from "node:assert/strict";
import { createKeyPairs } from "../../../src/adapters/keys/index.ts";
import type { JobRecord, KeyPairRecord } from "../../../src/adapters/store/contract/index.ts";
import { addMilliseconds, MINUTE, systemClock } from "../../../src/core/clock.ts";
import { firstPairJob } from "../../../src/features/keypairs/first-pair-job.ts";
import { openTestStore, type TestStore } from "../../support/store.ts";

const MIRA = { tenantId: "t", teamsUserId: "29:mira", aadObjectId: "mira", displayName: "Mira" };

describe("the job that makes a user's first key pair", () => {
  let store: TestStore;
  let userId: string;
  let generated: number;
  beforeEach(async () => {
    generated = 0;
    store = await openTestStore();
    userId = (await store.transaction((tx) => tx.users.ensure(MIRA))).id;
  });
  afterEach(() => store.cleanup());

  const quick = createKeyPairs(1_024);
  const keys: typeof quick = {
    ...quick,
    generate: (algorithm) => {
      generated += 1;
      return quick.generate(algorithm);
    },
  };
  const queue = (targetId = userId): Promise<JobRecord> =>
    store.transaction((tx) => tx.jobs.create({ kind: "key-pair", targetId }));
  const run = async ({ id, targetId }: JobRecord, holder = "worker"): Promise<void> => {
    const now = systemClock.now();
    await store.transaction((tx) => tx.jobs.claim(id, "worker", now, addMilliseconds(now, MINUTE)));
    const { signal } = new AbortController();
    await firstPairJob().run(
      { id, targetId, payload: {}, attempt: 1, signal, holder },
      { firstPair: { store, keys } },
    );
  };
  const pairs = (ownerId = userId): Promise<readonly KeyPairRecord[]> =>
    store.read((reads) => reads.keyPairs.listByOwner({ ownerType: "user", ownerId }, { limit: 5 }));

  it("makes one RSA pair, seals its private key and writes who made it", async () => {
    await run(await queue());

    const [pair] = await pairs();
    assert.equal(pair?.name, "account");
    assert.match(pair.publicKey, /^ssh-rsa /);
    const privateKey = await store.read((reads) => reads.keyPairs.findPrivateKey(pair.id));
    assert.match(privateKey ?? "", /^-----BEGIN RSA PRIVATE KEY-----/);
    const events = await store.read((reads) => reads.events.listByEntity("key_pair", pair.id, { limit: 5 }));
    assert.deepEqual(
      events.map(({ verb, actorId, tenantId }) => [verb, actorId, tenantId]),
      [["created", "key-pair", "t"]],
    );
  });

  it("makes no second one when it runs again", async () => {
    await run(await queue());
    await run(await queue());

    assert.equal((await pairs()).length, 1);
    assert.equal(generated, 1);
  });

  it("makes one when two run at once", async () => {
    const both = await Promise.all([queue(), queue()]);

    await Promise.all(both.map((job) => run(job)));

    assert.equal((await pairs()).length, 1);
  });

  it("leaves it to who has the lease by now", async () => {
    await assert.rejects(run(await queue(), "a worker that was too slow"), /lease was lost/);

    assert.deepEqual(await pairs(), []);
  });

  it("makes none for nobody", async () => {
    const nobody = "01890000-0000-7000-8000-000000000000";

    await run(await queue(nobody));

    assert.deepEqual(await pairs(nobody), []);
  });
});

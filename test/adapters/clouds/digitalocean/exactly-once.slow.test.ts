import assert from "node:assert/strict";
import fc from "fast-check";
import type { CloudTrouble } from "../../../../demo/clouds/http/faults.ts";
import type { DigitalOceanOptions } from "../../../../demo/clouds/digitalocean/index.ts";
import { createUntilKnown, fails, HASTY_MS, OTHER_TOKEN, sequences, TOKEN } from "../cloud-tests.ts";
import { setUp, type DigitalOceanSetup } from "./setup.ts";

const TROUBLES: readonly CloudTrouble[] = [
  429,
  500,
  502,
  "reset",
  "reset-after",
  "hang",
  "hang-after",
  "late",
];
/** One silence is as long as another. */
const PAIRED = TROUBLES.filter((trouble) => trouble !== "hang");
const CREATE = /^POST \/v2\/droplets$/;

async function assertOneServer(at: DigitalOceanSetup): Promise<void> {
  const server = await createUntilKnown(at.driver, at.account, at.order);
  await at.fake.actLate();

  const droplets = at.fake.droplets();
  assert.deepEqual(
    droplets.map(({ id }) => String(id)),
    [server.providerId],
  );
  assert.equal(server.clientToken, TOKEN);
}

describe("A droplet", () => {
  const paces: Readonly<Record<string, DigitalOceanOptions>> = {
    "shows at once": {},
    "takes a while to show": { listsUntilShown: 3, readsUntilFound: 3 },
  };
  for (const [how, pace] of Object.entries(paces))
    for (const troubles of [...sequences(TROUBLES, 1), ...sequences(PAIRED, 2)])
      it(`that ${how} is made once through ${troubles.join(", then ")}`, async () => {
        const at = await setUp(pace, HASTY_MS);
        for (const trouble of troubles) at.fake.faults.plan(CREATE, trouble);

        await assertOneServer(at);
        at.close();
      });

  it("is made once whatever goes wrong with any call", async () => {
    const trouble = fc.record({
      call: fc.constantFrom(/^GET /, /^POST \/v2\/account\/keys$/, CREATE),
      trouble: fc.constantFrom<CloudTrouble>(429, 500, "reset", "reset-after", "late"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(trouble, { maxLength: 8 }),
        fc.nat({ max: 4 }),
        async (troubles, listsUntilShown) => {
          const at = await setUp({ listsUntilShown });
          for (const one of troubles) at.fake.faults.plan(one.call, one.trouble);

          await assertOneServer(at).finally(() => at.close());
        },
      ),
      { numRuns: 40 },
    );
  });

  it("isn't asked for again before an earlier request can no longer arrive", async () => {
    const at = await setUp();
    at.fake.faults.plan(CREATE, "reset");
    await assert.rejects(
      at.driver.createServer(at.account, at.order),
      fails("CLOUD_OUTCOME_UNKNOWN", /new droplet/),
    );
    assert.equal(at.time.leapt, 0);

    await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.equal(at.time.leapt, 120_000);
    assert.equal(at.fake.droplets().length, 1);
    at.close();
  });

  it("is found by a repeat as soon as it shows", async () => {
    const at = await setUp({ listsUntilShown: 2 });
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));

    const found = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.equal(found.providerId, String(at.fake.droplets()[0]?.id));
    assert.equal(at.time.leapt, 20_000);
    at.close();
  });

  it("that was answered with what can't be read is found, too", async () => {
    const at = await setUp();
    at.fake.faults.plan(CREATE, 200);
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));

    await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.equal(at.fake.droplets().length, 1);
    at.close();
  });

  it("is never asked for by who has lost the job meanwhile", async () => {
    const at = await setUp();
    const lost = new AbortController();
    const waiting = at.driver.createServer(at.account, { ...at.order, isRepeat: true }, lost.signal);
    lost.abort(new Error("lost"));

    await assert.rejects(waiting, /lost/);
    assert.deepEqual(at.fake.droplets(), []);
    at.close();
  });

  it("of two that were made at the same moment is the older one, and the other goes", async () => {
    const at = await setUp({ listsUntilShown: 1, readsUntilDone: 1 });
    const both = await Promise.all([
      at.driver.createServer(at.account, at.order),
      at.driver.createServer(at.account, at.order),
    ]);
    const [older, newer] = both.map(({ providerId }) => Number(providerId)).sort((a, b) => a - b);
    assert.notEqual(older, newer);

    const kept = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.equal(kept.providerId, String(older));
    assert.deepEqual(
      at.fake.droplets().map(({ id }) => id),
      [older],
    );
    at.close();
  });

  it("that came late and took the last place is found rather than refused", async () => {
    const at = await setUp({ listsUntilShown: 13 });
    at.fake.setDropletLimit(1);
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));

    const found = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.equal(found.providerId, String(at.fake.droplets()[0]?.id));
    at.close();
  });

  it("of another order is never taken for it", async () => {
    const at = await setUp();
    const other = await at.driver.createServer(at.account, { ...at.order, clientToken: OTHER_TOKEN });

    const own = await at.driver.createServer(at.account, at.order);

    assert.notEqual(own.providerId, other.providerId);
    at.close();
  });

  it("is kept in the list of all, with its token, so that none is forgotten", async () => {
    const at = await setUp();
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));

    assert.deepEqual(
      (await at.driver.listByTag(at.account)).map(({ clientToken }) => clientToken),
      [TOKEN],
    );
    at.close();
  });
});

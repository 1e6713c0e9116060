import assert from "node:assert/strict";
import fc from "fast-check";
import type { CloudTrouble } from "../../../../demo/clouds/http/faults.ts";
import type { Ec2Options } from "../../../../demo/clouds/ec2/index.ts";
import { createUntilKnown, fails, HASTY_MS, OTHER_TOKEN, sequences, TOKEN } from "../cloud-tests.ts";
import { setUp, type Ec2Setup } from "./setup.ts";

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
const CREATE = /^RunInstances/;

async function assertOneServer(at: Ec2Setup): Promise<void> {
  const server = await createUntilKnown(at.driver, at.account, at.order);
  await at.fake.actLate();

  assert.deepEqual(
    at.fake.instances().map(({ id }) => id),
    [server.providerId],
  );
  assert.equal(server.clientToken, TOKEN);
}

describe("An instance", () => {
  const paces: Readonly<Record<string, Ec2Options>> = {
    "shows at once": {},
    "takes a while to show": { readsUntilFound: 3 },
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
      call: fc.constantFrom(/^Describe/, CREATE),
      trouble: fc.constantFrom<CloudTrouble>(429, 500, "reset", "reset-after", "late"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(trouble, { maxLength: 8 }),
        fc.nat({ max: 4 }),
        async (troubles, readsUntilFound) => {
          const at = await setUp({ readsUntilFound });
          for (const one of troubles) at.fake.faults.plan(one.call, one.trouble);

          await assertOneServer(at).finally(() => at.close());
        },
      ),
      { numRuns: 30 },
    );
  });

  it("whose image has a newer one by now is found by its token", async () => {
    const at = await setUp();
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(
      at.driver.createServer(at.account, { ...at.order, image: "ami-0debba0000000012b" }),
      fails("CLOUD_OUTCOME_UNKNOWN", /new instance/),
    );

    const found = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.deepEqual([found.image, at.fake.instances().length], ["ami-0debba0000000012b", 1]);
    at.close();
  });

  it("that doesn't show yet and was ordered otherwise is waited for, not doubled", async () => {
    const at = await setUp({ readsUntilFound: 2 });
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));
    const changed = { ...at.order, image: "debian-13", isRepeat: true };

    await assert.rejects(at.driver.createServer(at.account, changed), fails("CLOUD_OUTCOME_UNKNOWN"));
    const found = await at.driver.createServer(at.account, changed);

    assert.deepEqual([found.image, at.fake.instances().length], ["ami-0debba0000000012a", 1]);
    at.close();
  });

  it("is never asked for by who has lost the job meanwhile", async () => {
    const at = await setUp();
    const lost = AbortSignal.abort(new Error("lost"));

    await assert.rejects(at.driver.createServer(at.account, at.order, lost), /lost/);
    assert.deepEqual(at.fake.instances(), []);
    at.close();
  });

  it("of another order is never taken for it", async () => {
    const at = await setUp();
    const other = await at.driver.createServer(at.account, { ...at.order, clientToken: OTHER_TOKEN });

    const own = await at.driver.createServer(at.account, at.order);

    assert.notEqual(own.providerId, other.providerId);
    at.close();
  });

  it("that was terminated by hand meanwhile is told as gone, not made again", async () => {
    const at = await setUp({ readsUntilDone: 1 });
    at.fake.faults.plan(CREATE, "reset-after");
    await assert.rejects(at.driver.createServer(at.account, at.order), fails("CLOUD_OUTCOME_UNKNOWN"));
    await at.fake.terminateByHand(at.fake.instances()[0]?.id ?? "");

    const found = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });

    assert.match(found.state, /deleting|gone/);
    assert.deepEqual(at.fake.instances(), []);
    at.close();
  });
});

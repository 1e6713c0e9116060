import assert from "node:assert/strict";
import type { CloudTrouble } from "../../../../demo/clouds/http/faults.ts";
import type { CloudServer } from "../../../../src/adapters/clouds/contract/index.ts";
import type { faults } from "../../../../src/core/errors.ts";
import { fails, HASTY_MS } from "../cloud-tests.ts";
import { setUp, type DigitalOceanSetup } from "./setup.ts";

interface Call {
  readonly pattern: RegExp;
  readonly run: (at: DigitalOceanSetup, server: CloudServer) => Promise<unknown>;
  /** What a missing answer means. */
  readonly unanswered: keyof typeof faults;
}

const safe = "CLOUD_UNAVAILABLE";
const acts = "CLOUD_OUTCOME_UNKNOWN";
const CALLS: Readonly<Record<string, Call>> = {
  "verifying: account": {
    pattern: /^GET \/v2\/account$/,
    run: ({ driver, account }) => driver.verify(account),
    unanswered: safe,
  },
  "verifying: count": {
    pattern: /^GET \/v2\/droplets\?per_page=1$/,
    run: ({ driver, account }) => driver.verify(account),
    unanswered: safe,
  },
  regions: {
    pattern: /^GET \/v2\/regions/,
    run: ({ driver, account }) => driver.listRegions(account),
    unanswered: safe,
  },
  sizes: {
    pattern: /^GET \/v2\/sizes/,
    run: ({ driver, account }) => driver.listSizes(account, ""),
    unanswered: safe,
  },
  images: {
    pattern: /^GET \/v2\/images/,
    run: ({ driver, account }) => driver.listImages(account, ""),
    unanswered: safe,
  },
  "creating: looking": {
    pattern: /^GET \/v2\/droplets\?tag_name=ployst-/,
    run: ({ driver, account, order }) => driver.createServer(account, { ...order, clientToken: FRESH }),
    unanswered: safe,
  },
  "creating: a key": {
    pattern: /^GET \/v2\/account\/keys\//,
    run: ({ driver, account, order }) => driver.createServer(account, { ...order, clientToken: FRESH }),
    unanswered: safe,
  },
  "creating: adding a key": {
    pattern: /^POST \/v2\/account\/keys$/,
    run: ({ driver, account, order }) =>
      driver.createServer(account, { ...order, clientToken: FRESH, publicKeys: ["ssh-ed25519 AAAAnew="] }),
    unanswered: safe,
  },
  creating: {
    pattern: /^POST \/v2\/droplets$/,
    run: ({ driver, account, order }) => driver.createServer(account, { ...order, clientToken: FRESH }),
    unanswered: acts,
  },
  describing: {
    pattern: /^GET \/v2\/droplets\/\d+$/,
    run: ({ driver, account }, server) => driver.describeServer(account, server),
    unanswered: safe,
  },
  "finding by token": {
    pattern: /^GET \/v2\/droplets\?tag_name=ployst-/,
    run: ({ driver, account, order }) => driver.findByToken(account, order),
    unanswered: safe,
  },
  "stopping: looking": {
    pattern: /^GET \/v2\/droplets\/\d+$/,
    run: ({ driver, account }, server) => driver.power(account, server, "stop"),
    unanswered: safe,
  },
  stopping: {
    pattern: /^POST \/v2\/droplets\/\d+\/actions$/,
    run: ({ driver, account }, server) => driver.power(account, server, "stop"),
    unanswered: acts,
  },
  rebooting: {
    pattern: /^POST \/v2\/droplets\/\d+\/actions$/,
    run: ({ driver, account }, server) => driver.power(account, server, "reboot"),
    unanswered: acts,
  },
  "pulling the plug": {
    pattern: /^POST \/v2\/droplets\/\d+\/actions$/,
    run: ({ driver, account }, server) => driver.forceStop(account, server),
    unanswered: acts,
  },
  deleting: {
    pattern: /^DELETE /,
    run: ({ driver, account }, server) => driver.deleteServer(account, server),
    unanswered: acts,
  },
  "listing all": {
    pattern: /^GET \/v2\/droplets\?tag_name=ployst&/,
    run: ({ driver, account }) => driver.listByTag(account),
    unanswered: safe,
  },
};
const FRESH = "0190a5d2-0000-7b1a-9c7e-2f6f3c1d4e5a";
const NO_ANSWER: readonly CloudTrouble[] = [500, 502, "reset", "reset-after", "hang"];

describe("DigitalOcean in trouble", () => {
  let at: DigitalOceanSetup;
  let server: CloudServer;
  beforeEach(async () => {
    at = await setUp({ readsUntilDone: 1 });
    server = await at.driver.createServer(at.account, at.order);
    await at.driver.describeServer(at.account, server);
    at.fake.asked.length = 0;
  });
  afterEach(() => at.close());

  for (const [name, { pattern, run, unanswered }] of Object.entries(CALLS)) {
    const isRead = pattern.source.startsWith("^GET");
    for (const trouble of isRead ? NO_ANSWER : [...NO_ANSWER, "hang-after" as const])
      it(`${name}, ${String(trouble)}: is told as what it is`, async () => {
        at.fake.faults.plan(pattern, trouble, 2);
        const isSilent = trouble === "hang" || trouble === "hang-after";

        const asking = run(isSilent ? { ...at, driver: at.another(HASTY_MS) } : at, server);

        await assert.rejects(asking, fails(unanswered));
        // GETs are repeated once; whatever may do something twice is not.
        const calls = at.fake.asked.filter((call) => pattern.test(call));
        assert.equal(calls.length, isRead ? 2 : 1);
      });

    it(`${name}, given up by a front: is told as silence`, async () => {
      at.fake.faults.plan(pattern, 408);

      await assert.rejects(run(at, server), fails(unanswered));
    });

    it(`${name}, too often: says when to try again, and changes nothing`, async () => {
      at.fake.faults.plan(pattern, 429);

      await assert.rejects(run(at, server), fails("CLOUD_LIMITED", /in 2 minutes/));
      assert.deepEqual(
        at.fake.droplets().map(({ status, pending }) => [status, pending]),
        [["active", undefined]],
      );
    });

    it(`${name}, with a token that was taken back: is refused`, async () => {
      at.fake.faults.plan(pattern, 401);

      await assert.rejects(run(at, server), fails("CLOUD_CREDENTIALS_REFUSED"));
    });

    it(`${name}, in one short trouble: goes on, if it may be asked twice`, async () => {
      at.fake.faults.plan(pattern, "reset", 1);

      if (isRead) await run(at, server);
      else await assert.rejects(run(at, server), fails(unanswered));
    });
  }
});

describe("What is no DigitalOcean", () => {
  it("is named as such", async () => {
    const at = await setUp();
    const elsewhere = { ...at.account, endpoint: `${at.fake.url}/v9` };

    await assert.rejects(at.driver.verify(elsewhere), fails("CLOUD_SCOPE_MISSING"));
    await assert.rejects(at.driver.listRegions(elsewhere), fails("CLOUD_REFUSED"));
    at.close();
  });

  it("is not sought inside of a private network", async () => {
    const at = await setUp();
    const inside = { ...at.account, endpoint: "http://10.0.0.1" };

    await assert.rejects(at.driver.verify(inside), fails("SERVICE_ADDRESS_PRIVATE"));
    at.close();
  });
});

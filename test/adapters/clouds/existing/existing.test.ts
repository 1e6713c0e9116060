import assert from "node:assert/strict";
import type { CloudAccount } from "../../../../src/adapters/clouds/contract/index.ts";
import { createExisting } from "../../../../src/adapters/clouds/existing/existing.ts";
import { fails, TOKEN } from "../cloud-tests.ts";

const account: CloudAccount = { endpoint: "", region: "", privateNetwork: "", credentials: {}, settings: {} };
const order = {
  ...{ clientToken: TOKEN, isRepeat: false, name: "build-1" },
  ...{ region: "", size: "", image: "", publicKeys: [], tags: [] },
};

describe("Existing hosts", () => {
  const driver = createExisting();

  const good: readonly (readonly [typed: string, address: string])[] = [
    ["203.0.113.7", "203.0.113.7"],
    [" Build-1.Example.COM ", "build-1.example.com"],
    ["localhost", "localhost"],
    ["2001:db8::1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["10.0.0.5", "10.0.0.5"],
  ];
  for (const [typed, address] of good)
    it(`are taken by ${typed.trim()}`, async () => {
      const server = await driver.createServer(account, { ...order, address: typed });

      assert.deepEqual(
        [server.providerId, server.publicAddress, server.state, server.clientToken],
        [address, address, "running", TOKEN],
      );
      assert.equal((await driver.describeServer(account, server))?.publicAddress, address);
      await driver.verify({ ...account, endpoint: typed });
    });

  for (const typed of [
    "",
    "https://build-1",
    "build-1:22",
    "root@build-1",
    "a b",
    "1.2.3",
    "300.1.1.1",
    "-x",
    "x;reboot",
    "x".repeat(64),
  ])
    it(`are not "${typed.slice(0, 20)}"`, async () => {
      await assert.rejects(
        driver.createServer(account, { ...order, address: typed }),
        fails("CLOUD_ADDRESS_INVALID"),
      );
      if (typed !== "")
        await assert.rejects(driver.verify({ ...account, endpoint: typed }), fails("CLOUD_ADDRESS_INVALID"));
    });

  it("have nothing to choose from, and can't be switched off", async () => {
    assert.deepEqual(
      await Promise.all([
        driver.listRegions(account),
        driver.listSizes(account, ""),
        driver.listImages(account, ""),
        driver.listByTag(account),
      ]),
      [[], [], [], []],
    );
    const server = await driver.createServer(account, { ...order, address: "build-1" });
    await assert.rejects(driver.power(account, server, "stop"), fails("CLOUD_POWER_UNSUPPORTED"));
    await assert.rejects(driver.forceStop(account, server), fails("CLOUD_POWER_UNSUPPORTED"));
  });

  it("are forgotten, not deleted", async () => {
    const server = await driver.createServer(account, { ...order, address: "build-1" });

    assert.equal(await driver.deleteServer(account, server), "missing");
  });
});

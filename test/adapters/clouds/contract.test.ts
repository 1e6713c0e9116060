import assert from "node:assert/strict";
import type { FakeHooks, FakeServerMade } from "../../../demo/clouds/http/hooks.ts";
import type { CloudAccount, CloudDriver, ServerOrder } from "../../../src/adapters/clouds/contract/index.ts";
import { createExisting } from "../../../src/adapters/clouds/existing/existing.ts";
import { setUp as setUpDigitalOcean } from "./digitalocean/setup.ts";
import { setUp as setUpEc2 } from "./ec2/setup.ts";
import { MIRAS_KEY, OTHER_TOKEN, TOKEN } from "./cloud-tests.ts";

interface Setup {
  readonly driver: CloudDriver;
  readonly account: CloudAccount;
  readonly order: ServerOrder;
  close(): void;
}

const nothing: CloudAccount = { endpoint: "", region: "", privateNetwork: "", credentials: {}, settings: {} };
const host: ServerOrder = {
  ...{ clientToken: TOKEN, isRepeat: false, name: "build-1", address: "203.0.113.7" },
  ...{ region: "", size: "", image: "", publicKeys: [MIRAS_KEY], tags: [] },
};
const PROVIDERS: Readonly<Record<string, (hooks: FakeHooks) => Promise<Setup>>> = {
  existing: () =>
    Promise.resolve({ driver: createExisting(), account: nothing, order: host, close: () => undefined }),
  digitalocean: (hooks) => setUpDigitalOcean({ ...hooks, readsUntilDone: 1 }),
  ec2: (hooks) => setUpEc2({ ...hooks, readsUntilDone: 1 }),
};

for (const [key, setUp] of Object.entries(PROVIDERS))
  describe(`A driver, as all are: ${key}`, () => {
    let at: Setup;
    let made: FakeServerMade[];
    let deleted: string[];
    beforeEach(async () => {
      made = [];
      deleted = [];
      at = await setUp({
        onServerCreated: (server) => {
          made.push(server);
          return Promise.resolve({ publicAddress: "203.0.113.99", privateAddress: "10.9.9.9" });
        },
        onServerDeleted: (providerId) => {
          deleted.push(providerId);
          return Promise.resolve();
        },
      });
    });
    afterEach(() => at.close());

    it("is that of its description", () => {
      assert.equal(at.driver.description.key, key);
    });

    it("lets in whose account it is", async () => {
      assert.notEqual((await at.driver.verify(at.account)).accountName, "");
    });

    it("offers its own defaults", async () => {
      const { defaults, hasRegions } = at.driver.description;
      const regions = await at.driver.listRegions(at.account);
      const sizes = await at.driver.listSizes(at.account, defaults.region);
      const images = await at.driver.listImages(at.account, defaults.region);

      assert.equal(
        regions.some(({ id }) => id === defaults.region),
        hasRegions,
      );
      if (defaults.size !== "") assert.ok(sizes.some(({ id }) => id === defaults.size));
      if (defaults.image === "") return;
      const image = images.find(({ id, alias }) => id === defaults.image || alias === defaults.image);
      assert.equal(image?.sshUser, defaults.sshUser);
    });

    it("makes a server that is found again in every way, and is the same however often it is asked for", async () => {
      const first = await at.driver.createServer(at.account, at.order);
      const again = await at.driver.createServer(at.account, { ...at.order, isRepeat: true });
      const shown = await at.driver.describeServer(at.account, first);

      assert.equal(again.providerId, first.providerId);
      assert.equal(again.clientToken, TOKEN);
      assert.equal(shown?.providerId, first.providerId);
      assert.equal(shown.state, "running");
      if (key === "existing") return;
      assert.equal(shown.publicAddress, "203.0.113.99");
      assert.equal(shown.privateAddress, "10.9.9.9");
      const token = { clientToken: TOKEN, region: first.region };
      assert.equal((await at.driver.findByToken(at.account, token))?.providerId, first.providerId);
      assert.deepEqual(
        (await at.driver.listByTag(at.account)).map(({ providerId }) => providerId),
        [first.providerId],
      );
      assert.deepEqual(
        made.map(({ providerId, name, size }) => [providerId, name, size]),
        [[first.providerId, at.order.name, at.order.size]],
      );
    });

    it("knows nothing of a token that nobody used", async () => {
      await at.driver.createServer(at.account, at.order);

      assert.equal(
        await at.driver.findByToken(at.account, { clientToken: OTHER_TOKEN, region: "" }),
        undefined,
      );
    });

    it("deletes a server, once and again", async () => {
      const server = await at.driver.createServer(at.account, at.order);
      await at.driver.describeServer(at.account, server);
      await at.driver.deleteServer(at.account, server);
      await at.driver.deleteServer(at.account, server);

      assert.deepEqual(deleted, key === "existing" ? [] : [server.providerId]);
      assert.deepEqual(
        (await at.driver.listByTag(at.account)).filter(({ state }) => state !== "deleting"),
        [],
      );
    });

    it("lets in whom the order names", async () => {
      await at.driver.createServer(at.account, at.order);

      if (key === "existing") return;
      const [server] = made;
      assert.ok(server !== undefined);
      assert.ok([server.userData, ...server.publicKeys].some((text) => text.includes(MIRAS_KEY)));
    });
  });

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { z } from "zod";
import type { CloudAccount, CloudDriver, ServerOrder } from "../../../src/adapters/clouds/contract/index.ts";
import { accountOf, setUp as setUpDigitalOcean } from "./digitalocean/setup.ts";
import { addKey, setUp as setUpEc2 } from "./ec2/setup.ts";

const guide = readFileSync(new URL("../../../docs/guides/clouds.md", import.meta.url), "utf8");

/** Everything that a driver does, from the first look to the end. */
async function liveThrough(driver: CloudDriver, account: CloudAccount, order: ServerOrder): Promise<void> {
  await driver.listRegions(account);
  await driver.listSizes(account, "");
  await driver.listImages(account, "");
  const server = await driver.createServer(account, order);
  await driver.createServer(account, { ...order, isRepeat: true });
  const rest = async (): Promise<void> => {
    while ((await driver.describeServer(account, server))?.isBusy === true);
  };
  await rest();
  for (const action of ["reboot", "stop", "start"] as const) {
    await driver.power(account, server, action);
    await rest();
  }
  await driver.forceStop(account, server);
  await rest();
  assert.equal((await driver.listByTag(account)).length, 1);
  await driver.deleteServer(account, server);
}

describe("The guide to clouds", () => {
  it("names the scopes that DigitalOcean's driver needs, and no fewer", async () => {
    const section = /## DigitalOcean\n([^]*?)\n## /.exec(guide)?.[1] ?? "";
    const scopes = [...section.matchAll(/`([a-z_]+:[a-z]+)`/g)].map(([, scope = ""]) => scope);
    const at = await setUpDigitalOcean();
    at.fake.addToken("dop_v1_guide", scopes);
    const account = accountOf(at.fake, "dop_v1_guide");

    assert.deepEqual((await at.driver.verify(account)).notes, ["0 of 25 droplets are in use."]);
    await liveThrough(at.driver, account, at.order);

    assert.deepEqual(at.fake.droplets(), []);
    at.close();
  });

  it("gives a policy that EC2's driver can live with", async () => {
    const json = /```json\n([^]*?)```/.exec(guide)?.[1] ?? "{}";
    const texts = z.union([z.string(), z.array(z.string())]);
    const policy = z.object({ Statement: z.array(z.object({ Action: texts })) }).parse(JSON.parse(json));
    const actions = policy.Statement.flatMap(({ Action }) => Action).map((one) => one.replace(/^ec2:/, ""));
    const at = await setUpEc2();
    const account = addKey(at.fake, actions);

    assert.deepEqual((await at.driver.verify(account)).notes, []);
    await liveThrough(at.driver, account, at.order);

    assert.deepEqual(at.fake.instances(), []);
    at.close();
  });
});

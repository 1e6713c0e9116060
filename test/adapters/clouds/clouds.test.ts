import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createClouds } from "../../../src/adapters/clouds/index.ts";
import { CLOUD_PROVIDERS, type Clouds } from "../../../src/adapters/clouds/contract/index.ts";
import { LeapingTime } from "../../support/leaping-time.ts";
import { cloudHttp, loopback, PATIENT_MS } from "./cloud-tests.ts";

describe("The providers of servers", () => {
  const time = new LeapingTime();
  const http = cloudHttp(PATIENT_MS);
  let clouds: Clouds;
  before(() => {
    clouds = createClouds({ http, network: loopback, version: "1", clock: time, timers: time });
  });
  after(() => {
    clouds.close();
    http.close();
  });

  it("are each described, and each has a driver with the same description", async () => {
    assert.deepEqual(
      clouds.descriptions.map(({ key }) => key),
      CLOUD_PROVIDERS,
    );
    for (const description of clouds.descriptions)
      assert.equal((await clouds.get(description.key)).description, description);
  });

  it("are made once", async () => {
    assert.equal(await clouds.get("ec2"), await clouds.get("ec2"));
  });

  for (const key of CLOUD_PROVIDERS)
    it(`say what they ask for in words that fit a form: ${key}`, () => {
      const description = clouds.descriptions.find((one) => one.key === key);
      assert.ok(description !== undefined);
      const names = description.fields.map(({ name }) => name);
      assert.equal(new Set(names).size, names.length);
      for (const { isSecret, keptIn, hint, label } of description.fields) {
        // What is secret is sealed.
        assert.ok(!isSecret || keptIn === "credentials");
        assert.match(hint, /^[A-Z].*\.$/);
        assert.ok(label.length <= 30 && hint.length <= 220);
      }
      assert.equal(
        description.needsCredentials,
        description.fields.some(({ isSecret }) => isSecret),
      );
    });

  it("load no vendor's SDK before it is needed", () => {
    const program = `
      import { createRequire } from "node:module";
      const { createClouds } = await import(${JSON.stringify(new URL("../../../src/adapters/clouds/index.ts", import.meta.url).href)});
      const loaded = () => Object.keys(createRequire(import.meta.url).cache).some((file) => file.includes("@aws-sdk"));
      const clouds = createClouds({ http: {}, network: {}, version: "1", clock: {}, timers: {} });
      await clouds.get("existing");
      await clouds.get("digitalocean");
      const before = loaded();
      await clouds.get("ec2");
      console.log(JSON.stringify([before, loaded()]));
      clouds.close();`;

    const said = execFileSync(process.execPath, ["--input-type=module", "--eval", program], {
      encoding: "utf8",
    });

    assert.deepEqual(JSON.parse(said), [false, true]);
  });
});

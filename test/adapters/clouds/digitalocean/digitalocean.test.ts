import assert from "node:assert/strict";
import type { CloudServer } from "../../../../src/adapters/clouds/contract/index.ts";
import { fails, JONS_KEY, MIRAS_KEY, OTHER_TOKEN, TOKEN } from "../cloud-tests.ts";
import { accountOf, setUp, type DigitalOceanSetup } from "./setup.ts";

describe("DigitalOcean", () => {
  let at: DigitalOceanSetup;
  beforeEach(async () => {
    at = await setUp();
  });
  afterEach(() => at.close());

  it("says whose token it is, and how many droplets there may be", async () => {
    assert.deepEqual(await at.driver.verify(at.account), {
      accountName: "My Team",
      notes: ["0 of 25 droplets are in use."],
    });
  });

  it("names the scopes that a token lacks, though it lets us in", async () => {
    at.fake.addToken("dop_v1_some", ["account:read", "droplet:read", "droplet:create", "regions:read"]);

    const { notes } = await at.driver.verify(accountOf(at.fake, "dop_v1_some"));

    assert.match(notes[0] ?? "", /^The token lacks actions:read, droplet:delete, .*tag:read\.$/);
  });

  it("takes a token from before there were scopes for what it is", async () => {
    at.fake.addToken("dop_v1_read", ["read", "account:read", "droplet:read"]);

    const { notes } = await at.driver.verify(accountOf(at.fake, "dop_v1_read"));

    assert.match(
      notes[0] ?? "",
      /lacks droplet:create, droplet:delete, droplet:update, ssh_key:create, tag:create/,
    );
  });

  it("tells of a locked account", async () => {
    at.fake.setStatus("locked");

    assert.match((await at.driver.verify(at.account)).notes.join(), /account is locked/);
  });

  it("refuses a token that can't be one", async () => {
    await assert.rejects(
      at.driver.verify(accountOf(at.fake, "dop_v1\n\u200bbad")),
      fails("CLOUD_CREDENTIALS_REFUSED", /DigitalOcean/),
    );
  });

  it("refuses a wrong token, and names the scope that is needed to look at all", async () => {
    const wrong = accountOf(at.fake, "dop_v1_bad");
    await assert.rejects(
      at.driver.verify(wrong),
      fails("CLOUD_CREDENTIALS_REFUSED", /DigitalOcean.*`cloud login`/),
    );
    at.fake.addToken("dop_v1_none", []);

    await assert.rejects(
      at.driver.verify(accountOf(at.fake, "dop_v1_none")),
      fails("CLOUD_SCOPE_MISSING", /`account:read`/),
    );
  });

  it("lists what can be had, and where", async () => {
    const regions = await at.driver.listRegions(at.account);
    const sizes = await at.driver.listSizes(at.account, "");
    const images = await at.driver.listImages(at.account, "nyc3");

    assert.deepEqual(regions[2], { id: "fra1", name: "Frankfurt 1" });
    assert.ok(!regions.some(({ id }) => id === "sfo1"), "closed for new droplets");
    assert.deepEqual(sizes[1], {
      id: "s-1vcpu-1gb",
      name: "Basic",
      cpus: 1,
      memoryMb: 1_024,
      diskGb: 25,
      monthlyPrice: { amount: 6, currency: "USD" },
    });
    assert.ok(!sizes.some(({ id }) => id === "1gb"));
    assert.ok(!(await at.driver.listSizes(at.account, "ams3")).some(({ id }) => id === "c-2"));
    assert.ok(images.some(({ id }) => id === "centos-stream-9-x64"));
    assert.ok(!images.some(({ id }) => id === "centos-7-x64"));
    assert.deepEqual(images[0], { id: "debian-12-x64", alias: "", name: "Debian 12 x64", sshUser: "root" });
  });

  it("reads lists once for ten minutes, of each account for itself", async () => {
    at.fake.addToken("dop_v1_other", "full");
    for (const account of [at.account, at.account, accountOf(at.fake, "dop_v1_other")])
      await at.driver.listSizes(account, "fra1");
    await at.driver.listSizes(at.account, "nyc1");
    assert.equal(at.fake.asked.length, 2);
    at.time.leap(601_000);
    await at.driver.listSizes(at.account, "fra1");

    assert.equal(at.fake.asked.length, 3);
  });

  it("makes a droplet with everything that was ordered", async () => {
    const server = await at.driver.createServer(at.account, {
      ...at.order,
      publicKeys: [MIRAS_KEY, JONS_KEY, `${MIRAS_KEY} again`],
      userData: "#!/bin/sh\necho hello\n",
    });

    const [droplet] = at.fake.droplets();
    assert.deepEqual(server, {
      providerId: String(droplet?.id),
      clientToken: TOKEN,
      name: "build-1",
      state: "pending",
      publicAddress: "",
      privateAddress: "",
      region: "fra1",
      size: "s-1vcpu-1gb",
      image: "debian-12-x64",
      createdAt: "2026-03-01T12:00:00.000Z",
      isBusy: true,
    });
    assert.deepEqual(droplet?.tags, ["ployst", `ployst-${TOKEN}`, "team:kitchen"]);
    assert.equal(droplet.userData, "#!/bin/sh\necho hello\n");
    assert.deepEqual(droplet.keys, at.fake.keys());
    assert.equal(at.fake.keys().length, 2);
  });

  it("adds a key to the account only once", async () => {
    await at.driver.createServer(at.account, at.order);
    await at.driver.createServer(at.account, { ...at.order, clientToken: OTHER_TOKEN, name: "build-2" });

    assert.equal(at.fake.keys().length, 1);
    assert.equal(at.fake.asked.filter((call) => call === "POST /v2/account/keys").length, 1);
  });

  it("puts a droplet into the account's private network", async () => {
    const privateNetwork = "760e09ef-dc84-11e8-981e-3cfdfeaae000";
    await at.driver.createServer({ ...at.account, privateNetwork }, at.order);

    assert.equal(at.fake.droplets()[0]?.vpcUuid, privateNetwork);
  });

  it("follows a droplet until it runs", async () => {
    const made = await at.driver.createServer(at.account, at.order);
    const states: (CloudServer | undefined)[] = [];
    for (let look = 0; look < 3; look += 1) states.push(await at.driver.describeServer(at.account, made));

    assert.deepEqual(
      states.map((one) => one?.state),
      ["pending", "running", "running"],
    );
    const running = states[2];
    assert.ok(running !== undefined);
    assert.match(running.publicAddress, /^203\.0\.113\./);
    assert.match(running.privateAddress, /^10\./);
    assert.equal(running.isBusy, false);
    assert.deepEqual(await at.driver.findByToken(at.account, { clientToken: TOKEN, region: "" }), running);
    assert.deepEqual(await at.driver.listByTag(at.account), [running]);
  });

  it("knows nothing of what isn't there, and asks nothing for what can't be a droplet", async () => {
    const missing = { providerId: "77", region: "fra1" };
    assert.equal(await at.driver.describeServer(at.account, missing), undefined);
    assert.equal(await at.driver.deleteServer(at.account, missing), "missing");
    const before = at.fake.asked.length;
    for (const providerId of ["", "../account", "i-0abc", "0", "1/actions"]) {
      assert.equal(await at.driver.describeServer(at.account, { providerId, region: "" }), undefined);
      assert.equal(await at.driver.deleteServer(at.account, { providerId, region: "" }), "missing");
    }

    assert.equal(at.fake.asked.length, before);
  });

  it("stops, starts and reboots a droplet, and deletes it", async () => {
    const made = await at.driver.createServer(at.account, at.order);
    const stateAfterWork = async (): Promise<string | undefined> => {
      for (;;) {
        const found = await at.driver.describeServer(at.account, made);
        if (found?.isBusy !== true) return found?.state;
      }
    };
    const states = [await stateAfterWork()];
    for (const action of ["stop", "start", "reboot"] as const) {
      await at.driver.power(at.account, made, action);
      states.push(await stateAfterWork());
    }
    await at.driver.forceStop(at.account, made);
    states.push(await stateAfterWork());

    assert.deepEqual(states, ["running", "stopped", "running", "running", "stopped"]);
    assert.equal(await at.driver.deleteServer(at.account, made), "deleting");
    assert.equal(await at.driver.deleteServer(at.account, made), "missing");
    assert.deepEqual(at.fake.droplets(), []);
  });

  it("asks for nothing that is so already", async () => {
    const made = await at.driver.createServer(at.account, at.order);
    for (let look = 0; look < 2; look += 1) await at.driver.describeServer(at.account, made);

    await at.driver.power(at.account, made, "start");

    assert.ok(!at.fake.asked.some((call) => call.endsWith("/actions")));
  });

  it("says that DigitalOcean is still at work, and what is gone", async () => {
    const made = await at.driver.createServer(at.account, at.order);

    await assert.rejects(at.driver.power(at.account, made, "stop"), fails("CLOUD_BUSY"));
    await at.fake.deleteByHand(Number(made.providerId));
    await assert.rejects(at.driver.power(at.account, made, "stop"), fails("CLOUD_SERVER_GONE"));
  });

  it("doesn't delete what is being worked on, and says so", async () => {
    const slow = await setUp({ readsUntilDone: 10 });
    const made = await slow.driver.createServer(slow.account, slow.order);

    await assert.rejects(slow.driver.deleteServer(slow.account, made), fails("CLOUD_BUSY"));
    slow.close();
  });

  it("still shows a deleted droplet for a while", async () => {
    const lagging = await setUp({ readsUntilDone: 1, readsUntilGone: 2 });
    const made = await lagging.driver.createServer(lagging.account, lagging.order);
    await lagging.driver.describeServer(lagging.account, made);
    await lagging.driver.deleteServer(lagging.account, made);

    const shown = [];
    for (let look = 0; look < 3; look += 1)
      shown.push((await lagging.driver.describeServer(lagging.account, made)) !== undefined);

    assert.deepEqual(shown, [true, true, false]);
    lagging.close();
  });

  it("may not show what it has just made: then nothing proves that it is gone", async () => {
    const lagging = await setUp({ readsUntilDone: 1, readsUntilFound: 1 });
    const made = await lagging.driver.createServer(lagging.account, lagging.order);

    assert.equal(await lagging.driver.deleteServer(lagging.account, made), "missing");
    assert.equal(await lagging.driver.describeServer(lagging.account, made), undefined);
    assert.equal((await lagging.driver.describeServer(lagging.account, made))?.state, "running");
    assert.ok(lagging.driver.description.settleSeconds >= 60);
    lagging.close();
  });

  it("reads all pages", async () => {
    const paged = await setUp({ mostAPage: 3 });

    assert.equal((await paged.driver.listRegions(paged.account)).length, 7);
    assert.equal(paged.fake.asked.filter((call) => call.startsWith("GET /v2/regions")).length, 3);
    paged.close();
  });
});

describe("What DigitalOcean refuses", () => {
  let at: DigitalOceanSetup;
  beforeEach(async () => {
    at = await setUp();
  });
  afterEach(() => at.close());

  const wrong: readonly (readonly [string, Parameters<typeof fails>, object])[] = [
    ["an unknown region", ["CLOUD_REGION_UNKNOWN", /"fra2".*`fra1`/], { region: "fra2" }],
    ["a closed region", ["CLOUD_REGION_UNKNOWN", /"sfo1"/], { region: "sfo1" }],
    [
      "an unknown size",
      ["CLOUD_SIZE_UNKNOWN", /"s-1vcpu-1g" in fra1.*`s-1vcpu-1gb`/],
      { size: "s-1vcpu-1g" },
    ],
    ["a size that isn't there", ["CLOUD_SIZE_UNKNOWN", /"c-2" in ams3/], { size: "c-2", region: "ams3" }],
    ["an unknown image", ["CLOUD_IMAGE_UNKNOWN", /`debian-12-x64`/], { image: "debian-12-x86" }],
    ["an image by an unknown number", ["CLOUD_IMAGE_UNKNOWN", /"42"/], { image: "42" }],
    ["a name that is no host's", ["CLOUD_REFUSED", /Only valid hostname characters/], { name: "Küche 1" }],
    ["a tag with a blank", ["CLOUD_REFUSED", /Tags is invalid/], { tags: ["a b"] }],
    ["what is no key", ["CLOUD_REFUSED", /Key invalid/], { publicKeys: ["nonsense AAAA"] }],
    ["user data of an unknown kind", ["CLOUD_USER_DATA_UNKNOWN"], { userData: "<powershell>" }],
  ];
  for (const [what, fault, change] of wrong)
    it(`is ${what}`, async () => {
      await assert.rejects(at.driver.createServer(at.account, { ...at.order, ...change }), fails(...fault));

      assert.deepEqual(at.fake.droplets(), []);
    });

  it("is one droplet too many", async () => {
    at.fake.setDropletLimit(1);
    await at.driver.createServer(at.account, at.order);

    await assert.rejects(
      at.driver.createServer(at.account, { ...at.order, clientToken: OTHER_TOKEN }),
      fails("CLOUD_QUOTA", /1 of 1 droplets/),
    );
    assert.equal(at.fake.droplets().length, 1);
  });

  const scopes: readonly (readonly [string, readonly string[]])[] = [
    ["`droplet:read`, `tag:read`", []],
    ["`tag:read`", ["droplet:read"]],
    ["`ssh_key:read`", ["droplet:read", "tag:read"]],
    ["`ssh_key:create`", ["droplet:read", "tag:read", "ssh_key:read"]],
    ["`droplet:create`, `tag:create`", ["droplet:read", "tag:read", "ssh_key:read", "ssh_key:create"]],
    ["`tag:create`", ["droplet:read", "tag:read", "ssh_key:read", "ssh_key:create", "droplet:create"]],
  ];
  for (const [lacked, granted] of scopes)
    it(`is a create without ${lacked}, by name`, async () => {
      at.fake.addToken("dop_v1_some", granted);

      await assert.rejects(
        at.driver.createServer(accountOf(at.fake, "dop_v1_some"), at.order),
        fails("CLOUD_SCOPE_MISSING", new RegExp(`they lack ${lacked}\\.`)),
      );
      assert.deepEqual(at.fake.droplets(), []);
    });

  it("is more than there may be in an hour, and until when is said", async () => {
    at.fake.setHourlyLimit(1);
    await at.driver.listRegions(at.account);

    await assert.rejects(at.driver.listSizes(at.account, ""), fails("CLOUD_LIMITED", /in 60 minutes/));
  });

  it("never shows through as a word of the token", async () => {
    at.fake.addToken("blank", []);
    const account = {
      ...accountOf(at.fake, "dop_v1_good"),
      credentials: { token: "dop_v1_good", other: "hostname" },
    };

    await assert.rejects(
      at.driver.createServer(account, { ...at.order, name: "Küche" }),
      fails("CLOUD_REFUSED", /refused that\. Open it there/),
    );
  });
});

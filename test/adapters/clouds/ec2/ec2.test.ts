import assert from "node:assert/strict";
import type { CloudServer } from "../../../../src/adapters/clouds/contract/index.ts";
import { fails, JONS_KEY, MIRAS_KEY, OTHER_TOKEN, TOKEN } from "../cloud-tests.ts";
import { accountOf, addKey, setUp, type Ec2Setup } from "./setup.ts";

describe("EC2", () => {
  let at: Ec2Setup;
  beforeEach(async () => {
    at = await setUp();
  });
  afterEach(() => at.close());

  it("says whose key it is, having tried what it may do without doing it", async () => {
    assert.deepEqual(await at.driver.verify(at.account), {
      accountName: "AWS account 123456789012",
      notes: [],
    });
    assert.ok(at.fake.asked.includes("RunInstances@eu-central-1?dry"));
    assert.deepEqual(at.fake.instances(), []);
  });

  it("names the permissions that a key lacks, though it lets us in", async () => {
    const account = addKey(at.fake, ["DescribeRegions", "DescribeImages"]);

    const { accountName, notes } = await at.driver.verify(account);

    assert.equal(accountName, "access key …MPLE");
    assert.deepEqual(notes, [
      "The key lacks ec2:CreateTags, ec2:DescribeInstanceTypes, ec2:DescribeInstances, ec2:DescribeVpcs, ec2:RunInstances.",
    ]);
  });

  it("tells of what would keep people out of new instances", async () => {
    at.fake.removeDefaultVpc();

    const { notes } = await at.driver.verify({ ...at.account, settings: {} });

    assert.match(notes.join("\n"), /eu-central-1 has no default VPC: give a subnet/);
    assert.match(notes.join("\n"), /lets nobody log in/);
    const other = { ...at.account, settings: { securityGroup: "sg-0bad" } };
    assert.deepEqual(await at.driver.verify(other).then((one) => one.notes.length), 1);
  });

  it("refuses a wrong secret, and a key that nobody knows", async () => {
    for (const wrong of [
      accountOf(at.fake, "AKIAIOSFODNN7EXAMPLE", "wJalrXwrong"),
      accountOf(at.fake, "AKIAnobody"),
      accountOf(at.fake, "AKIA\u200bnobody"),
    ])
      await assert.rejects(
        at.driver.verify(wrong),
        fails("CLOUD_CREDENTIALS_REFUSED", /AWS EC2 doesn't accept.*`cloud login`/),
      );
  });

  it("lists what can be had, and where", async () => {
    const regions = await at.driver.listRegions(at.account);
    const sizes = await at.driver.listSizes(at.account, "");
    const images = await at.driver.listImages(at.account, "us-east-1");

    assert.deepEqual(regions[0], { id: "eu-central-1", name: "eu-central-1" });
    assert.deepEqual(
      sizes.map(({ id }) => id),
      ["t3.micro", "t3.small", "t4g.small", "t3.medium", "m7i.large", "i4i.large", "c7i.xlarge"],
    );
    assert.deepEqual(sizes[0], { id: "t3.micro", name: "t3.micro", cpus: 2, memoryMb: 1_024 });
    assert.deepEqual([sizes[2]?.name, sizes[5]?.diskGb], ["t4g.small (ARM)", 468]);
    assert.deepEqual(
      images.map(({ alias, id }) => [alias, id]),
      [
        ["debian-13", "ami-0debba0000000013a"],
        ["debian-12", "ami-0debba0000000012a"],
        ["debian-12-arm64", "ami-0debba00000000a12"],
        ["ubuntu-24.04", "ami-0abcdef000002404a"],
        ["ubuntu-24.04-arm64", "ami-0abcdef00000a2404"],
        ["ubuntu-22.04", "ami-0abcdef000002204a"],
        ["al2023", "ami-0a1a1a00000002023"],
      ],
    );
    assert.deepEqual(images[1], {
      id: "ami-0debba0000000012a",
      alias: "debian-12",
      name: "Debian 12",
      sshUser: "admin",
    });
  });

  it("reads lists once for ten minutes, of each region for itself", async () => {
    for (const region of ["", "eu-central-1", "us-east-1", "us-east-1"])
      await at.driver.listSizes(at.account, region);

    assert.deepEqual(at.fake.asked, [
      "DescribeRegions@us-east-1",
      "DescribeInstanceTypes@eu-central-1?current-generation&bare-metal",
      "DescribeInstanceTypes@us-east-1?current-generation&bare-metal",
    ]);
  });

  it("makes an instance with everything that was ordered", async () => {
    const server = await at.driver.createServer(at.account, {
      ...at.order,
      publicKeys: [MIRAS_KEY, JONS_KEY],
      userData: "#!/bin/sh\necho hello\n",
    });

    const [instance] = at.fake.instances();
    assert.ok(instance !== undefined);
    assert.deepEqual(server, {
      providerId: instance.id,
      clientToken: TOKEN,
      name: "build-1",
      state: "pending",
      publicAddress: "",
      privateAddress: instance.addresses.privateAddress,
      region: "eu-central-1",
      size: "t3.micro",
      image: "ami-0debba0000000012a",
      createdAt: "2026-03-01T12:00:00.000Z",
      isBusy: true,
    });
    assert.deepEqual(instance.tags, [
      { key: "Name", value: "build-1" },
      { key: "ployst", value: TOKEN },
      { key: "team:kitchen", value: "" },
    ]);
    assert.deepEqual([instance.groupIds, instance.subnetId], [["sg-0aa11bb22cc33dd44"], ""]);
    assert.equal(instance.httpTokens, "required");
    for (const part of [MIRAS_KEY, JONS_KEY, "echo hello"]) assert.ok(instance.userData.includes(part), part);
  });

  it("takes any image by its id, and puts an instance into the account's subnet", async () => {
    const account = { ...at.account, privateNetwork: "subnet-0aa11bb22cc33dd44" };
    await at.driver.createServer(account, { ...at.order, image: "ami-0debba0000000012b" });

    const [instance] = at.fake.instances();
    assert.deepEqual(
      [instance?.imageId, instance?.subnetId],
      ["ami-0debba0000000012b", "subnet-0aa11bb22cc33dd44"],
    );
  });

  it("follows an instance until it runs", async () => {
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
    assert.equal(running.isBusy, false);
    assert.deepEqual(await at.driver.findByToken(at.account, { clientToken: TOKEN, region: "" }), running);
    assert.deepEqual(await at.driver.listByTag(at.account), [running]);
  });

  it("knows nothing of what isn't there, and asks nothing for what can't be an instance", async () => {
    const missing = { providerId: "i-0123456789abcdef0", region: "eu-central-1" };
    assert.equal(await at.driver.describeServer(at.account, missing), undefined);
    assert.equal(await at.driver.deleteServer(at.account, missing), "missing");
    await assert.rejects(at.driver.power(at.account, missing, "start"), fails("CLOUD_SERVER_GONE"));
    const before = at.fake.asked.length;
    for (const providerId of ["", "3164444", "i-xyz", "i-0123456789abcdef0&Force=true"]) {
      assert.equal(await at.driver.describeServer(at.account, { ...missing, providerId }), undefined);
      assert.equal(await at.driver.deleteServer(at.account, { ...missing, providerId }), "missing");
    }

    assert.equal(at.fake.asked.length, before);
  });

  it("finds an instance in its own region, whatever the account's is", async () => {
    const made = await at.driver.createServer(at.account, { ...at.order, region: "us-west-2" });

    assert.equal((await at.driver.describeServer(at.account, made))?.region, "us-west-2");
    assert.equal(await at.driver.describeServer(at.account, { ...made, region: "" }), undefined);
    assert.deepEqual(
      (await at.driver.listByTag(at.account)).map(({ region }) => region),
      ["us-west-2"],
    );
  });

  it("stops, starts and reboots an instance, and deletes it", async () => {
    const made = await at.driver.createServer(at.account, at.order);
    const stateAfterWork = async (): Promise<string | undefined> => {
      for (;;) {
        const found = await at.driver.describeServer(at.account, made);
        if (found?.isBusy !== true) return found?.state;
      }
    };
    const states = [await stateAfterWork()];
    for (const action of ["stop", "stop", "start", "start", "reboot"] as const) {
      await at.driver.power(at.account, made, action);
      states.push(await stateAfterWork());
    }
    await at.driver.forceStop(at.account, made);
    states.push(await stateAfterWork());

    assert.deepEqual(states, ["running", "stopped", "stopped", "running", "running", "running", "stopped"]);
    assert.equal(await at.driver.deleteServer(at.account, made), "deleting");
    assert.equal(await at.driver.deleteServer(at.account, made), "deleting");
    assert.deepEqual(at.fake.instances(), []);
    assert.equal(await stateAfterWork(), "gone");
    await assert.rejects(at.driver.power(at.account, made, "start"), fails("CLOUD_SERVER_GONE"));
    assert.deepEqual(await at.driver.listByTag(at.account), []);
  });

  it("says that EC2 is still at work", async () => {
    const made = await at.driver.createServer(at.account, at.order);

    await assert.rejects(at.driver.power(at.account, made, "stop"), fails("CLOUD_BUSY"));
  });

  it("may not show what it has just made: then nothing proves that it is gone", async () => {
    const lagging = await setUp({ readsUntilDone: 1, readsUntilFound: 1 });
    const made = await lagging.driver.createServer(lagging.account, lagging.order);

    assert.equal(await lagging.driver.deleteServer(lagging.account, made), "missing");
    assert.equal(await lagging.driver.describeServer(lagging.account, made), undefined);
    assert.equal((await lagging.driver.describeServer(lagging.account, made))?.state, "running");
    lagging.close();
  });

  it("reads all pages", async () => {
    const paged = await setUp({ mostAPage: 2 });

    assert.equal((await paged.driver.listSizes(paged.account, "")).length, 7);
    assert.equal((await paged.driver.listImages(paged.account, "")).length, 7);
    assert.equal(paged.fake.asked.filter((call) => call.startsWith("DescribeInstanceTypes")).length, 4);
    paged.close();
  });
});

describe("What EC2 refuses", () => {
  let at: Ec2Setup;
  beforeEach(async () => {
    at = await setUp();
  });
  afterEach(() => at.close());

  const wrong: readonly (readonly [string, Parameters<typeof fails>, object])[] = [
    [
      "an unknown region",
      ["CLOUD_REGION_UNKNOWN", /"eu-central-2".*`eu-central-1`/],
      { region: "eu-central-2" },
    ],
    ["what can't be a region", ["CLOUD_REGION_UNKNOWN", /"evil\.example\/x"/], { region: "evil.example/x" }],
    [
      "an unknown size",
      ["CLOUD_SIZE_UNKNOWN", /"t3.mikro" in eu-central-1.*`t3.micro`/],
      { size: "t3.mikro" },
    ],
    ["an unknown image", ["CLOUD_IMAGE_UNKNOWN", /"debain-12".*`debian-12`/], { image: "debain-12" }],
    ["an unknown id", ["CLOUD_IMAGE_UNKNOWN", /"ami-00000000000000000"/], { image: "ami-00000000000000000" }],
    ["an image for another machine", ["CLOUD_REFUSED", /does not match/], { image: "debian-12-arm64" }],
    ["user data of an unknown kind", ["CLOUD_USER_DATA_UNKNOWN"], { userData: "<powershell>" }],
  ];
  for (const [what, fault, change] of wrong)
    it(`is ${what}`, async () => {
      await assert.rejects(at.driver.createServer(at.account, { ...at.order, ...change }), fails(...fault));

      assert.deepEqual(at.fake.instances(), []);
    });

  it("is one instance too many", async () => {
    at.fake.setVcpuLimit(2);
    await at.driver.createServer(at.account, at.order);

    await assert.rejects(
      at.driver.createServer(at.account, { ...at.order, clientToken: OTHER_TOKEN }),
      fails("CLOUD_QUOTA"),
    );
    assert.equal(at.fake.instances().length, 1);
  });

  it("is what there is no room for, though it looks like trouble", async () => {
    at.fake.fill("t3.micro");

    await assert.rejects(
      at.driver.createServer(at.account, at.order),
      fails("CLOUD_FULL", /t3\.micro in eu-central-1/),
    );
  });

  it("is an instance without a network", async () => {
    at.fake.removeDefaultVpc();
    await assert.rejects(
      at.driver.createServer(at.account, at.order),
      fails("CLOUD_REFUSED", /No default VPC for this user/),
    );
    const account = { ...at.account, privateNetwork: "subnet-0bad" };

    await assert.rejects(at.driver.createServer(account, at.order), fails("CLOUD_REFUSED", /subnet-0bad/));
  });

  const lacks: readonly (readonly [string, (at: Ec2Setup) => Promise<unknown>])[] = [
    ["ec2:DescribeImages", ({ driver, order, fake }) => driver.createServer(addKey(fake, []), order)],
    [
      "ec2:RunInstances",
      ({ driver, order, fake }) => driver.createServer(addKey(fake, ["DescribeImages"]), order),
    ],
    ["ec2:DescribeRegions", ({ driver, fake }) => driver.listRegions(addKey(fake, []))],
    [
      "ec2:TerminateInstances",
      ({ driver, fake }) =>
        driver.deleteServer(addKey(fake, []), { providerId: "i-0123456789abcdef0", region: "" }),
    ],
  ];
  for (const [lacked, run] of lacks)
    it(`is what needs ${lacked}, by name`, async () => {
      await assert.rejects(run(at), fails("CLOUD_SCOPE_MISSING", new RegExp(`they lack \`${lacked}\``)));
      assert.deepEqual(at.fake.instances(), []);
    });
});

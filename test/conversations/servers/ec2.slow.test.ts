import assert from "node:assert/strict";
import { startEc2, type FakeEc2 } from "../../../demo/clouds/ec2/index.ts";
import type { CloudTrouble } from "../../../demo/clouds/http/faults.ts";
import { MINUTE } from "../../../src/core/clock.ts";
import { startServerSite, type ServerSite } from "../../support/server-site.ts";

const KEY_ID = "AKIAIOSFODNN7EXAMPLE";
const SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const RUN = /^RunInstances@eu-central-1$/;

describe("a server at EC2", () => {
  let site: ServerSite;
  let ec2: FakeEc2;
  beforeEach(async () => {
    site = await startServerSite();
    ec2 = await startEc2({
      now: () => site.time.now(),
      // As cloud-init does at the first boot: EC2 itself lets nobody in.
      onServerCreated: async ({ userData }) => {
        for (const [line] of userData.matchAll(/ssh-ed25519 [^"\n]+/g)) await site.host.authorize(line);
        return { publicAddress: site.host.address, privateAddress: "10.0.0.7" };
      },
    });
    ec2.addAccessKey(KEY_ID, SECRET, "*");
    await addCloud("aws", SECRET);
  });
  afterEach(async () => {
    await site.close();
    ec2.close();
  });

  const addCloud = async (name: string, secretAccessKey: string): Promise<void> => {
    await site.chat.app.parts.store.transaction(async (tx) => {
      const made = await tx.clouds.create({
        ...{ teamId: site.teamId, name, provider: "ec2", privateNetwork: "", address: ec2.url },
        ...{ region: "eu-central-1", settings: { securityGroup: "sg-0aa11bb22cc33dd44" } },
        credentials: { accessKeyId: KEY_ID, secretAccessKey },
      });
      if (made !== undefined) await tx.clouds.markActive(made);
    });
  };
  const order = (more = "size=t3.micro image=debian-12"): string =>
    `server create build-1 cloud=aws user=deploy port=${String(site.host.port)} keys=team:deploys ${more}`;
  const isOnline = async (): Promise<boolean> => (await site.server("build-1"))?.status === "online";

  it("is made after an overview, lets the team's key in, and is stopped, started and deleted", async () => {
    const { message, text } = await site.chat.ask(site.chat.mira, order());
    assert.match(
      text,
      /Make a server for team \*\*Platform\*\* in cloud \*\*aws\*\* \(AWS EC2\): \*\*build-1\*\*\?/,
    );
    assert.match(text, /Size\nt3\.micro: 2 CPUs, 1 GB memory/);
    assert.match(text, /Price\nNot told by AWS EC2/);
    assert.deepEqual(ec2.instances(), []);

    await site.press(site.chat.mira, message, "Create");
    await site.pass(isOnline);
    await site.reads(/\*\*build-1\*\* · 🟢 Online/);

    const [instance] = ec2.instances();
    const server = await site.server("build-1");
    assert.equal(server?.providerId, instance?.id);
    assert.equal(server?.hostKeyFingerprint, site.host.hostKey);
    assert.equal(ec2.instances().length, 1);
    assert.match(await site.confirm("server stop build-1", "Stop"), /Switching off: server build-1/);
    await site.host.stop();
    await site.pass(async () => (await site.server("build-1"))?.status === "offline");
    assert.match(ec2.instances()[0]?.state ?? "", /^stopp/);
    await site.pass(() => ec2.instances()[0]?.state === "stopped");
    assert.match(await site.say("server start build-1"), /✅ Starting/);
    await site.host.start();
    await site.pass(isOnline);
    await site.confirm("server delete build-1", "Delete", { typed: "build-1" });
    await site.leap(16 * MINUTE);
    await site.pass(async () => (await site.server("build-1")) === undefined);
    assert.deepEqual(ec2.instances(), []);
    for (const shown of site.cards()) assert.ok(!shown.includes(SECRET));
  });

  for (const trouble of [429, 500, "reset", "reset-after", "late"] satisfies CloudTrouble[])
    it(`is one through ${String(trouble)}`, async () => {
      const { message } = await site.chat.ask(site.chat.mira, order());
      ec2.faults.plan(RUN, trouble);

      await site.press(site.chat.mira, message, "Create");
      await site.pass(isOnline);
      await ec2.actLate();

      assert.deepEqual(
        ec2.instances().map(({ id }) => id),
        [(await site.server("build-1"))?.providerId],
      );
    });

  it("that can't be made says why, with what may be meant or what is missing", async () => {
    assert.match(await site.say(order("size=t3.mico image=debian-12")), /no size "t3\.mico".*`t3\.micro`/);
    assert.match(await site.say(order("size=t3.micro image=debain-12")), /no image "debain-12".*`debian-12`/);
    await addCloud("wrong", `${SECRET}x`);
    assert.match(await site.say(order().replace("=aws", "=wrong")), /doesn't accept those credentials/);
    ec2.addAccessKey(KEY_ID, SECRET, ["DescribeRegions", "DescribeInstanceTypes", "DescribeImages"]);

    await site.confirm(order(), "Create");

    await site.pass(async () => (await site.server("build-1"))?.status === "failed");
    await site.reads(/❌ Failed[^]*RunInstances/);
    assert.deepEqual(ec2.instances(), []);
  });

  it("that the account has no room for fails for good, and is asked for once", async () => {
    ec2.setVcpuLimit(0);
    await site.confirm(order(), "Create");

    await site.pass(async () => (await site.server("build-1"))?.status === "failed");

    await site.leap(60 * MINUTE);
    assert.equal(ec2.asked.filter((call) => RUN.test(call)).length, 1);
    await site.reads(/❌ Failed[^]*server delete build-1/);
  });
});

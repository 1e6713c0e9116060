import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { startDigitalOcean, type FakeDigitalOcean } from "../../demo/clouds/digitalocean/index.ts";
import { startEc2 } from "../../demo/clouds/ec2/index.ts";
import type { ClickResult, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type { CloudRecord, ServerRecord } from "../../src/adapters/store/index.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { newId } from "../../src/core/ids.ts";
import { queueDueClouds } from "../../src/features/clouds/verify-job.ts";
import { listeningLog } from "../bot/world.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { createFakeDirectory } from "../support/fake-directory.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

const TOKEN = "dop_v1_good";
const LDAP = {
  LDAP_URL: "ldap://127.0.0.1:1",
  LDAP_BIND_DN: "cn=ployst,dc=team,dc=example",
  LDAP_BIND_PASSWORD: "secret",
  LDAP_PEOPLE_DN: "ou=people,dc=team,dc=example",
};

describe("clouds", () => {
  let chat: Chat;
  let fake: FakeDigitalOcean;
  let time: ManualTime;
  let logged: ReturnType<typeof listeningLog>;
  beforeEach(async () => {
    logged = listeningLog();
    time = new ManualTime(new Date().toISOString());
    fake = await startDigitalOcean({ now: () => time.now() });
    fake.addToken(TOKEN, "full");
    chat = await startChat({
      env: { OUTBOUND_PRIVATE_HOSTS: "127.0.0.1" },
      overrides: { clock: time, timers: time },
      log: logged.log,
    });
    await chat.ask(chat.mira, "team create Platform", alone(chat.mira));
  });
  afterEach(async () => {
    await chat.close();
    fake.close();
  });

  const alone = (person: FakePerson) => chat.teams.personalChat(person);
  const own = async (text: string, who: FakePerson = chat.mira): Promise<string> =>
    (await chat.ask(who, text, alone(who))).text;
  const said = ({ card, error, toast }: ClickResult, message?: FakeMessage): string =>
    error?.message ?? toast ?? (message === undefined ? "" : readable({ ...message, card: card ?? {} }));
  const entries = (more: Record<string, string> = {}) => ({
    ...{ cloudName: "do-main", secretToken: TOKEN, region: "fra1", endpoint: fake.url },
    ...more,
  });
  /** By the form that is a card, in the 1:1 chat. */
  const add = async (more: Record<string, string> = {}, who = chat.mira): Promise<string> => {
    const { message } = await chat.ask(who, "cloud add digitalocean", alone(who));
    return said(await chat.teams.clickButton(who, message.id, "Save", entries(more)), message);
  };
  const login = async (secretToken: string): Promise<string> => {
    const { message } = await chat.ask(chat.mira, "cloud login do-main", alone(chat.mira));
    return said(await chat.teams.clickButton(chat.mira, message.id, "Save", { secretToken }), message);
  };
  const teamId = async (): Promise<string> => {
    const team = await chat.app.parts.store.read((reads) =>
      reads.teams.findByName(chat.mira.tenantId, "Platform"),
    );
    return team?.id ?? "";
  };
  const clouds = async (): Promise<readonly CloudRecord[]> => {
    const id = await teamId();
    return chat.app.parts.store.read((reads) => reads.clouds.listByTeam(id, { limit: 10 }));
  };
  const theCloud = async (): Promise<CloudRecord> => {
    const [cloud] = await clouds();
    assert.ok(cloud);
    return cloud;
  };
  const events = async () => {
    const page = { limit: 100, since: new Date(0), until: new Date("2100-01-01") };
    const id = await teamId();
    const all = await chat.app.parts.store.read((reads) => reads.events.listByTeam(id, page));
    return all.filter(({ entityType }) => entityType === "cloud").toReversed();
  };
  const verbs = async () => (await events()).map(({ verb }) => verb);
  const server = async (
    name: string,
    more: { readonly providerId?: string; readonly clientToken?: string; readonly requested?: boolean } = {},
  ): Promise<ServerRecord> => {
    const cloud = await theCloud();
    return chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      const [made] =
        (await tx.servers.createMany([
          {
            ...{ teamId: cloud.teamId, cloudId: cloud.id, name, os: "linux", region: "fra1" },
            ...{ image: "debian-12-x64", size: "s-1vcpu-1gb", publicAddress: "", sshUser: "root" },
            ...{ sshPort: 22, clientToken: more.clientToken ?? newId(), requestedBy: user?.id ?? "" },
            ...{ conversationId: "", threadRootId: "" },
          },
        ])) ?? [];
      assert.ok(made);
      if (more.requested !== true)
        await tx.servers.move(made.id, ["requested"], "online", { providerId: more.providerId ?? "" });
      return made;
    });
  };
  /** As somebody else's Ployst would, or ours before it forgot. */
  const droplet = async (name: string): Promise<string> => {
    const cloud = await theCloud();
    const { driver, account } = await chat.app.parts.services.clouds.useCloud(cloud);
    const made = await driver.createServer(account, {
      ...{ clientToken: newId(), isRepeat: false, name, region: "fra1", size: "s-1vcpu-1gb" },
      ...{ image: "debian-12-x64", publicKeys: [], tags: [] },
    });
    return made.providerId;
  };
  const join = async (person: FakePerson, powers: readonly string[]): Promise<void> => {
    await chat.ask(person, "about", alone(person));
    const id = await teamId();
    await chat.app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(person.tenantId, person.aadObjectId);
      const member = { teamId: id, userId: user?.id ?? "", role: "user" } as const;
      await tx.teamMembers.create({ ...member, permissions: [...powers], state: "active" });
    });
  };

  it("are added by a form once the provider accepted what was entered, and listed", async () => {
    const form = await chat.ask(chat.mira, "cloud add digitalocean", alone(chat.mira));
    assert.match(form.text, /Add a cloud to team \*\*Platform\*\*: DigitalOcean/);
    const added = await add();

    assert.match(added, /✅ Added cloud \*\*do-main\*\* of team \*\*Platform\*\*: DigitalOcean, account /);
    assert.match(added, /0 of 25 droplets are in use/);
    const listed = await own("cloud list");
    assert.match(
      listed,
      /\*\*do-main\*\*\nDigitalOcean · fra1 · .* · 0 servers\n\*\*🟢 Active\*\* · asked last/,
    );
    const shown = await own("cloud show DO-MAIN");
    assert.match(shown, /Cloud \*\*do-main\*\* of team \*\*Platform\*\*[^]*Provider\nDigitalOcean/);
    assert.doesNotMatch(listed + shown + added, /dop_v1/);
    assert.deepEqual(await verbs(), ["created", "verified"]);
    const credentials = await chat.app.parts.store.read(async (reads) =>
      reads.clouds.findCredentials((await theCloud()).id),
    );
    assert.deepEqual(credentials, { token: TOKEN });
  });

  it("are chosen among the providers where none is named", async () => {
    const offered = await chat.ask(chat.mira, "cloud add", alone(chat.mira));
    for (const name of ["Existing hosts", "DigitalOcean", "AWS EC2"])
      assert.match(offered.text, new RegExp(name));

    const { dialog } = await chat.teams.clickButton(chat.mira, offered.message.id, "Add DigitalOcean…");
    assert.ok(dialog);
    const sent = await chat.teams.submitDialog(chat.mira, alone(chat.mira), dialog.card, "Save", entries());

    assert.match(said(sent), /✅ Added cloud do-main of team Platform/);
  });

  it("are added from a channel by a dialog, and nothing of it is seen there", async () => {
    const offered = await chat.ask(chat.mira, "cloud add do do-main");
    assert.doesNotMatch(offered.text, /AWS/);
    const { dialog } = await chat.teams.clickButton(chat.mira, offered.message.id, "Add DigitalOcean…");
    assert.match(JSON.stringify(dialog?.card), /"value":"do-main"/);

    const sent = await chat.teams.submitDialog(
      chat.mira,
      chat.channel,
      dialog?.card ?? {},
      "Save",
      entries(),
    );

    assert.match(said(sent), /✅ Added cloud do-main/);
    assert.doesNotMatch(JSON.stringify(chat.channel.threads), /dop_v1/);
  });

  it("of hosts that are there need no credentials", async () => {
    const { message } = await chat.ask(chat.mira, "cloud add hosts lab", alone(chat.mira));
    const pressed = await chat.teams.clickButton(chat.mira, message.id, "Save", { cloudName: "lab" });

    assert.match(said(pressed, message), /✅ Added cloud \*\*lab\*\*.*Existing hosts/);
    assert.match(await own("cloud list"), /\*\*lab\*\*\nExisting hosts · .*0 servers\n\*\*🟢 Active/);
    assert.match(await own("cloud login lab"), /has no credentials/);
    assert.match(await own("cloud verify lab"), /✅ Cloud \*\*lab\*\*.*works/);
  });

  it("of AWS are added with a key and a security group, in a region that there is", async () => {
    const ec2 = await startEc2({ now: () => time.now() });
    ec2.addAccessKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI", "*");
    const send = async (more: Record<string, string> = {}): Promise<string> => {
      const { message } = await chat.ask(chat.mira, "cloud add aws", alone(chat.mira));
      const inputs = {
        ...{ cloudName: "aws", fieldAccessKeyId: "AKIAIOSFODNN7EXAMPLE", region: "eu-central-1" },
        ...{ secretSecretAccessKey: "wJalrXUtnFEMI", fieldSecurityGroup: "sg-0aa1", endpoint: ec2.url },
        ...more,
      };
      return said(await chat.teams.clickButton(chat.mira, message.id, "Save", inputs), message);
    };
    try {
      assert.match(await send({ secretSecretAccessKey: "wrong" }), /AWS EC2 doesn't accept that/);
      assert.match(
        await send({ region: "eu-centrl-1" }),
        /no region "eu-centrl-1"\. Did you mean "eu-central-1"/,
      );
      assert.match(await send(), /✅ Added cloud \*\*aws\*\*/);

      assert.match(await own("cloud verify aws"), /works[^]*Its servers are those that I know/);
      const { settings } = await theCloud();
      assert.equal(settings["securityGroup"], "sg-0aa1");
      assert.doesNotMatch(JSON.stringify(alone(chat.mira).threads) + (await written()), /wJalrXUtnFEMI/);
    } finally {
      ec2.close();
    }
  });

  it("with wrong credentials are not kept; the form comes again without them", async () => {
    const again = await add({ secretToken: "dop_v1_wrong" });

    assert.match(again, /⚠️ DigitalOcean doesn't accept that.*Nothing was kept/);
    assert.match(again, /do-main/);
    assert.doesNotMatch(again, /dop_v1_wrong/);
    assert.deepEqual(await clouds(), []);
    assert.deepEqual(await verbs(), []);
  });

  it("say which scopes are missing", async () => {
    fake.addToken("dop_v1_none", ["droplet:read"]);
    assert.match(await add({ secretToken: "dop_v1_none" }), /they lack .*account:read/);
    assert.deepEqual(await clouds(), []);
    fake.addToken("dop_v1_few", ["account:read", "droplet:read", "regions:read"]);
    assert.match(await add({ secretToken: "dop_v1_few" }), /The token lacks .*droplet:create/);
  });

  it("whose provider is away are kept unchecked, asked again by themselves, and told of", async () => {
    fake.faults.plan(/./, 503, 20);
    assert.match(await add(), /🟡 Saved cloud \*\*do-main\*\*.*asked again by itself/);
    assert.match(await own("cloud list"), /🟡 Saved, not verified yet/);
    fake.faults.clear();

    await time.advance(3 * MINUTE);

    await until(async () => (await theCloud()).state === "active");
    await until(() =>
      alone(chat.mira).threads.some((one) => /✅ Cloud \*\*do-main\*\*.*works/.test(readable(one))),
    );
    assert.deepEqual(await verbs(), ["created", "verified"]);
  });

  it("sent twice at the same moment are added once", async () => {
    const { message } = await chat.ask(chat.mira, "cloud add digitalocean", alone(chat.mira));
    const send = () => chat.teams.clickButton(chat.mira, message.id, "cloud.save", entries());

    await Promise.all([send(), send()]);

    assert.equal((await clouds()).length, 1);
    assert.deepEqual(await verbs(), ["created", "verified"]);
    assert.match(await add({ cloudName: "DO-MAIN" }), /has a cloud \*\*DO-MAIN\*\* already/);
  });

  const bad: readonly (readonly [string, Record<string, string>, RegExp])[] = [
    ["an empty field", { secretToken: " " }, /"API token" is empty/],
    ["a token that can't be one", { secretToken: "one\u200btwo" }, /DigitalOcean doesn't accept that/],
    ["no name", { cloudName: "" }, /can't name a cloud/],
    ["a name of two words", { cloudName: "my cloud" }, /can't name a cloud/],
    ["an endpoint inside", { endpoint: "https://10.0.0.1" }, /inside a private network/],
    ["an endpoint without TLS", { endpoint: "http://api.example.com" }, /https and a host/],
  ];
  for (const [what, more, expected] of bad)
    it(`say what is wrong with ${what}, and ask nobody`, async () => {
      assert.match(await add(more), expected);
      assert.deepEqual(fake.asked, []);
    });

  it("know the provider's regions", async () => {
    assert.match(await add({ region: "fra2" }), /has no region "fra2"\. Did you mean "fra1"/);
  });

  it("know no other provider, and no other cloud", async () => {
    assert.match(await own("cloud add digitalocan"), /no provider that I know\. Did you mean `digitalocean`/);
    await add();
    assert.match(await own("cloud show do-mian"), /no cloud "do-mian"\. Did you mean `do-main`/);
    assert.match(await own("cloud restore do-main"), /has removed no cloud/);
    assert.match(await own("cloud login"), /which cloud/);
  });

  it("refuse a token in a message, and keep nothing of it", async () => {
    await add();
    for (const text of [
      `cloud add do x ${TOKEN}x`,
      `cloud login do-main ${TOKEN}x`,
      `cloud add do ${"t".repeat(64)}`,
      `cloud add dop_v1_${"t".repeat(64)}`,
    ])
      assert.match(await own(text), /nothing behind it.*revoke it/);

    assert.doesNotMatch(await written(), /dop_v1_goodx|t{64}/);
  });

  const written = async (): Promise<string> => {
    const { database } = chat.app.parts.config;
    assert.ok(database.dialect === "sqlite");
    const files = ["", "-wal"].map((end) => readFile(`${database.file}${end}`, "latin1").catch(() => ""));
    return (await Promise.all(files)).join("");
  };

  it("are written down without a credential in the clear", async () => {
    await add();
    await login("dop_v1_wrong");

    fake.faults.plan(/./, 503, 20);
    await own("cloud verify do-main");

    const all = await written();
    assert.match(all, /cloud\.save/);
    assert.doesNotMatch(all, /dop_v1/);
    assert.doesNotMatch(JSON.stringify(logged.lines), /dop_v1/);
    assert.doesNotMatch(JSON.stringify(alone(chat.mira).threads), /dop_v1/);
  });

  describe("logging in again", () => {
    beforeEach(async () => {
      await add();
    });

    it("keeps the new credentials, once they are accepted", async () => {
      fake.addToken("dop_v1_new", "full");

      assert.match(
        await login("dop_v1_new"),
        /✅ DigitalOcean accepts the new credentials of cloud \*\*do-main\*\*/,
      );

      const { id, state } = await theCloud();
      assert.equal(state, "active");
      const kept = await chat.app.parts.store.read((reads) => reads.clouds.findCredentials(id));
      assert.deepEqual(kept, { token: "dop_v1_new" });
      assert.deepEqual(await verbs(), ["created", "verified", "updated", "verified"]);
    });

    it("leaves those before where the new ones are refused", async () => {
      assert.match(await login("dop_v1_wrong"), /⚠️ DigitalOcean doesn't accept that/);

      const { id, state } = await theCloud();
      assert.equal(state, "active");
      const kept = await chat.app.parts.store.read((reads) => reads.clouds.findCredentials(id));
      assert.deepEqual(kept, { token: TOKEN });
    });

    it("takes them unchecked while the provider is away", async () => {
      fake.faults.plan(/./, 503, 20);

      assert.match(await login(TOKEN), /🟡 Saved the new credentials/);

      assert.equal((await theCloud()).state, "unchecked");
    });

    it("is a dialog where others read along", async () => {
      const offered = await chat.ask(chat.mira, "cloud login do-main");
      const { dialog } = await chat.teams.clickButton(chat.mira, offered.message.id, "Open the form…");

      const sent = await chat.teams.submitDialog(chat.mira, chat.channel, dialog?.card ?? {}, "Save", {
        secretToken: TOKEN,
      });

      assert.match(said(sent), /✅ DigitalOcean accepts/);
    });
  });

  describe("verified", () => {
    beforeEach(async () => {
      await add();
    });

    it("say that the servers are those that are known", async () => {
      assert.match(
        await own("cloud verify do-main"),
        /✅ Cloud \*\*do-main\*\*[^]*Its servers are those that I know/,
      );
    });

    it("name what is there and nobody's", async () => {
      await droplet("forgotten-1");
      await time.advance(MINUTE);

      assert.match(
        await own("cloud verify do-main"),
        /none of this cloud's servers: \*\*forgotten-1 \(\d+, fra1\)\*\*.*cost money/,
      );
    });

    it("name what is gone there, but not what is too young to show", async () => {
      await server("web-1", { providerId: "999" });
      await server("web-2", { requested: true });
      assert.match(await own("cloud verify do-main"), /those that I know/);

      await time.advance(3 * MINUTE);

      const text = await own("cloud verify do-main");
      assert.match(text, /Kept here, and not there any more: \*\*web-1\*\*\./);
      assert.doesNotMatch(text, /web-2/);
    });

    it("know a server by its id, and by its order's token", async () => {
      const providerId = await droplet("web-1");
      await server("web-1", { providerId });
      await time.advance(3 * MINUTE);

      assert.match(await own("cloud verify do-main"), /those that I know/);
    });

    it("fail visibly when the provider no longer lets us in, until it does", async () => {
      fake.faults.plan(/account/, 401, 1);
      assert.match(await own("cloud verify do-main"), /doesn't accept those credentials.*`cloud login`/);
      assert.match(await own("cloud list"), /🔴 Doesn't let me in[^]*doesn't accept those credentials/);

      assert.match(await own("cloud verify do-main"), /works/);
      assert.match(await own("cloud list"), /🟢 Active/);
      assert.deepEqual(await verbs(), ["created", "verified", "failed", "verified"]);
    });

    it("stay as they are while the provider is away", async () => {
      fake.faults.plan(/./, 503, 20);

      assert.match(await own("cloud verify do-main"), /DigitalOcean.* doesn't answer/);
      assert.equal((await theCloud()).state, "active");
    });

    it("say what can't be compared, beside that it works", async () => {
      fake.faults.plan(/droplets\?tag_name/, 403, 2);

      assert.match(await own("cloud verify do-main"), /works[^]*⚠️ I couldn't compare its servers/);
    });
  });

  describe("asked once a day", () => {
    beforeEach(async () => {
      await add();
    });
    const told = (pattern: RegExp) =>
      alone(chat.mira).threads.filter((one) => one.from === "bot" && pattern.test(readable(one))).length;
    const aDayLater = async (): Promise<number> => {
      const before = fake.asked.length;
      const queued = await chat.app.parts.store.transaction((tx) =>
        queueDueClouds(tx, new Date(time.now().getTime() + DAY + MINUTE)),
      );
      await time.advance(31_000);
      if (queued > 0) await until(() => fake.asked.length > before);
      await time.advance(1_000);
      return queued;
    };

    it("tell the team's owner once that they fail, and that they work again", async () => {
      fake.faults.plan(/account/, 401, 2);
      await aDayLater();
      await until(
        () => told(/⚠️ Cloud \*\*do-main\*\* of team Platform doesn't let me in.*cloud login/) === 1,
      );
      await aDayLater();
      assert.equal(told(/⚠️ Cloud/), 1);

      await aDayLater();
      await until(() => told(/✅ Cloud \*\*do-main\*\* of team Platform works/) === 1);
    });

    it("say nothing of an outage, and are queued once", async () => {
      fake.faults.plan(/./, 503, 50);

      assert.equal(await aDayLater(), 1);
      assert.equal(await aDayLater(), 0);

      assert.equal(told(/⚠️ Cloud/), 0);
      assert.equal((await theCloud()).state, "active");
    });
  });

  describe("removed", () => {
    beforeEach(async () => {
      await add();
    });

    it("after a question, and restored with their credentials", async () => {
      const asked = await chat.ask(chat.mira, "cloud remove do-main", alone(chat.mira));
      assert.match(
        asked.text,
        /Team Platform\nRemove cloud \*\*do-main\*\* \(DigitalOcean\)\? At the provider nothing/,
      );
      const pressed = await chat.teams.clickButton(chat.mira, asked.message.id, "Remove");
      assert.match(said(pressed, asked.message), /✅ Removed cloud \*\*do-main\*\*/);
      assert.match(await own("cloud list"), /None yet/);

      assert.match(await own("cloud restore do-main"), /✅ Restored cloud \*\*do-main\*\*.*🟢 Active/);
      assert.match(await own("cloud verify do-main"), /works/);
      assert.deepEqual(await verbs(), ["created", "verified", "deleted", "restored"]);
    });

    it("not while they have servers, which are named", async () => {
      await server("web-1");
      assert.match(await own("cloud remove do-main"), /has servers: web-1\. .*nothing was removed/);
    });

    it("not when a server came between the question and the answer", async () => {
      const asked = await chat.ask(chat.mira, "cloud remove do-main", alone(chat.mira));
      await server("web-1");

      const pressed = await chat.teams.clickButton(chat.mira, asked.message.id, "Remove");

      assert.match(said(pressed, asked.message), /has servers: web-1/);
      assert.equal((await clouds()).length, 1);
    });

    it("by nobody else's press, and only once", async () => {
      const asked = await chat.ask(chat.mira, "cloud remove do-main");
      const foreign = await chat.teams.clickButton(chat.jon, asked.message.id, "Remove");
      assert.match(said(foreign), /Only the person who ran the command/);

      const press = () => chat.teams.clickButton(chat.mira, asked.message.id, "confirm");
      await Promise.all([press(), press()]);

      assert.deepEqual(await clouds(), []);
      assert.equal((await verbs()).filter((verb) => verb === "deleted").length, 1);
    });

    it("and not restored over another one of the name", async () => {
      const asked = await chat.ask(chat.mira, "cloud remove do-main", alone(chat.mira));
      await chat.teams.clickButton(chat.mira, asked.message.id, "Remove");
      await add();

      assert.match(await own("cloud restore do-main"), /has a cloud \*\*do-main\*\* already/);
    });
  });

  it("need the team's power to be changed, and only membership to be seen", async () => {
    await add();
    assert.match(await own("cloud list", chat.jon), /aren't in a team/);
    await join(chat.jon, []);
    assert.match(await own("cloud list", chat.jon), /do-main/);
    for (const text of ["cloud add", "cloud verify do-main", "cloud login do-main", "cloud remove do-main"])
      assert.match(await own(text, chat.jon), /cloud\.create/);
    const offered = await chat.ask(chat.mira, "cloud add");
    const pressed = await chat.teams.clickButton(chat.jon, offered.message.id, "Add DigitalOcean…");
    assert.match(said(pressed), /cloud\.create/);
  });

  it("are not added to another team than the form said", async () => {
    const { message } = await chat.ask(chat.mira, "cloud add digitalocean", alone(chat.mira));
    await own("team create Other");

    const pressed = await chat.teams.clickButton(chat.mira, message.id, "Save", entries());

    assert.match(said(pressed, message), /about another team.*team Other now/);
    assert.deepEqual(await clouds(), []);
  });

  it("wait for their person's details where there is a directory, and go on by themselves", async () => {
    const directory = createFakeDirectory();
    const other = await startChat({ env: LDAP, overrides: { directory } });
    try {
      const mine = other.teams.personalChat(other.mira);
      await other.ask(other.mira, "team create Platform", mine);
      const form = await other.ask(other.mira, "cloud add hosts lab", mine);
      assert.doesNotMatch(form.text, /Add a cloud/);
      const details = { surname: "Chen", uid: "mchen", shell: "/bin/bash" };
      await other.teams.clickButton(other.mira, form.message.id, "Save", details);

      const cloud = await other.teams.world.waitFor(() =>
        mine.threads.find((one) =>
          readable(one).includes("Add a cloud to team **Platform**: Existing hosts"),
        ),
      );
      const pressed = await other.teams.clickButton(other.mira, cloud.id, "Save", { cloudName: "lab" });
      assert.match(said(pressed, cloud), /✅ Added cloud/);
      assert.match((await other.ask(other.mira, "cloud list", mine)).text, /lab/);
    } finally {
      await other.close();
    }
  });

  it("are a step of the start", async () => {
    const before = await chat.ask(chat.mira, "start", alone(chat.mira));
    assert.match(before.text, /Add a cloud/);
    await add();

    assert.match(await own("start"), /✅ \d · Add a cloud\nCloud: \*\*do-main\*\*/);
  });
});

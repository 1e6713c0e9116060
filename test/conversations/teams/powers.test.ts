import assert from "node:assert/strict";
import type { FakePerson } from "../../../demo/teams/connector/index.ts";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams give powers", () => {
  const { at, newChannel, person, tell, find, verbs, create } = useTeamTalk();

  it("by role and one by one, and say what somebody may do now", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    const say = (text: string) => tell(at().mira, text, [at().jon], channel);

    const deployer = await say("team grant @{0} deployer");
    const more = await say("team grant @{0} SERVER.CREATE, env.read");
    const same = await say("team grant @{0} member");
    const less = await say("team revoke @{0} deploy.approve");
    const admin = await say("team grant @{0} admin");
    const gone = await say("team revoke @{0} admin");

    const within = `in team \\*\\*${name}\\*\\*`;
    assert.match(
      deployer.text,
      new RegExp(
        `✅ Jon Park is a member with \`deploy.run\`, \`deploy.approve\`, \`env.read\` ${within} now\\.`,
      ),
    );
    assert.match(more.text, /with `server.create`, `deploy.run`, `deploy.approve`, `env.read` in/);
    assert.match(same.text, /^Nothing was changed: Jon Park is a member with `server.create`/);
    assert.match(less.text, /with `server.create`, `deploy.run`, `env.read` in/);
    assert.match(
      admin.text,
      /is an admin, who administers its members, with `cloud.create`, .*`keypair.manage` in/,
    );
    assert.match(gone.text, /is a member without powers in/);
    const events = await verbs((await find(name)).id);
    assert.equal(events.filter((verb) => /^team_member\.(?:granted|revoked)$/.test(verb)).length, 5);
  });

  it("to people by the address that they proved to be theirs", async () => {
    const name = await create(at().mira, at().jon);
    await tell(at().mira, `team use ${name}`);
    const address = "Jon.Park@example.com";
    await at().app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(at().jon.tenantId, at().jon.aadObjectId);
      await tx.users.setProfile(user?.id ?? "", { email: address });
    });

    const claimed = await tell(at().mira, `team grant ${address} deployer`);
    await at().app.parts.store.transaction(async (tx) => {
      const user = await tx.users.findByAad(at().jon.tenantId, at().jon.aadObjectId);
      await tx.users.verifyEmail(user?.id ?? "", address);
    });
    const proved = await tell(at().mira, `team grant ${address} deployer`);

    assert.match(claimed.text, /jon\.park@example\.com isn't in team/);
    assert.match(proved.text, /^✅ Jon Park is a member with `deploy.run`/);
  });

  it("by administrators, to others only, and not to the owner", async () => {
    const name = await create(at().mira, at().jon, at().eve);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    const say = (from: FakePerson, text: string, whom: FakePerson) => tell(from, text, [whom], channel);

    const member = await say(at().jon, "team grant @{0} admin", at().jon);
    await say(at().mira, "team grant @{0} admin", at().jon);
    const self = await say(at().jon, "team grant @{0} env.write", at().jon);
    const own = await say(at().jon, "team revoke @{0} env.write", at().jon);
    const owner = await say(at().jon, "team revoke @{0} admin", at().mira);
    const other = await say(at().jon, "team grant @{0} deployer", at().eve);
    const ownerSelf = await say(at().mira, "team grant @{0} admin", at().mira);
    const stranger = await say(at().mira, "team grant @{0} admin", person("Olga Outside"));

    assert.match(member.text, /You may not run `team grant` in team .*`team.admin`\. Ask Mira Chen/);
    for (const { text } of [self, own])
      assert.match(text, /Nobody changes their own powers\. Ask Mira Chen,/);
    assert.match(owner.text, /Mira Chen owns team .*can't be changed/);
    assert.match(other.text, /^✅ Eve Stone is a member with/);
    assert.match(ownerSelf.text, /Nobody changes their own powers\. Ask Jon Park,/);
    assert.match(stranger.text, /Olga Outside isn't in team/);
  });

  it("to nobody where it isn't clear to whom, or what", async () => {
    const trap = person("Admin Deployer");
    const name = await create(at().mira, at().jon, trap);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    const say = (text: string, ...whom: readonly FakePerson[]) => tell(at().mira, text, whom, channel);

    for (const [text, whom] of [
      ["team grant", []],
      ["team grant Jon admin", []],
      ["team grant @Jon Park admin", []],
      ["team grant admin @{0}", [at().jon]],
      ["team grant @{0} @{1} admin", [at().jon, trap]],
    ] as const)
      assert.match((await say(text, ...whom)).text, /Mention the one person first/, text);
    assert.match(
      (await say("team grant @{0}", trap)).text,
      /Tell me which roles \(admin, deployer, member\)/,
    );
    assert.match((await say("team grant @{0} *root*", trap)).text, /"\\\*root\\\*" is neither a role/);
    assert.match((await say("team grant @{0} env.read", trap)).text, /is a member with `env.read` in/);
    assert.match((await say("team revoke @{0} member", trap)).text, /say `team remove/);
  });

  it("over what was seen only, when two change one member at the same moment", async () => {
    const name = await create(at().mira, at().jon, at().eve);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    await tell(at().mira, "team grant @{0} admin", [at().eve], channel);

    const answers = await Promise.all([
      tell(at().mira, "team grant @{0} env.read", [at().jon], channel),
      tell(at().eve, "team grant @{0} env.write", [at().jon], channel),
    ]);
    const members = await tell(at().mira, "team members", [], channel);

    const done = answers.filter(({ text }) => text.startsWith("✅"));
    assert.ok(done.length >= 1);
    for (const { text } of answers.filter((answer) => !done.includes(answer)))
      assert.match(text, /at the same moment/);
    const powers = /\*\*Jon Park\*\* · Member\n(.*)/.exec(members.text)?.[1]?.split(", ") ?? [];
    assert.equal(powers.length, done.length);
  });
});

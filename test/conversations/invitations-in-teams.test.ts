import assert from "node:assert/strict";
import type { FakeConversation, FakeMessage, FakePerson } from "../../demo/teams/connector/index.ts";
import type { Reads, TeamRecord, TeamMemberRecord } from "../../src/adapters/store/index.ts";
import { DAY, MINUTE } from "../../src/core/clock.ts";
import { readable, startChat, type Chat } from "../support/chat.ts";
import { ManualTime } from "../support/manual-time.ts";
import { until } from "../support/until.ts";

describe("invitations in Teams", () => {
  let chat: Chat;
  let time: ManualTime;
  beforeEach(async () => {
    time = new ManualTime();
    chat = await startChat({ overrides: { clock: time } });
    chat.channel.members.add(chat.jon);
    await chat.ask(chat.mira, "team create Platform");
  });
  afterEach(() => chat.close());

  const read = <T>(work: (reads: Reads) => Promise<T>): Promise<T> => chat.app.parts.store.read(work);
  const getTeam = async (name = "Platform"): Promise<TeamRecord> => {
    const team = await read((reads) => reads.teams.findByName(chat.mira.tenantId, name));
    assert.ok(team !== undefined);
    return team;
  };
  const memberOf = (who: FakePerson, name = "Platform"): Promise<TeamMemberRecord | undefined> =>
    read(async (reads) => {
      const user = await reads.users.findByAad(who.tenantId, who.aadObjectId);
      const team = await reads.teams.findByName(chat.mira.tenantId, name);
      return user && team && reads.teamMembers.findByUser(team.id, user.id);
    });
  const botMessages = (where: FakeConversation): readonly FakeMessage[] =>
    where.threads.flatMap((root) => [root, ...root.replies]).filter(({ from }) => from === "bot");
  const heard = (text: RegExp, where: FakeConversation = chat.channel): Promise<FakeMessage> =>
    chat.teams.world.waitFor(() => botMessages(where).findLast((one) => text.test(readable(one))));
  /** Says it with mentions (`@{0}`), and waits for the sentence. */
  const tell = async (
    from: FakePerson,
    text: string,
    mentions: readonly FakePerson[],
    sentence: RegExp,
    where: FakeConversation = chat.channel,
  ): Promise<FakeMessage> => {
    const before = new Set(botMessages(where).map(({ id }) => id));
    await chat.teams.say(from, where, text, { mentions });
    return chat.teams.world.waitFor(() =>
      botMessages(where).find((one) => !before.has(one.id) && sentence.test(readable(one))),
    );
  };
  const inviteJon = async (role = ""): Promise<FakeMessage> => {
    await tell(chat.mira, `team invite @{0} ${role}`, [chat.jon], /^✅ Jon Park is invited/);
    return heard(/Join team Platform\?/);
  };

  it("show a card where the person was mentioned, and let them in by its button", async () => {
    const card = await inviteJon();

    const { msteams } = card.card as { msteams?: { entities?: readonly { mentioned?: { id?: string } }[] } };
    assert.deepEqual(
      msteams?.entities?.map(({ mentioned }) => mentioned?.id),
      [chat.jon.id],
    );
    assert.equal((await memberOf(chat.jon))?.state, "invited");
    const foreign = await chat.teams.clickButton(chat.eve, card.id, "Accept");
    assert.match(JSON.stringify(foreign), /somebody else's/);
    await chat.teams.clickButton(chat.jon, card.id, "Accept");

    await heard(/Jon Park, you are in team Platform now/);
    const member = await memberOf(chat.jon);
    assert.deepEqual([member?.state, member?.role, member?.permissions], ["active", "user", []]);
    await heard(/Jon Park accepted the invitation and is in team Platform now/);
    const { id } = await getTeam();
    const user = await read((reads) => reads.users.findByAad(chat.jon.tenantId, chat.jon.aadObjectId));
    assert.equal(user?.currentTeamId, id);
    assert.equal(await read((reads) => reads.registrations.findByUser(user.id)), undefined);
    const events = await read((reads) => reads.events.listByTeam(id, { limit: 6 }));
    assert.deepEqual(
      events.toReversed().map(({ entityType, verb }) => `${entityType}.${verb}`),
      [
        "team_invitation.sent",
        "team_member.invited",
        "team_invitation.accepted",
        "team_member.accepted",
        "team_member.active",
        "user.team_chosen",
      ],
    );
  });

  it("come in the person's 1:1 chat once there is one", async () => {
    const alone = chat.teams.personalChat(chat.jon);
    await chat.ask(chat.jon, "help", alone);

    await tell(chat.mira, "team invite @{0}", [chat.jon], /in their 1:1 chat with me/);
    const card = await heard(/Join team Platform\?/, alone);
    await chat.teams.clickButton(chat.jon, card.id, "Decline");

    await heard(/Jon Park declined the invitation to team Platform/);
    assert.equal((await memberOf(chat.jon))?.state, "withdrawn");
    assert.equal(
      botMessages(chat.channel).some((one) => readable(one).includes("Join team")),
      false,
    );
  });

  it("count once, and say so to a second answer", async () => {
    const card = await inviteJon();

    const both = await Promise.all([
      chat.teams.clickButton(chat.jon, card.id, "Accept"),
      chat.ask(chat.jon, "invitation accept Platform", chat.teams.personalChat(chat.jon)),
    ]);
    await until(async () => (await memberOf(chat.jon))?.state === "active");

    assert.match(JSON.stringify(both[0]) + both[1].text, /already/);
    const { id } = await getTeam();
    const events = await read((reads) => reads.events.listByTeam(id, { limit: 50 }));
    const accepted = events.filter(({ verb }) => verb === "accepted").map(({ entityType }) => entityType);
    assert.deepEqual(accepted.toSorted(), ["team_invitation", "team_member"]);
    const again = await chat.ask(chat.jon, "invitation accept", chat.teams.personalChat(chat.jon));
    assert.match(again.text, /No invitation waits/);
    await tell(chat.mira, "team invite @{0}", [chat.jon], /Jon Park is in team Platform already/);
  });

  const buttons: readonly (readonly [string, () => Promise<unknown>, RegExp])[] = [
    [
      "was taken back",
      () => tell(chat.mira, "invitation revoke @{0}", [chat.jon], /taken back/),
      /was taken back/,
    ],
    ["has expired", () => time.advance(DAY), /has expired: it lasts 24 hours/],
    [
      "was declined",
      () => chat.ask(chat.jon, "invitation decline", chat.teams.personalChat(chat.jon)),
      /You declined that invitation/,
    ],
    [
      "is for a deleted team",
      async () => {
        const { id } = await getTeam();
        await chat.app.parts.store.transaction((tx) => tx.teams.delete(id));
      },
      /Team Platform was deleted/,
    ],
    [
      "came from somebody who may not invite any more",
      async () => {
        const { id } = await getTeam();
        await chat.ask(chat.eve, "help", chat.teams.personalChat(chat.eve));
        await chat.app.parts.store.transaction(async (tx) => {
          const eve = await tx.users.findByAad(chat.eve.tenantId, chat.eve.aadObjectId);
          const owner = await tx.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
          assert.ok(eve !== undefined && owner !== undefined);
          await tx.teamMembers.create({
            teamId: id,
            userId: eve.id,
            role: "admin",
            permissions: [],
            state: "active",
          });
          assert.ok(await tx.teams.setOwner(id, owner.id, eve.id));
          const member = await tx.teamMembers.findByUser(id, owner.id);
          assert.ok(await tx.teamMembers.withdraw(member?.id ?? ""));
        });
      },
      /Whoever invited you may not do that/,
    ],
  ];
  for (const [why, end, sentence] of buttons) {
    it(`that ${why}: the buttons say so, and let nobody in`, async () => {
      const card = await inviteJon();

      await end();
      const result = await chat.teams.clickButton(chat.jon, card.id, "Accept");

      assert.match(JSON.stringify(result), sentence);
      assert.notEqual((await memberOf(chat.jon))?.state, "active");
    });
  }

  it("of somebody who left are nobody's to send again", async () => {
    await inviteJon();
    const { id } = await getTeam();
    await chat.ask(chat.eve, "help", chat.teams.personalChat(chat.eve));
    await chat.app.parts.store.transaction(async (tx) => {
      const eve = await tx.users.findByAad(chat.eve.tenantId, chat.eve.aadObjectId);
      const mira = await tx.users.findByAad(chat.mira.tenantId, chat.mira.aadObjectId);
      const member = { teamId: id, userId: eve?.id ?? "", role: "admin" } as const;
      const permissions = ["invitation.create"];
      await tx.teamMembers.create({ ...member, permissions, state: "active" });
      assert.ok(await tx.teams.setOwner(id, mira?.id ?? "", eve?.id ?? ""));
      const left = await tx.teamMembers.findByUser(id, mira?.id ?? "");
      assert.ok(await tx.teamMembers.withdraw(left?.id ?? ""));
    });
    await time.advance(MINUTE);

    await tell(chat.eve, "invitation resend @{0}", [chat.jon], /Whoever invited Jon Park may not do that/);
    await tell(chat.eve, "invitation revoke @{0}", [chat.jon], /is taken back/);
    await tell(chat.eve, "team invite @{0}", [chat.jon], /^✅ Jon Park is invited/);

    assert.equal((await memberOf(chat.jon))?.state, "invited");
  });

  it("are answered by name where several wait", async () => {
    const alone = chat.teams.personalChat(chat.jon);
    await inviteJon();
    await chat.ask(chat.eve, "team create Payments");
    await tell(chat.eve, "team invite @{0}", [chat.jon], /^✅ Jon Park is invited to team Payments/);

    assert.match(
      (await chat.ask(chat.jon, "invitation accept", alone)).text,
      /You are invited to Platform, Payments/,
    );
    const unknown = await chat.ask(chat.jon, "invitation accept Nowhere", alone);
    assert.match(unknown.text, /No invitation to a team "Nowhere" waits/);
    assert.match(
      (await chat.ask(chat.jon, "invitation accept PAYMENTS", alone)).text,
      /you are in team Payments now/,
    );
    assert.match(
      (await chat.ask(chat.jon, "invitation accept payments", alone)).text,
      /You are in team Payments already/,
    );
    assert.match(
      (await chat.ask(chat.jon, "invitation accept", alone)).text,
      /you are in team Platform now.*`team use Platform`/,
    );
    assert.equal((await memberOf(chat.jon, "Payments"))?.state, "active");
  });

  it("tell a team's name to nobody who isn't invited", async () => {
    const alone = chat.teams.personalChat(chat.eve);
    const [real, unreal] = [
      await chat.ask(chat.eve, "invitation accept Platform", alone),
      await chat.ask(chat.eve, "invitation accept Platforn", alone),
    ];

    assert.equal(real.text.replace("Platform", "X"), unreal.text.replace("Platforn", "X"));
  });

  it("give the role that was said", async () => {
    const card = await inviteJon("admin");
    await chat.teams.clickButton(chat.jon, card.id, "Accept");
    await until(async () => (await memberOf(chat.jon))?.state === "active");

    const member = await memberOf(chat.jon);
    assert.equal(member?.role, "admin");
    assert.ok(member.permissions.includes("server.create"));
  });

  it("are for one member of the organization who is here", async () => {
    const guest = chat.teams.person({ name: "Gus Guest", guest: true });
    const absent = chat.teams.person({ name: "Abe Absent" });
    chat.channel.members.add(guest);

    await tell(chat.mira, "team invite @{0}", [guest], /only members of your organization/);
    await tell(chat.mira, "team invite @{0}", [absent], /only members of your organization/);
    await tell(chat.mira, "team invite @{0} @{1}", [chat.jon, chat.eve], /`team invite @Jon Park/);
    await tell(chat.mira, "team invite @{0} emperor", [chat.jon], /Mention exactly one person/);

    assert.equal(await memberOf(chat.jon), undefined);
  });

  it("can be asked again, with a card that counts", async () => {
    await inviteJon();
    await tell(chat.mira, "team invite @{0}", [chat.jon], /is invited to team Platform already/);
    await time.advance(MINUTE);

    await tell(
      chat.mira,
      "invitation resend @{0}",
      [chat.jon],
      /The invitation of Jon Park .* goes out again/,
    );
    const card = await heard(/Join team Platform\?/);
    await chat.teams.clickButton(chat.jon, card.id, "Accept");

    await until(async () => (await memberOf(chat.jon))?.state === "active");
    const cards = botMessages(chat.channel).filter((one) => /Join team|you are in team/.test(readable(one)));
    assert.equal(cards.length, 2);
  });
});

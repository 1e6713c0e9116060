import assert from "node:assert/strict";
import type { FakePerson } from "../../../demo/teams/connector/index.ts";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams are renamed, deleted and restored", () => {
  const { at, fresh, newChannel, tell, press, pressed, find, verbs, join, create, person } = useTeamTalk();

  it("by their owner, with all that they have", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    const say = (from: FakePerson, text: string) => tell(from, text, [], channel);
    const other = fresh();

    const member = await say(at().jon, `team rename ${other}`);
    const renamed = await say(at().mira, `team rename ${other}`);
    const same = await say(at().mira, `team rename ${other}`);
    const invalid = await say(at().mira, "team rename **");
    const memberDelete = await say(at().jon, "team delete");
    const asked = await say(at().mira, "team delete");
    const done = await pressed(at().mira, asked.message, "Delete");
    const gone = await say(at().jon, `team use ${other}`);
    const stolen = await say(at().jon, `team restore ${other}`);
    const restored = await say(at().mira, `team restore ${other}`);
    const twice = await say(at().mira, `team restore ${other}`);
    const members = await say(at().jon, "team members");

    assert.match(member.text, /`team rename` is for the owner of team .*ask Mira Chen/);
    assert.match(renamed.text, new RegExp(`✅ Team ${name} is called \\*\\*${other}\\*\\* now`));
    assert.match(same.text, /already/);
    assert.match(invalid.text, /2 to 60 characters/);
    assert.match(memberDelete.text, /is for the owner/);
    assert.match(asked.text, /2 members can't work in it any more\. Linked to it: channel-.*Nothing is lost/);
    assert.match(done, /is deleted/);
    assert.match(gone.text, /There is no team/);
    assert.match(stolen.text, /There is no deleted team/);
    assert.match(restored.text, /is back, with 2 members and 1 channel\./);
    assert.match(twice.text, /There is no deleted team/);
    assert.match(members.text, new RegExp(`^Team ${other}\n2 members`));
    const events = await verbs((await find(other)).id);
    for (const verb of ["team.updated", "team.deleted", "team.restored"])
      assert.ok(events.includes(verb), verb);
  });

  it("not under a name that another team has by then", async () => {
    const name = await create(at().mira);
    const asked = await tell(at().mira, "team delete");
    await press(at().mira, asked.message, "Delete");
    assert.match((await tell(at().jon, `team create ${name}`)).text, /^✅/);

    const restored = await tell(at().mira, `team restore ${name}`);
    await tell(at().jon, `team rename ${fresh()}`);
    const later = await tell(at().mira, `team restore ${name}`);

    assert.match(restored.text, /Another team is called .* by now.*Ask Jon Park to rename it/);
    assert.match(later.text, /^✅/);
  });

  it("by one of two who want the same name at the same moment", async () => {
    await create(at().mira);
    await create(at().jon);
    const name = fresh();

    const answers = await Promise.all([
      tell(at().mira, `team rename ${name}`),
      tell(at().jon, `team rename ${name.toLowerCase()}`),
    ]);

    assert.equal(answers.filter(({ text }) => text.startsWith("✅")).length, 1);
    assert.equal(answers.filter(({ text }) => /There is a team .* already/.test(text)).length, 1);
  });

  it("as they were shown: who came meanwhile is asked about anew", async () => {
    const name = await create(at().mira);
    const asked = await tell(at().mira, "team delete");
    await join(at().jon, name);

    const again = await pressed(at().mira, asked.message, "Delete");

    assert.match(asked.text, /You are its only member/);
    assert.match(again, /Its 2 members/);
    await find(name);
  });

  describe("by whom their owner left them to", () => {
    let count = 0;
    /** Somebody deletes a team in which another is an admin and a third a member, and then their account ends. */
    const abandoned = async () => {
      count += 1;
      const [owner, admin, member] = ["Ann", "Bob", "Cleo"].map((one) => person(`${one} ${String(count)}`));
      if (owner === undefined || admin === undefined || member === undefined) throw new Error("nobody");
      for (const one of [admin, member]) await tell(one, "help");
      const name = await create(owner, admin, member);
      await tell(owner, "team grant @{0} admin", [admin]);
      const asked = await tell(owner, "team delete");
      await press(owner, asked.message, "Delete");
      const ending = await tell(owner, "account close");
      assert.match(await pressed(owner, ending.message, "Close my account"), /Your account has ended/);
      return { name, owner, admin, member };
    };

    it("which they can no longer bring back themselves", async () => {
      const { name, owner, admin, member } = await abandoned();

      const byOwner = await tell(owner, `team restore ${name}`);
      const byMember = await tell(member, `team restore ${name}`);
      const byAdmin = await tell(admin, `team restore ${name}`);

      for (const { text } of [byOwner, byMember])
        assert.match(text, /There is no deleted team .* that you can bring back/);
      assert.match(byAdmin.text, /is back, with 2 members.*Its owner has left; Bob \d+ owns it now/);
      assert.match((await tell(admin, "team members")).text, /\*\*Bob \d+\*\* · Owner/);
      assert.ok((await verbs((await find(name)).id)).includes("team_member.withdrawn"));
    });

    it("or by an administrator of this Ployst, for its oldest admin", async () => {
      const { name } = await abandoned();

      assert.match((await tell(at().ada, `team restore ${name}`)).text, /Bob \d+ owns it now/);
    });

    it("and stay deleted where nobody is left", async () => {
      const alone = person("Dora Alone");
      const name = await create(alone);
      const asked = await tell(alone, "team delete");
      await press(alone, asked.message, "Delete");
      const ending = await tell(alone, "account close");
      await press(alone, ending.message, "Close my account");

      assert.match((await tell(at().ada, `team restore ${name}`)).text, /Nobody is left in team/);
    });
  });
});

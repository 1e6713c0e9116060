import assert from "node:assert/strict";
import type { FakePerson } from "../../../demo/teams/connector/index.ts";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams let people go", () => {
  const { at, newChannel, person, tell, pressed, find, verbs, create } = useTeamTalk();

  it("who are removed, and may do nothing there any more", async () => {
    const name = await create(at().mira, at().jon, at().eve);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    await tell(at().eve, `team use ${name}`);
    const say = (from: FakePerson, text: string, ...whom: readonly FakePerson[]) =>
      tell(from, text, whom, channel);

    const member = await say(at().jon, "team remove @{0}", at().eve);
    const removed = await say(at().mira, "team remove @{0}", at().eve);
    const after = await say(at().eve, "team members");
    const again = await say(at().mira, "team remove @{0}", at().eve);
    const self = await say(at().mira, "team remove @{0}", at().mira);
    const too = await say(at().mira, "team remove @{0} now", at().jon);

    assert.match(member.text, /You may not run `team remove`.*Ask Mira Chen/);
    assert.match(removed.text, /^✅ Eve Stone is no longer in team/);
    assert.match(after.text, /you aren't in it/);
    assert.match(again.text, /Eve Stone isn't in team/);
    assert.match(self.text, /That is you.*team leave/);
    assert.match(too.text, /Mention the one person first/);
    assert.ok((await verbs((await find(name)).id)).includes("team_member.withdrawn"));
    const eve = await at().app.parts.store.read((reads) =>
      reads.users.findByAad(at().eve.tenantId, at().eve.aadObjectId),
    );
    assert.equal(eve?.currentTeamId, "");
  });

  it("who were only invited, and ends their invitation", async () => {
    const name = await create(at().mira);
    await tell(at().mira, `team use ${name}`);
    const address = "nora@example.com";
    const { store } = at().app.parts;
    const team = await find(name);
    const invitationId = await store.transaction(async (tx) => {
      const profile = { tenantId: team.tenantId, email: address, surname: "Nora_Okafor" };
      const user = await tx.users.createUnlinked(profile, team.ownerId);
      const ids = { teamId: team.id, userId: user.id };
      await tx.teamMembers.create({ ...ids, role: "user", permissions: ["deploy.run"] });
      const expiresAt = new Date("2100-01-01");
      const invitation = await tx.teamInvitations.create({
        ...{ teamId: team.id, creatorId: team.ownerId, recipientId: user.id, email: address },
        ...{ surname: "Nora_Okafor", expiresAt, tokenHash: `hash-${name}` },
      });
      return invitation?.id ?? "";
    });

    const members = await tell(at().mira, "team members");
    const early = await tell(at().mira, `team grant ${address} admin`);
    const removed = await tell(at().mira, `team remove ${address}`);

    assert.match(
      members.text,
      /\*\*Nora\\_Okafor \(nora@example.com\)\*\* · Member\ndeploy.run\n🟡 Invitation not sent yet/,
    );
    assert.match(early.text, /Nora\\_Okafor was invited into team .*hasn't come yet/);
    assert.match(removed.text, /^✅ Nora\\_Okafor is no longer in team/);
    const invitation = await store.read((reads) => reads.teamInvitations.find(invitationId));
    assert.equal(invitation?.state, "revoked");
    const events = await verbs(team.id);
    assert.equal(events.filter((verb) => verb === "team_invitation.revoked").length, 1);
    assert.equal(events.filter((verb) => verb === "team_member.withdrawn").length, 1);
  });

  it("who leave, once they confirm it", async () => {
    const name = await create(at().mira, at().jon);
    await tell(at().jon, `team use ${name}`);

    const asked = await tell(at().jon, "team leave");
    const done = await pressed(at().jon, asked.message, "Leave");
    const after = await tell(at().jon, `team use ${name}`);

    assert.match(asked.text, new RegExp(`^Team ${name}\nLeave team \\*\\*${name}`));
    assert.match(done, /You left team/);
    assert.match(after.text, /You aren't in team .*Ask Mira Chen/);
  });

  it("but never their owner, until they have handed it over", async () => {
    const name = await create(at().mira, at().jon, at().eve);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    await tell(at().mira, "team grant @{0} admin", [at().jon], channel);
    const say = (from: FakePerson, text: string, ...whom: readonly FakePerson[]) =>
      tell(from, text, whom, channel);

    const leave = await say(at().mira, "team leave");
    const removed = await say(at().jon, "team remove @{0}", at().mira);
    const grab = await say(at().jon, "team owner @{0}", at().jon);
    const stranger = await say(at().mira, "team owner @{0}", person("Olga Outside"));
    const self = await say(at().mira, "team owner @{0}", at().mira);
    const asked = await say(at().mira, "team owner @{0}", at().eve);
    const done = await pressed(at().mira, asked.message, "Hand over");
    const members = await say(at().mira, "team members");
    const now = await say(at().jon, "team remove @{0}", at().mira);

    assert.match(leave.text, /You own team .*a team always has its owner.*team owner/);
    assert.match(removed.text, /Mira Chen owns team .*a team always has its owner/);
    assert.match(grab.text, /`team owner` is for the owner of team .*Mira Chen/);
    assert.match(stranger.text, /isn't in team/);
    assert.match(self.text, /owns team .*already/);
    assert.match(asked.text, /over to \*\*Eve Stone\*\*\?/);
    assert.match(done, /Eve Stone owns team/);
    assert.match(members.text, /\*\*Eve Stone\*\* · Owner[^]*\*\*Mira Chen\*\* · Admin\nevery power/);
    assert.match(now.text, /^✅ Mira Chen is no longer in team/);
  });
});

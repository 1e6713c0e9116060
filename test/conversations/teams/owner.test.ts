import assert from "node:assert/strict";
import { readable } from "../../support/chat.ts";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams whose owner has left", () => {
  const { at, tell, press, pressed, find, verbs, create, newChannel } = useTeamTalk();

  it("are handed over by an administrator of this Ployst, who was asked first, and their owner is told", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().ada, `team link ${name}`, [], channel);

    const asked = await tell(at().ada, "team owner @{0}", [at().jon], channel);
    assert.match(asked.text, /over to \*\*Jon Park\*\*\?.*\*\*Mira Chen\*\* owns it now/);
    const done = await pressed(at().ada, asked.message, "Hand over");

    assert.match(done, /Jon Park owns team .* now\./);
    assert.doesNotMatch(done, /You are an admin/);
    await at().teams.world.waitFor(() =>
      at()
        .teams.personalChat(at().mira)
        .threads.find((one) =>
          /Ada Admin, who administers this Ployst, handed your team/.test(readable(one)),
        ),
    );
    const members = await tell(at().jon, "team members", [], channel);
    assert.match(members.text, /\*\*Jon Park\*\* · Owner[^]*\*\*Mira Chen\*\* · Admin/);
    assert.ok((await verbs((await find(name)).id)).includes("team.updated"));
  });

  it("are nobody else's to hand over, and no administrator's to take", async () => {
    const name = await create(at().mira, at().jon, at().ada);
    const channel = newChannel();
    await tell(at().ada, `team link ${name}`, [], channel);
    await tell(at().mira, "team grant @{0} admin", [at().jon], channel);

    const admin = await tell(at().jon, "team owner @{0}", [at().jon], channel);
    const taken = await tell(at().ada, "team owner @{0}", [at().ada], channel);
    const stranger = await tell(at().ada, "team owner @{0}", [at().eve], channel);

    assert.match(admin.text, /`team owner` is for the owner of team .*ask Mira Chen/);
    assert.match(taken.text, /Nobody changes their own powers/);
    assert.match(stranger.text, /isn't in team/);
  });

  it("stay whose they are when the administrator is none any more at the press", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    const asked = await tell(at().mira, "team owner @{0}", [at().jon], channel);
    await press(at().mira, asked.message, "Hand over");
    const again = await tell(at().mira, "team owner @{0}", [at().jon], channel);

    assert.match(again.text, /is for the owner of team .*ask Jon Park/);
    const jon = await at().app.parts.store.read((reads) =>
      reads.users.findByAad(at().jon.tenantId, at().jon.aadObjectId),
    );
    assert.equal((await find(name)).ownerId, jon?.id);
  });
});

import assert from "node:assert/strict";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams in force", () => {
  const { at, newChannel, person, tell, press, pressed, find, verbs, create } = useTeamTalk();

  it("are chosen by `team use`, which names may have blanks for", async () => {
    const first = await create(at().jon);
    const second = await create(at().jon);

    const used = await tell(at().jon, `team use ${first.toLowerCase()}`);
    const again = await tell(at().jon, `team use ${first}`);
    const list = await tell(at().jon, "team list");

    assert.match(used.text, new RegExp(`✅ Your commands work in team \\*\\*${first}\\*\\* now\\.`));
    assert.match(again.text, /^✅/);
    assert.match(list.text, new RegExp(`\\*\\*${first}\\*\\*\\nOwner.*\\n✅ Your current team`));
    assert.doesNotMatch(list.text, new RegExp(`\\*\\*${second}\\*\\*\\nOwner.*\\n✅`));
    const events = await verbs((await find(first)).id);
    assert.equal(events.filter((verb) => verb === "user.team_chosen").length, 2);
  });

  it("are refused to who isn't in them, with whom to ask", async () => {
    const name = await create(at().mira);

    assert.match(
      (await tell(at().eve, `team use ${name}`)).text,
      /You aren't in team .*Ask Mira Chen to invite/,
    );
    assert.match((await tell(at().eve, "team use Nowhere")).text, /There is no team Nowhere/);
  });

  it("are the channel's where it is linked, for whoever speaks there", async () => {
    const channel = newChannel();
    const name = await create(at().mira, at().jon);
    const own = await create(at().jon);

    const linked = await tell(at().mira, `team link ${name}`, [], channel);
    const repeated = await tell(at().mira, `team link ${name}`, [], channel);
    const members = await tell(at().jon, "team members", [], channel);
    const used = await tell(at().jon, `team use ${own}`, [], channel);
    const stranger = await tell(person("Olga Outside"), "team members", [], channel);
    const listed = await tell(person("Otto Outside"), "team list", [], channel);
    const unlinked = await tell(at().mira, "team unlink", [], channel);
    const twice = await tell(at().mira, "team unlink", [], channel);
    const back = await tell(at().jon, "team members", [], channel);

    assert.match(linked.text, /From now on this channel works in team/);
    assert.match(repeated.text, /already/);
    assert.match(members.text, new RegExp(`^Team ${name}\n2 members`));
    assert.match(used.text, new RegExp(`but not here: this channel works in team ${name}`));
    assert.match(
      stranger.text,
      /and you aren't in it\. Ask Mira Chen to invite you, or ask me in a 1:1 chat/,
    );
    assert.match(listed.text, new RegExp(`This channel works in team ${name}, and you aren't in it`));
    assert.match(unlinked.text, /no longer works in team/);
    assert.match(twice.text, /linked to no team/);
    assert.match(back.text, new RegExp(`^Team ${own}`));
    const events = await verbs((await find(name)).id);
    assert.ok(events.includes("conversation.linked") && events.includes("conversation.unlinked"));
  });

  it("are linked by who administers them, and not to 1:1 chats", async () => {
    const name = await create(at().mira, at().jon);

    const member = await tell(at().jon, `team link ${name}`, [], newChannel());
    const stranger = await tell(at().eve, `team link ${name}`, [], newChannel());
    const alone = await tell(at().mira, `team link ${name}`);
    const nowhere = await tell(at().mira, "team link Nowhere", [], newChannel());

    for (const { text } of [member, stranger])
      assert.match(text, /You may not run `team link` in team .*`team.admin`\. Ask Mira Chen/);
    assert.match(alone.text, /group chats and channels/);
    assert.match(nowhere.text, /There is no team Nowhere/);
  });

  it("are taken a channel from only by who administers both, who confirms it", async () => {
    const channel = newChannel();
    const first = await create(at().mira);
    const second = await create(at().mira, at().jon);
    const jons = await create(at().jon);
    await tell(at().mira, `team link ${first}`, [], channel);

    const refused = await tell(at().jon, `team link ${jons}`, [], channel);
    const asked = await tell(at().mira, `team link ${second}`, [], channel);
    const asIs = await tell(at().mira, "team members", [], channel);
    const foreign = await press(at().jon, asked.message, "Link");
    const done = await pressed(at().mira, asked.message, "Link");
    const after = await tell(at().mira, "team members", [], channel);

    assert.match(
      refused.text,
      new RegExp(`works in team ${first}, which you don't administer. Ask Mira Chen`),
    );
    assert.match(
      asked.text,
      new RegExp(`work in team \\*\\*${second}\\*\\* instead of \\*\\*${first}\\*\\*`),
    );
    assert.match(asIs.text, new RegExp(`^Team ${first}`));
    assert.match(foreign.error?.message ?? "", /\w/);
    assert.match(done, /From now on this channel works in team/);
    assert.match(after.text, new RegExp(`^Team ${second}`));
  });

  it("stand on what is to be confirmed, and a press in another team asks anew", async () => {
    const channel = newChannel();
    const [first, second] = [await create(at().mira), await create(at().mira)];
    await tell(at().mira, `team link ${first}`, [], channel);
    const asked = await tell(at().mira, "team delete", [], channel);
    await tell(at().mira, "team unlink", [], channel);
    await tell(at().mira, `team link ${second}`, [], channel);

    const again = await pressed(at().mira, asked.message, "Delete");

    assert.match(asked.text, new RegExp(`^Team ${first}\nDelete team \\*\\*${first}\\*\\*\\?`));
    assert.match(again, new RegExp(`Delete team ${second}\\?`));
    await find(first);
    await find(second);
  });
});

import assert from "node:assert/strict";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams are made", () => {
  const { at, fresh, tell, find, verbs, create } = useTeamTalk();

  it("by anybody, who owns them and works in them at once", async () => {
    const { text } = await tell(at().mira, "team create Web & Mobile");
    const list = await tell(at().mira, "team list");
    const members = await tell(at().mira, "team members");

    assert.match(text, /✅ Team \*\*Web &amp; Mobile\*\* is made\. You own it/);
    assert.match(list.text, /Web &amp; Mobile[^]*Owner[^]*Your current team/);
    assert.match(
      members.text,
      /Team Web &amp; Mobile\n1 member\n\*\*Mira Chen\*\* · Owner\nmay do everything/,
    );
    const { id } = await find("web & mobile");
    assert.deepEqual(await verbs(id), ["team.created", "team_member.created", "user.team_chosen"]);
  });

  it("once of a name, in any case", async () => {
    const name = await create(at().mira);

    const { text } = await tell(at().jon, `team create ${name.toUpperCase()}`);

    assert.match(text, /There is a team TEAM \d+ already.*ask Mira Chen to invite you/);
  });

  it("once when two make one at the same moment", async () => {
    const name = fresh();

    const answers = await Promise.all(
      [at().mira, at().jon, at().eve].map((who) => tell(who, `team create ${name}`)),
    );

    assert.equal(answers.filter(({ text }) => text.startsWith("✅")).length, 1);
    assert.equal(answers.filter(({ text }) => /is a team Team \d+ already/.test(text)).length, 2);
  });

  it("with a name that reads as what it is", async () => {
    const odd = [
      "x",
      "y".repeat(61),
      "***",
      "a*b*",
      "[Team](https://evil.example)",
      "<at>Jon</at> <b>x</b>",
      "a`b",
      "😀😀",
      "\u3164\u3164\u115f",
    ];
    for (const name of odd)
      assert.match((await tell(at().eve, `team create ${name}`)).text, /2 to 60 characters/, name);
    const { text } = await tell(at().eve, "team create Plat\u202eform\u200b\u0007 \u{e0041} \u3164One");

    assert.match(text, /Team \*\*Platform One\*\* is made/);
    assert.equal((await find("platform one")).name, "Platform One");
    assert.match(
      (await tell(at().eve, 'team create "snake_case team"')).text,
      /Team \*\*snake\\_case team\*\*/,
    );
    assert.match((await tell(at().eve, "team create")).text, /Tell me the team's name.*team create Platform/);
  });
});

import assert from "node:assert/strict";
import type { FakePerson } from "../../../demo/teams/connector/index.ts";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams", () => {
  const { at, newChannel, person, tell, join, create } = useTeamTalk();

  it("are told that there are none, with what to do", async () => {
    const olga = person("Olga New");

    assert.match((await tell(olga, "team list")).text, /aren't in a team yet[^]*team create Platform/);
    assert.match((await tell(olga, "team members")).text, /aren't in a team yet.*team create/);
  });

  it("are listed page by page", async () => {
    const name = await create(at().mira);
    for (let each = 0; each < 20; each += 1) await join(person(`Person ${String(each)}`), name);

    const first = await tell(at().mira, "team members");
    const second = await tell(at().mira, "team members 2");

    assert.match(first.text, /21 members, page 1 of 2[^]*team members 2/);
    assert.equal(first.text.match(/\*\* · /g)?.length, 20);
    assert.match(second.text, /page 2 of 2/);
    assert.match((await tell(at().mira, "team members 3")).text, /no page 3: the last one is 2/);
    assert.match((await tell(at().mira, "team members *x*")).text, /"\\\*x\\\*" is no page/);
  });

  it("are administered from outside by who administers this Ployst, so that nobody is locked out", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().ada, `team link ${name}`, [], channel);

    const granted = await tell(at().ada, "team grant @{0} admin", [at().jon], channel);
    const members = await tell(at().ada, "team members", [], channel);
    const deleted = await tell(at().ada, "team delete", [], channel);

    assert.match(granted.text, /^✅ Jon Park is an admin/);
    for (const { text } of [members, deleted]) assert.match(text, /and you aren't in it/);
  });

  it("show in help what somebody may say in them, and no more", async () => {
    const name = await create(at().mira, at().jon, at().eve);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);
    await tell(at().mira, "team grant @{0} admin", [at().jon], channel);
    const shown = async (who: FakePerson): Promise<string> =>
      (await tell(who, "help team", [], channel)).text;

    const [owner, admin, member, stranger] = [
      await shown(at().mira),
      await shown(at().jon),
      await shown(at().eve),
      await shown(person("Olga Outside")),
    ];

    assert.match(owner, /team grant[^]*team delete/);
    assert.match(admin, /team grant/);
    assert.doesNotMatch(admin, /GitHub team delete/);
    assert.match(member, /team members/);
    assert.doesNotMatch(member, /GitHub team grant/);
    assert.match(stranger, /team create/);
    assert.doesNotMatch(stranger, /GitHub team members/);
  });
});

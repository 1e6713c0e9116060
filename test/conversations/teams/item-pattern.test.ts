import assert from "node:assert/strict";
import { useTeamTalk } from "../../support/team-talk.ts";

describe("teams say where keys of items stand", () => {
  const { at, tell, find, verbs, create, newChannel } = useTeamTalk();

  it("by their admins, for everybody in them to see, until they take it back", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);

    const before = await tell(at().jon, "team pattern", [], channel);
    const set = await tell(at().mira, "team pattern feature/{key}-*|[{key}]  *", [], channel);
    const shown = await tell(at().jon, "team pattern", [], channel);
    const members = await tell(at().jon, "team members", [], channel);
    const again = await tell(at().mira, "team pattern feature/{key}-* | [{key}] *", [], channel);
    const reset = await tell(at().mira, "team pattern Default", [], channel);

    assert.match(
      before.text,
      /finds keys .* wherever they are spelled out\. An admin of the team changes it/,
    );
    assert.match(
      set.text,
      /✅ Team \*\*Team \d+\*\* finds keys .* at \*\*feature\/{key}-\\\* \| \\\[{key}\\\] \\\*\*\*/,
    );
    assert.match(shown.text, /at \*\*feature\/{key}/);
    assert.match(members.text, /Keys of work items stand at feature\/{key}-/);
    assert.match(again.text, /✅/);
    assert.match(reset.text, /wherever they are spelled out/);
    const { id, itemPattern } = await find(name);
    assert.equal(itemPattern, "");
    assert.equal((await verbs(id)).filter((verb) => verb === "team.updated").length, 2);
  });

  it("and nobody else, in no form but that", async () => {
    const name = await create(at().mira, at().jon);
    const channel = newChannel();
    await tell(at().mira, `team link ${name}`, [], channel);

    const member = await tell(at().jon, "team pattern {key}", [], channel);
    const stranger = await tell(at().eve, "team pattern", [], channel);
    const wrong = await tell(at().mira, "team pattern [A-Z]+-\\d+", [], channel);

    assert.match(member.text, /may not run `team pattern`.*Ask Mira Chen/);
    assert.match(stranger.text, /and you aren't in it/);
    assert.match(wrong.text, /one `{key}` among text.*team pattern default/);
    assert.equal((await find(name)).itemPattern, "");
  });
});

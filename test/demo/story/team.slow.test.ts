import assert from "node:assert/strict";
import { startStage, type Stage } from "../../../demo/stage.ts";
import { playStory } from "../../../demo/story.ts";
import { team } from "../../../demo/story/team.ts";

describe("the story of an invitation", () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(async () => {
    await stage.stop();
  });

  it("is seen from the mail to the audit, with one mail, which is written down with its link", async () => {
    const lines: string[] = [];

    const seen = await playStory(stage, { steps: team, write: (line) => lines.push(line) });

    assert.ok(seen, lines.slice(-20).join("\n"));
    assert.ok(team.length <= 8);
    const [letter, ...more] = stage.mailbox.letters;
    assert.deepEqual(more, []);
    assert.equal(letter?.to, "ada@contoso.example");
    assert.deepEqual(
      letter.links.map((link) => link.startsWith(`${stage.botUrl}/activate/`)),
      [true],
    );
    assert.ok(lines.includes("✉ mail to ada@contoso.example:"));
    assert.ok(lines.some((line) => line.includes(letter.links[0] ?? "none")));
  });
});

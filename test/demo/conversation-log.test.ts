import assert from "node:assert/strict";
import { cardLines, toPlain } from "../../demo/card-text.ts";
import { ConversationLog } from "../../demo/conversation-log.ts";
import { startFakeTeams, type FakeTeams } from "../../demo/teams/connector/index.ts";

describe("the demo's written conversation", () => {
  let teams: FakeTeams;

  before(async () => {
    teams = await startFakeTeams();
  });

  after(async () => {
    await teams.close();
  });

  it("has who said what, in which place, and marks what was updated in place", () => {
    const lines: string[] = [];
    const log = new ConversationLog(teams, (line) => lines.push(line));
    const general = teams.channel("general");
    const mira = teams.person({ name: "Mira" });

    const root = teams.world.addRoot(general, mira, { type: "message", text: "<at>GitHub</at> help" });
    const reply = teams.world.addReply(root, "bot", { type: "message", text: "**Hi**" });
    teams.world.replace(reply, { type: "message", text: "Hello" });
    teams.world.changed();
    log.stop();
    teams.world.addReply(root, "bot", { type: "message", text: "unheard" });

    assert.deepEqual(
      lines.filter((line) => line !== ""),
      [
        "#general Mira:",
        "  @GitHub help",
        "    #general GitHub:",
        "      Hi",
        "    #general GitHub:  (updated in place)",
        "      Hello",
      ],
    );
  });

  it("shows what stands in a form, and what is chosen", () => {
    const choices = [
      { title: "Full", value: "full" },
      { title: "Compact", value: "compact" },
    ];
    const card = {
      body: [
        { type: "Input.Text", label: "Title" },
        { type: "Input.Time", label: "Time", value: "09:30" },
        { type: "Input.Toggle", title: "Show what bots do", value: "true" },
        { type: "Input.ChoiceSet", label: "Cards", value: "compact", choices },
        { type: "Input.ChoiceSet", label: "Both", value: "full", isMultiSelect: true, choices },
      ],
    };

    assert.deepEqual(cardLines(card), [
      "Title: ______",
      "Time: 09:30",
      "☑ Show what bots do",
      "Cards: Compact",
      "Both: ☑ Full ☐ Compact",
    ]);
  });

  it("shows a card's words, facts and buttons in their order", () => {
    const card = {
      body: [
        {
          type: "ColumnSet",
          columns: [
            { items: [{ type: "TextBlock", text: "left" }] },
            { items: [{ type: "TextBlock", text: "right" }] },
          ],
        },
        { type: "FactSet", facts: [{ title: "Checks", value: "**2** passed" }] },
        { type: "Container", items: [{ type: "TextBlock", text: "word ".repeat(20) }] },
        { type: "Image", url: "x" },
      ],
      actions: [{ title: "One" }, { title: "Two" }],
    };

    const lines = cardLines(card);

    assert.deepEqual(lines.slice(0, 2), ["left right", "Checks: 2 passed"]);
    assert.equal(lines.slice(2, -1).join(" "), "word ".repeat(20).trim());
    assert.ok(lines.every((line) => line.length <= 74));
    assert.equal(lines.at(-1), "[ One ] [ Two ]");
  });

  it("reads Markdown as a reader does, escapes included", () => {
    const cases: readonly [string, string][] = [
      ["**bold** and `code`", "bold and code"],
      ["[name](https://example.com/a)", "name"],
      ["\\*\\*not bold\\*\\* \\[no link\\](x)", "**not bold** [no link](x)"],
      ["&lt;at&gt; &amp;lt;", "<at> &lt;"],
      ["{{DATE(2026-01-02T03:04:05Z,SHORT)}} {{TIME(2026-01-02T03:04:05Z)}}", "2026-01-02 03:04"],
    ];
    for (const [markdown, plain] of cases) assert.equal(toPlain(markdown), plain, markdown);
  });
});

import assert from "node:assert/strict";
import { shorten, toCardText, toExcerpt, toLink } from "../../src/core/plain-text.ts";
import { cpuMs } from "../support/cpu-ms.ts";

describe("text for cards", () => {
  for (const [body, words] of [
    ["**Bold** and `code`", "Bold and code"],
    ["# Heading\n\nText", "Heading Text"],
    ["<!-- template -->\nReal text", "Real text"],
    ["<!-- never closed", ""],
    ["![screen](https://x.example/a.png) [the log](https://x.example)", "screen the log"],
    ["<details><summary>More</summary>inside</details>", "More inside"],
    ["> quoted\n\nanswer", "quoted answer"],
    ["- [x] done\n- [ ] open\n* star", "done open star"],
    ["```js\ncode();\n```", "code();"],
    ["a < b and c > d", "a < b and c > d"],
    ["snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"],
    ["", ""],
    [null, ""],
    [undefined, ""],
  ] as const) {
    it(`reads ${JSON.stringify(body)} as ${JSON.stringify(words)}`, () => {
      assert.equal(toExcerpt(body, 100), words);
    });
  }

  it("shortens by characters, never within an emoji", () => {
    assert.equal(shorten("🦊🦊🦊🦊", 3), "🦊🦊…");
    assert.equal(shorten("🦊🦊🦊", 3), "🦊🦊🦊");
  });

  it("keeps what GitHub's templates look like, without the functions of cards", () => {
    assert.equal(toCardText("{{ user }} {{DATE(x)}}", 100), "{{ user }} { {DATE(x)}}");
  });

  it("ends a link only where it ends", () => {
    assert.equal(toLink("x", "https://github.com/a_(b)"), "[x](https://github.com/a_%28b%29)");
  });

  it("reads a long hostile body quickly", () => {
    const took = cpuMs(() => {
      for (const piece of ["<!--", "[", "**", "`", "<a ", "![](", "> ", "_"])
        toExcerpt(piece.repeat(1_000_000), 300);
    });

    assert.ok(took < 2_000);
  });
});

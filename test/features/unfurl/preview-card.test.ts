import assert from "node:assert/strict";
import type { GitHubPreview } from "../../../src/adapters/github/contract/index.ts";
import { toPreviewCard } from "../../../src/features/unfurl/preview-card.ts";
import { renderCard } from "../../support/template-cards.ts";

const PULL: GitHubPreview = {
  kind: "pull",
  repository: "octo/hello",
  title: "Warm it",
  reference: "#7",
  state: "open",
  author: "mona",
  at: "2026-03-01T12:00:00.123Z",
  body: "# Why\n\nIt is **cold**. <!-- hidden -->",
  labels: ["bug"],
  facts: ["main ← warm"],
  htmlUrl: "https://github.com/octo/hello/pull/7",
};
const textOf = (preview: GitHubPreview): string => JSON.stringify(renderCard(toPreviewCard(preview)));

describe("the card of a pasted link", () => {
  it("says what it is, where, by whom and since when", () => {
    const text = textOf(PULL);

    for (const part of [
      "Pull request · [octo/hello](https://github.com/octo/hello)",
      "🟢 Open",
      "[#7 Warm it](https://github.com/octo/hello/pull/7)".replace("#", "\\\\#"),
      "**mona** on {{DATE(2026-03-01T12:00:00Z,SHORT)}}",
      "It is cold.",
      "main ← warm · bug",
    ])
      assert.ok(text.includes(part) || text.includes(part.replace("\\\\#", "#")), `${part} in ${text}`);
    assert.ok(!text.includes("hidden"));
  });

  it("tells a closed pull request from a closed issue", () => {
    assert.match(textOf({ ...PULL, state: "closed" }), /🔴 Closed/);
    assert.match(textOf({ ...PULL, kind: "issue", state: "closed" }), /🟣 Closed/);
  });

  it("leaves out what there isn't", () => {
    const bare = { ...PULL, state: "none", author: "", at: "", body: "", labels: [], facts: [] } as const;

    const { body } = renderCard(
      toPreviewCard({ ...bare, kind: "repository", reference: "", title: "octo/hello" }),
    );

    assert.equal(Array.isArray(body) && body.length, 2);
  });

  it("acts on nothing: it stands in other people's messages", () => {
    const { actions } = renderCard(toPreviewCard(PULL));

    assert.deepEqual(actions, [{ type: "Action.OpenUrl", title: "View on GitHub", url: PULL.htmlUrl }]);
  });

  const hostile = [
    "[click](https://evil.example) **bold**",
    '<img src=x onerror="alert(1)"> <at>everyone</at>',
    "${string(createObject())} {{DATE(1999-01-01T00:00:00Z,SHORT)}}",
    "exe.\u202Egnp.txt",
    "漢字".repeat(4_000),
  ];
  for (const text of hostile) {
    it(`keeps ${text.slice(0, 40)} a text`, () => {
      const preview = { ...PULL, title: text, author: text, body: text, labels: [text], facts: [text] };

      const rendered = textOf({ ...preview, reference: "v1" });

      for (const absent of ["[click](", "**bold**", "<img", "<at>", "{{DATE(1999", "\u202e"])
        assert.ok(!rendered.includes(absent), `${absent} in ${rendered}`);
      assert.ok(rendered.length < 5_000, String(rendered.length));
    });
  }
});

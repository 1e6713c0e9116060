import assert from "node:assert/strict";
import fc from "fast-check";
import MarkdownIt from "markdown-it";
import { escapeMarkdown, unescapeMarkdown, markdownLink, withoutInvisible } from "../../src/core/markdown.ts";

const markdown = new MarkdownIt({ html: false, linkify: false });

/** What a reader sees, provided that nothing but text is there; throws for any other token. */
function readAsText(source: string): string {
  const tokens = markdown.parse(source, {});
  const blocks = tokens.map((token) => token.type);
  if (blocks.length > 0) assert.deepEqual(blocks, ["paragraph_open", "inline", "paragraph_close"]);
  const inline = tokens.flatMap((token) => token.children ?? []);
  for (const token of inline) assert.ok(token.type === "text" || token.type === "text_special", token.type);
  return inline.map((token) => token.content).join("");
}

/** Runs of blanks may shrink to one: a reader doesn't see the difference. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

const punctuation = fc.string({
  unit: fc.constantFrom(...Array.from("\\`*_[]()~#+->!|&<;:{}\"'=/.1 \n\tab@")),
  maxLength: 40,
});
const hostile = fc.constantFrom(
  "<at>everyone</at>",
  "[click](https://evil.example)",
  "![x](https://evil.example/x.png)",
  "&lt;at&gt;",
  "&#60;at&#62;",
  "```js\nx\n```",
  "    code",
  "1. one",
  "12) two",
  "> quote",
  "# heading",
  "- - -",
  "***",
  "| a | b |\n|---|---|",
  "https://evil.example",
  "<https://evil.example>",
);
const texts = fc.oneof(
  fc.string({ unit: "binary" }),
  punctuation,
  fc.tuple(fc.string(), hostile, punctuation).map((parts) => parts.join("")),
  fc.tuple(hostile, punctuation).map((parts) => parts.join("")),
);

describe("escapeMarkdown", () => {
  it("leaves nothing of Markdown or HTML, and every visible character", () => {
    fc.assert(
      fc.property(texts, (text) => {
        // Cards' time functions are the one thing that is changed; they have their own test.
        fc.pre(!/\{\{(?:DATE|TIME)\(/i.test(withoutInvisible(text)));
        const seen = readAsText(escapeMarkdown(text));

        assert.equal(squeezed(seen), squeezed(withoutInvisible(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  it("can't be talked into a mention or a tag", () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.doesNotMatch(escapeMarkdown(text), /[<>]/);
      }),
    );
  });

  it("stays on one line, so that it can't open a block of its own", () => {
    fc.assert(
      fc.property(texts, (text) => {
        assert.doesNotMatch(escapeMarkdown(text), /[\r\n\u2028\u2029]/);
      }),
    );
  });

  it("can stand inside a sentence, emphasis or a list item", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const tokens = markdown.parse(`- **x** ${escapeMarkdown(text)} **y**`, {});
        const marks = tokens
          .flatMap((token) => token.children ?? [])
          .filter((token) => !token.type.startsWith("text"));

        assert.equal(tokens.filter((token) => token.type.endsWith("_open")).length, 3);
        assert.deepEqual(
          marks.map((token) => token.type),
          ["strong_open", "strong_close", "strong_open", "strong_close"],
        );
      }),
    );
  });

  const examples: readonly (readonly [string, string])[] = [
    ["1. one", "1\\. one"],
    ["12) two", "12\\) two"],
    ["1.5 is a number", "1\\.5 is a number"],
    ["# heading", "\\# heading"],
    ["- item", "\\- item"],
    ["> quote", "&gt; quote"],
    ["      code", " code"],
    ["a\nb\tc", "a b c"],
    ["snake_case", "snake\\_case"],
    ["&amp;", "&amp;amp;"],
    ["", ""],
  ];
  for (const [text, escaped] of examples) {
    it(`makes ${JSON.stringify(escaped)} of ${JSON.stringify(text)}`, () => {
      assert.equal(escapeMarkdown(text), escaped);
    });
  }

  for (const text of [
    "{{DATE(2026-01-01T00:00:00Z,SHORT)}}",
    "{{time(2026-01-01T00:00:00Z)}}",
    "{\u200b{DATE(2026-01-01T00:00:00Z)}}",
    "{{{TIME(2026-01-01T00:00:00Z)}}",
  ]) {
    it(`disarms ${JSON.stringify(text)}`, () => {
      assert.doesNotMatch(escapeMarkdown(text), /\{\{(?:DATE|TIME)\(/i);
    });
  }

  it("takes away what turns or hides text", () => {
    const trick = "\u202Egpj.exe\u202C\u2066a\u2069\u200Bb\u061Cc\u00ADd\uFEFF\u0007";

    assert.equal(escapeMarkdown(trick), "gpj.exeabcd");
  });
});

describe("unescapeMarkdown", () => {
  for (const text of [
    "127.0.0.1 & more",
    "*bold* `code` [x](y) <at>",
    "# one",
    "12. two",
    "C:\\app",
    "a_b~c",
  ])
    it(`gives back ${JSON.stringify(text)}`, () => {
      assert.equal(unescapeMarkdown(escapeMarkdown(text)), text);
    });
});

describe("markdownLink", () => {
  const address = (source: string): string | undefined => {
    const tokens = markdown.parse(source, {}).flatMap((token) => token.children ?? []);
    const open = tokens.filter((token) => token.type === "link_open");
    assert.ok(open.length <= 1, "more than one link");
    const href = open[0]?.attrGet("href");
    return typeof href === "string" ? href : undefined;
  };

  const refused = [
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "file:///etc/passwd",
    "mailto:a@b.example",
    "octo/hello",
    "",
    "https://",
    "//evil.example",
  ];
  for (const url of refused) {
    it(`makes no link of ${JSON.stringify(url)}, and keeps the label`, () => {
      const source = markdownLink("octo_hello", url);

      assert.equal(source, "octo\\_hello");
    });
  }

  const kept: readonly (readonly [string, string])[] = [
    ["https://github.com/octo/hello", "https://github.com/octo/hello"],
    ["http://127.0.0.1:4000/octo/hello", "http://127.0.0.1:4000/octo/hello"],
    ["https://github.com/a(b)c", "https://github.com/a%28b%29c"],
    ["https://github.com/a b", "https://github.com/a%20b"],
    ['https://github.com/"x" "y"', "https://github.com/%22x%22%20%22y%22"],
    ["https://github.com/a<b>", "https://github.com/a%3Cb%3E"],
  ];
  for (const [url, href] of kept) {
    it(`leads from ${url} to ${href}`, () => {
      assert.equal(address(markdownLink("label", url)), href);
    });
  }

  it("never leads anywhere but to the address given, whatever label and path are", () => {
    fc.assert(
      fc.property(texts, texts, (label, path) => {
        const source = markdownLink(label, `https://github.com/${path}`);

        // An authority that can't be read makes no link.
        const href = address(source);
        if (href !== undefined) assert.equal(new URL(href).origin, "https://github.com");
        assert.doesNotMatch(source, /[<>\n]/);
      }),
    );
  });
});

import assert from "node:assert/strict";

import { stripMentions } from "../../../src/adapters/msteams/mention.ts";
import { decodeEntities, normaliseText } from "../../../src/adapters/msteams/normalise.ts";

describe("normalising what people type", () => {
  const table: [string, string, string][] = [
    ["blanks around", "  help \n", "help"],
    ["blanks between", "subscribe   octo/hello", "subscribe octo/hello"],
    ["a non-breaking space", "subscribe\u00a0octo/hello", "subscribe octo/hello"],
    ["&nbsp;", "subscribe&nbsp;octo/hello&nbsp;", "subscribe octo/hello"],
    [
      "&amp; and friends",
      "+label:&quot;a &amp; b&quot; &lt;x&gt; &#39;y&#39; &#x2F;",
      "+label:\"a & b\" <x> 'y' /",
    ],
    ["double quotes", "+label:\u201cgood first\u201d \u201elow\u201f", '+label:"good first" "low"'],
    ["single quotes", "it\u2019s \u2018fine\u2019", "it's 'fine'"],
    ["zero-width characters", "sub\u200bscribe\ufeff octo/\u200dhello", "subscribe octo/hello"],
    ["bidirectional overrides", "deploy \u202eevil\u202c", "deploy evil"],
    ["an em dash as an option", "deploy shop \u2014noop", "deploy shop --noop"],
    ["an en dash as a filter", "subscribe a/b \u2013author:bot", "subscribe a/b -author:bot"],
    ["dashes in prose", "a \u2014 b and 1\u20132", "a \u2014 b and 1\u20132"],
    ["line feeds", "issue open a/b T\r\n\r\nBody\u2028more", "issue open a/b T\n\nBody\nmore"],
    ["decomposed letters", "u\u0308ber", "\u00fcber"],
    ["emoji", "\ud83d\ude80 ship it", "\ud83d\ude80 ship it"],
    ["nothing", "", ""],
  ];
  for (const [what, given, expected] of table) {
    it(`takes ${what}`, () => {
      assert.equal(normaliseText(given), expected);
    });
  }

  it("decodes once, and leaves what is no entity", () => {
    assert.equal(
      decodeEntities("&amp;lt; &unknown; & &#0; &#xD800; &#99999999; &#x1F680;"),
      "&lt; &unknown; & &#0; &#xD800; &#99999999; \ud83d\ude80",
    );
  });
});

describe("stripping mentions", () => {
  const BOT = "28:bot";
  const bot = { type: "mention" as const, text: "<at>GitHub</at>", mentioned: { id: BOT, name: "GitHub" } };
  const ann = {
    type: "mention" as const,
    text: "<at>Ann Lee</at>",
    mentioned: { id: "29:ann", name: "Ann Lee" },
  };
  const namesake = {
    type: "mention" as const,
    text: "<at>GitHub</at>",
    mentioned: { id: "29:x", name: "GitHub" },
  };
  const strip = (
    text: string,
    ...entities: (typeof bot | typeof ann)[]
  ): { text: string; mentions: unknown } => {
    const stripped = stripMentions(text, entities, BOT);
    return { text: normaliseText(stripped.text), mentions: stripped.mentions };
  };

  it("removes the bot's own, at the start, in the middle and twice", () => {
    assert.equal(strip("<at>GitHub</at> help", bot).text, "help");
    assert.equal(strip("please <at>GitHub</at>&nbsp;help", bot).text, "please help");
    assert.equal(strip("<at>GitHub</at> <at>GitHub</at> help", bot, bot).text, "help");
    assert.equal(strip("<at>GitHub</at> help <at>GitHub</at>", bot).text, "help");
  });

  it("keeps other people as arguments and lists them", () => {
    assert.deepEqual(strip("<at>GitHub</at> team invite <at>Ann Lee</at>", bot, ann), {
      text: "team invite @Ann Lee",
      mentions: [{ id: "29:ann", name: "Ann Lee" }],
    });
  });

  it("tells the bot from a person of the same name by the order of entities", () => {
    assert.equal(
      strip("<at>GitHub</at> team invite <at>GitHub</at>", bot, namesake).text,
      "team invite @GitHub",
    );
    assert.equal(strip("<at>GitHub</at> asks <at>GitHub</at>", namesake, bot).text, "@GitHub asks");
  });

  it("takes a tag without an entity for plain text", () => {
    assert.deepEqual(strip('<at id="0">GitHub</at> help'), { text: "GitHub help", mentions: [] });
  });

  it("leaves a tag alone that somebody typed", () => {
    assert.equal(strip("say &lt;at&gt;Ann&lt;/at&gt;").text, "say <at>Ann</at>");
  });

  it("takes an entity without text at its name's word", () => {
    const bare = { type: "mention" as const, mentioned: { id: BOT, name: "GitHub" } };
    assert.equal(stripMentions("<at>GitHub</at> help", [bare], BOT).text.trim(), "help");
  });

  it("does not loop or throw on an empty mention", () => {
    const empty = { type: "mention" as const, text: "", mentioned: { id: BOT } };
    assert.equal(stripMentions("help", [empty], BOT).text, "help");
  });
});

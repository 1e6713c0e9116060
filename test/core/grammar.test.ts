import assert from "node:assert/strict";
import fc from "fast-check";
import { optionalWord, restWords, someWords, word } from "../../src/core/arguments.ts";
import { leadingKeywords, matchPattern, toUsage, toWords, type Match } from "../../src/core/grammar.ts";

describe("toWords", () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ["", []],
    ["   ", []],
    ["subscribe octo/hello", ["subscribe", "octo/hello"]],
    ["  subscribe \t octo/hello \n issues ", ["subscribe", "octo/hello", "issues"]],
    ['subscribe a/b +label:"good first issue" x', ["subscribe", "a/b", '+label:"good first issue"', "x"]],
    ['workflows:{name:"a b" branch:main} x', ['workflows:{name:"a b" branch:main}', "x"]],
    ["pulls:{a:{b c} d} e", ["pulls:{a:{b c} d}", "e"]],
    ['unclosed "quote runs on', ["unclosed", '"quote runs on']],
    ["unclosed {brace runs on", ["unclosed", "{brace runs on"]],
    ['a closing } and "{" are harmless', ["a", "closing", "}", "and", '"{"', "are", "harmless"]],
    ["it's an apostrophe, no quote", ["it's", "an", "apostrophe,", "no", "quote"]],
  ];
  for (const [text, words] of table) {
    it(`reads ${JSON.stringify(text)}`, () => {
      assert.deepEqual(toWords(text), words);
    });
  }

  it("loses and invents nothing, and gives no empty word", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab \t\n\"{}'")) }), (text) => {
        const words = toWords(text);

        assert.equal(words.join("").replace(/\s/g, ""), text.replace(/\s/g, ""));
        assert.ok(words.every((one) => one.trim() !== ""));
      }),
    );
  });
});

describe("matchPattern", () => {
  const target = word("owner/repo", "which repository");
  const code = optionalWord("code", "the code");
  const rest = restWords("feature", "which features");
  const text = someWords("text", "what to write");
  const table: readonly (readonly [string, string, Match])[] = [
    ["signout", "signout", { kind: "full", literals: 1, raw: {} }],
    ["signout", "SignOut", { kind: "full", literals: 1, raw: {} }],
    ["signout", "signout now", { kind: "extra", literals: 1, word: "now" }],
    ["signout", "", { kind: "none", literals: 0 }],
    ["team create", "team delete", { kind: "none", literals: 1 }],
    ["subscribe :target", "subscribe", { kind: "missing", literals: 1, argument: "target" }],
    ["subscribe :target", "subscribe a/B", { kind: "full", literals: 1, raw: { target: ["a/B"] } }],
    ["signin :code", "signin", { kind: "full", literals: 1, raw: { code: [] } }],
    ["signin :code", "signin 123456", { kind: "full", literals: 1, raw: { code: ["123456"] } }],
    ["signin :code", "signin 123 456", { kind: "extra", literals: 1, word: "456" }],
    [
      "subscribe :target :rest",
      "subscribe a/b",
      { kind: "full", literals: 1, raw: { target: ["a/b"], rest: [] } },
    ],
    [
      "subscribe :target :rest",
      "subscribe a/b x y",
      { kind: "full", literals: 1, raw: { target: ["a/b"], rest: ["x", "y"] } },
    ],
    ["comment :target :text", "comment a", { kind: "missing", literals: 1, argument: "text" }],
    [
      "comment :target :text",
      "comment a x y",
      { kind: "full", literals: 1, raw: { target: ["a"], text: ["x", "y"] } },
    ],
    ["deploy :target to :code", "deploy a", { kind: "none", literals: 1 }],
    [
      "deploy :target to :code",
      "deploy a to b",
      { kind: "full", literals: 2, raw: { target: ["a"], code: ["b"] } },
    ],
  ];
  for (const [pattern, said, expected] of table) {
    it(`tries "${pattern}" on "${said}"`, () => {
      assert.deepEqual(matchPattern(pattern, { target, code, rest, text }, toWords(said)), expected);
    });
  }
});

describe("the usage line", () => {
  const kinds = {
    target: word("owner/repo", ""),
    code: optionalWord("code", ""),
    rest: restWords("feature", ""),
    text: someWords("text", ""),
  };

  it("shows what is required, what may be left out and what repeats", () => {
    assert.equal(toUsage("x :target :code :rest", kinds), "x <owner/repo> [code] [feature…]");
    assert.equal(toUsage("x :target :text", kinds), "x <owner/repo> <text…>");
  });

  it("begins with the keywords", () => {
    assert.equal(leadingKeywords("subscribe list :ignored"), "subscribe list");
    assert.equal(leadingKeywords("signout"), "signout");
  });
});

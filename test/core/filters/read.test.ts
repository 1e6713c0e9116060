import assert from "node:assert/strict";
import fc from "fast-check";
import { isFault, type faultDeclarations } from "../../../src/core/errors.ts";
import { FEATURES } from "../../../src/core/features.ts";
import { CONCLUSIONS, fromFilters, PULL_STATES, toFilters, type Filters } from "../../../src/core/filters.ts";
import { printChoice } from "../../../src/core/filters/print.ts";
import { readChoice, type Choice } from "../../../src/core/filters/read.ts";
import { toWords } from "../../../src/core/grammar.ts";

function read(text: string): Choice {
  return readChoice(toWords(text));
}

describe("reading features and filters", () => {
  const table: readonly (readonly [string, readonly string[], Filters])[] = [
    ["", [], {}],
    ["pulls, Issues", ["issues", "pulls"], {}],
    ["commits:main", ["commits"], { commits: ["main"] }],
    ["commits:feature/*", ["commits"], { commits: ["feature/*"] }],
    ["commits:all", ["commits"], { commits: ["*"] }],
    ["commits:main,dev", ["commits"], { commits: ["main", "dev"] }],
    ["commits:main, dev", ["commits"], { commits: ["main", "dev"] }],
    ["issues,commits:main,dev,pulls", ["issues", "pulls", "commits"], { commits: ["main", "dev"] }],
    ["commits:main,issues", ["issues", "commits"], { commits: ["main"] }],
    ['commits:"issues","a b"', ["commits"], { commits: ["issues", "a b"] }],
    ["commits:Main,main,main", ["commits"], { commits: ["Main", "main"] }],
    ['+label:"good first issue"', [], { labels: ["good first issue"] }],
    ["+label:priority:HIGH", [], { labels: ["priority:HIGH"] }],
    ['+label: "bug"', [], { labels: ["bug"] }],
    ['+label:bug,Bug,"p 1" +label:p2', [], { labels: ["bug", "p 1", "p2"] }],
    ["+label:it's", [], { labels: ["it's"] }],
    [
      "-label:wip -AUTHOR:dependabot[bot]",
      [],
      { withoutLabels: ["wip"], withoutAuthors: ["dependabot[bot]"] },
    ],
    ["+repo:api-* +repo:API-*,web", [], { repositories: ["api-*", "web"] }],
    ["-repo:legacy-*,octo/old", [], { withoutRepositories: ["legacy-*", "octo/old"] }],
    [
      'pulls:{state:opened,Merged base:"release/*" head:x}',
      ["pulls"],
      { pulls: { state: ["opened", "merged"], base: ["release/*"], head: ["x"] } },
    ],
    ["pulls:{state:open, base:main}", ["pulls"], { pulls: { state: ["opened"], base: ["main"] } }],
    [
      'workflows:{name:"a","b c" event:"push","pull_request" branch:"main","dev" actor:"u1","u2"}',
      ["workflows"],
      {
        workflows: {
          name: ["a", "b c"],
          event: ["push", "pull_request"],
          branch: ["main", "dev"],
          actor: ["u1", "u2"],
        },
      },
    ],
    [
      "workflows:{name:'a b', conclusion:failure}",
      ["workflows"],
      { workflows: { name: ["a b"], conclusion: ["failure"] } },
    ],
  ];
  for (const [text, features, filters] of table) {
    it(`understands ${text === "" ? "nothing" : text}`, () => {
      assert.deepEqual(read(text), { features, filters });
    });
  }

  const wrong: readonly (readonly [string, keyof typeof faultDeclarations])[] = [
    ["isues", "FEATURE_UNKNOWN"],
    ["issues:open", "FILTER_UNKNOWN"],
    ["-bug", "FILTER_UNKNOWN"],
    ['label:"x"', "FILTER_UNKNOWN"],
    ["+label", "FILTER_EMPTY"],
    ["+label:", "FILTER_EMPTY"],
    ['-label:""', "FILTER_EMPTY"],
    ["workflows:{}", "FILTER_EMPTY"],
    ["workflows:{name:}", "FILTER_EMPTY"],
    ['+label:"good first', "FILTER_QUOTE_OPEN"],
    ["workflows:{name:'a}", "FILTER_QUOTE_OPEN"],
    ["workflows:{name:CI build}", "FILTER_QUOTES_NEEDED"],
    ["workflows:{main}", "FILTER_QUOTES_NEEDED"],
    ["workflows:CI", "FILTER_BRACES"],
    ["pulls:{state:merged", "FILTER_BRACES"],
    ["pulls:{stat:merged}", "FILTER_KEY_UNKNOWN"],
    ["pulls:{state:megred}", "FILTER_VALUE_UNKNOWN"],
    ["workflows:{conclusion:failed}", "FILTER_VALUE_UNKNOWN"],
    ["+label:<at>", "FILTER_CHARACTER"],
    ["+label:`x`", "FILTER_CHARACTER"],
    [`commits:${"x".repeat(101)}`, "FILTER_TOO_LONG"],
    [`-author:${Array.from({ length: 31 }, (_, index) => `u${String(index)}`).join()}`, "FILTER_TOO_MANY"],
    [
      `pulls:{base:${Array.from({ length: 31 }, (_, index) => `b${String(index)}`).join()}}`,
      "FILTER_TOO_MANY",
    ],
  ];
  for (const [text, code] of wrong) {
    it(`says what is wrong with ${text.slice(0, 40)}: ${code}`, () => {
      assert.throws(
        () => read(text),
        (error) => isFault(error, code),
      );
    });
  }

  it("never ends but in a choice or a known fault, whatever is typed", () => {
    const alphabet = [
      "commits:",
      "+label:",
      "-repo:",
      "pulls:{",
      "state:",
      "merged",
      "}",
      '"',
      "'",
      ",",
      " ",
      "a",
      "*",
      ":",
      "{",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...alphabet), { maxLength: 14 }), (parts) => {
        try {
          const { features, filters } = read(parts.join(""));
          assert.deepEqual(read(printChoice(features, filters)), { features, filters });
        } catch (error) {
          assert.ok(isFault(error), String(error));
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("printing features and filters", () => {
  const name = fc
    .string({
      unit: fc.constantFrom(...Array.from("abIZ09_./*?-+:,'@# é🍺[]()&")),
      minLength: 1,
      maxLength: 12,
    })
    .map((text) => text.replace(/ +/g, " ").trim())
    .filter((text) => text !== "" && text !== "all");
  const names = (foldsCase: boolean): fc.Arbitrary<string[]> =>
    fc.uniqueArray(fc.oneof(name, fc.constantFrom(...FEATURES)), {
      minLength: 1,
      maxLength: 4,
      selector: (text) => (foldsCase ? text.toLowerCase() : text),
    });
  const someOf = <T extends string>(all: readonly T[]): fc.Arbitrary<T[]> =>
    fc.subarray([...all], { minLength: 1 });
  const optional: { requiredKeys: []; noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true };
  const notEmpty = (keys: object): boolean => Object.keys(keys).length > 0;
  const filters = fc.record(
    {
      commits: names(false),
      labels: names(true),
      withoutAuthors: names(true),
      repositories: names(true),
      withoutRepositories: names(true),
      pulls: fc
        .record({ state: someOf(PULL_STATES), base: names(false), head: names(false) }, optional)
        .filter(notEmpty),
      workflows: fc
        .record(
          {
            name: names(true),
            event: names(true),
            branch: names(false),
            actor: names(true),
            conclusion: someOf(CONCLUSIONS),
          },
          optional,
        )
        .filter(notEmpty),
    },
    optional,
  );

  it("gives what reads as the same again, and so does what is kept", () => {
    fc.assert(
      fc.property(fc.subarray([...FEATURES]), filters, (some, given) => {
        const features = FEATURES.filter(
          (one) => some.includes(one) || (["commits", "pulls", "workflows"].includes(one) && one in given),
        );

        assert.deepEqual(read(printChoice(features, given)), { features, filters: given });
        assert.deepEqual(toFilters(fromFilters(given)), given);
      }),
      { numRuns: 500 },
    );
  });

  it("keeps nothing of no filters, and survives what it cannot read", () => {
    assert.equal(fromFilters({}), undefined);
    assert.deepEqual(toFilters({ commits: "main" }), {});
  });
});

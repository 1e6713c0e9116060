import assert from "node:assert/strict";
import fc from "fast-check";
import { isFault, type faultDeclarations } from "../../../src/core/errors.ts";
import { FEATURES } from "../../../src/core/features.ts";
import { PULL_STATES, type Filters } from "../../../src/core/filters.ts";
import { withoutFeatures } from "../../../src/core/filters/merge.ts";
import { readForm, toFields } from "../../../src/features/subscriptions/edit-form.ts";

const EMPTY = { features: "issues", commits: "", pulls: "", workflows: "", filters: "" };

describe("the form of a subscription", () => {
  it("read as it was shown changes nothing", () => {
    const words = ["main", "a b", "release/*", "issues", "it's", "c,d", "+x", "🐞"];
    const names = fc.subarray(words, { minLength: 1 });
    const optional: { requiredKeys: []; noNullPrototype: true } = { requiredKeys: [], noNullPrototype: true };
    const filters: fc.Arbitrary<Filters> = fc.record(
      {
        commits: names,
        labels: names,
        withoutAuthors: names,
        repositories: names,
        withoutRepositories: names,
        pulls: fc
          .record(
            { state: fc.subarray([...PULL_STATES], { minLength: 1 }), base: names, head: names },
            optional,
          )
          .filter((keys) => Object.keys(keys).length > 0),
        workflows: fc
          .record({ name: names, branch: names }, optional)
          .filter((keys) => Object.keys(keys).length > 0),
      },
      optional,
    );
    const features = fc.subarray([...FEATURES], { minLength: 1 });
    fc.assert(
      fc.property(features, filters, (on, all) => {
        const off = FEATURES.filter((feature) => !on.includes(feature));
        const choice = { features: on, filters: withoutFeatures(all, off) };

        assert.deepEqual(readForm(toFields(choice), "Account", "octo"), choice);
      }),
    );
  });

  it("takes what keyboards make of quotes, dashes and blanks, with and without braces", () => {
    const fields = {
      ...EMPTY,
      features: "pulls,commits",
      commits: "main,\u00a0\u201ca b\u201d",
      pulls: "{state:merged}",
      filters: "\u2013author:x +label:\u201cgood one\u201d",
    };

    assert.deepEqual(readForm(fields, "Repo", "octo"), {
      features: ["pulls", "commits"],
      filters: {
        commits: ["main", "a b"],
        pulls: { state: ["merged"] },
        withoutAuthors: ["x"],
        labels: ["good one"],
      },
    });
  });

  it("lets a filter go with its feature", () => {
    assert.deepEqual(readForm({ ...EMPTY, commits: "main" }, "Repo", "octo").filters, {});
  });

  const bad: readonly (readonly [Partial<typeof EMPTY>, keyof typeof faultDeclarations])[] = [
    [{ features: "" }, "FEATURE_NONE"],
    [{ features: "issues,__proto__" }, "ACTION_INVALID"],
    [{ commits: "main,+label:x" }, "FORM_FIELD"],
    [{ commits: "main dev" }, "FILTER_QUOTES_NEEDED"],
    [{ pulls: "base:main} issues" }, "FILTER_CHARACTER"],
    [{ pulls: "}" }, "FILTER_QUOTES_NEEDED"],
    [{ workflows: "nope" }, "FILTER_QUOTES_NEEDED"],
    [{ filters: "issues" }, "FORM_FIELD"],
    [{ filters: "commits:main" }, "FORM_FIELD"],
    [{ filters: "+repo:x" }, "FILTER_NEEDS_OWNER"],
    [{ filters: "+label:<at>" }, "FILTER_CHARACTER"],
  ];
  for (const [fields, code] of bad) {
    it(`refuses ${JSON.stringify(fields)}: ${code}`, () => {
      assert.throws(
        () => readForm({ ...EMPTY, ...fields }, "Repo", "octo"),
        (error) => isFault(error, code) && error.kind === "input",
      );
    });
  }
});

import assert from "node:assert/strict";
import fc from "fast-check";
import { toFilters, type Filters } from "../../../src/core/filters.ts";
import { matchesAnyName, matchesGlob } from "../../../src/core/filters/glob.ts";
import { judge, type Verdict } from "../../../src/core/filters/judge.ts";
import { mergeFilters, removeFilters, withoutFeatures } from "../../../src/core/filters/merge.ts";
import { readChoice } from "../../../src/core/filters/read.ts";
import { toWords } from "../../../src/core/grammar.ts";
import type { Filterables, Happening } from "../../../src/core/happening.ts";

const repository = { id: "3001", fullName: "octo/hello", ownerId: "7", isPrivate: false };
const filtersOf = (text: string): Filters => readChoice(toWords(text)).filters;

function verdict(
  text: string,
  feature: Happening["feature"],
  filterables: Filterables = {},
  actorLogin = "mona",
): Verdict {
  return judge(filtersOf(text), { repository, feature, filterables, actorLogin });
}

describe("patterns", () => {
  const table: readonly (readonly [string, string, boolean])[] = [
    ["main", "main", true],
    ["main", "Main", false],
    ["main", "main2", false],
    ["*", "", true],
    ["*", "feature/a/b", true],
    ["**", "feature/a/b", true],
    ["feature/*", "feature/a/b", true],
    ["feature/*", "feature", false],
    ["v?.*", "v1.22", true],
    ["v?.*", "v12", false],
    ["?", "🍺", true],
    ["*.*.*", "1.2", false],
    ["a*b*c", "aXbYbZc", true],
    [".*", "xx", false],
    ["a+b[c]", "a+b[c]", true],
    ["what?", "what?", true],
  ];
  for (const [pattern, text, matches] of table) {
    it(`${pattern} ${matches ? "is" : "is not"} ${text}`, () => {
      assert.equal(matchesGlob(pattern, text), matches);
    });
  }

  it("always match themselves, and what a star stands for", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (a, middle, b) => {
        assert.ok(matchesGlob(a, a));
        assert.ok(matchesGlob(`${a}*${b}`, `${a}${middle}${b}`));
      }),
    );
  });

  it("are answered at once, however many stars", () => {
    assert.equal(matchesGlob(`${"*a".repeat(50)}b`, "a".repeat(10_000)), false);
    assert.ok(matchesAnyName(["BUG"], "bug"));
  });
});

describe("judging what happened", () => {
  const pull = (change: Filterables["pull"]): Filterables => ({
    pull: { base: "main", head: "warm", ...change },
  });
  const run = (change: Partial<Filterables["workflow"]> = {}): Filterables => ({
    workflow: { name: "CI", event: "push", branch: "main", actor: "mona", ...change },
  });
  const table: readonly (readonly [string, string, Happening["feature"], Filterables, Verdict])[] = [
    ["default branch without a filter", "", "commits", { branch: "main", isDefaultBranch: true }, "pass"],
    ["another branch without a filter", "", "commits", { branch: "dev", isDefaultBranch: false }, "drop"],
    [
      "a branch that is named",
      "commits:main,dev",
      "commits",
      { branch: "dev", isDefaultBranch: false },
      "pass",
    ],
    [
      "the default branch when others are",
      "commits:dev",
      "commits",
      { branch: "main", isDefaultBranch: true },
      "drop",
    ],
    ["a branch in another case", "commits:dev", "commits", { branch: "Dev", isDefaultBranch: false }, "drop"],
    ["branches are not for issues", "commits:dev", "issues", { labels: [] }, "pass"],
    ["a label", "+label:bug", "issues", { labels: ["ui", "Bug"] }, "pass"],
    ["one label of several", "+label:bug,p1", "comments", { labels: ["p1"] }, "pass"],
    ["no label at all", "+label:bug", "pulls", { labels: [] }, "drop"],
    [
      "labels mean nothing to commits",
      "+label:bug",
      "commits",
      { branch: "main", isDefaultBranch: true },
      "pass",
    ],
    ["an unwanted label", "-label:wip", "pulls", { labels: ["WIP", "bug"] }, "drop"],
    ["an unwanted label wins", "+label:bug -label:wip", "pulls", { labels: ["wip", "bug"] }, "drop"],
    ["an unwanted author", "-author:mona", "releases", {}, "drop"],
    ["who made it", "-author:hubot", "comments", { author: "hubot" }, "drop"],
    ["an app by its short name", "-author:dependabot", "pulls", { author: "dependabot[bot]" }, "drop"],
    ["all apps", "-author:*[bot]", "pulls", { author: "renovate[bot]" }, "drop"],
    ["other authors", "-author:hubot", "pulls", { author: "octocat" }, "pass"],
    ["a repository left out", "-repo:HEL*", "issues", {}, "drop"],
    ["a repository left out by its full name", "-repo:octo/hello", "always", {}, "drop"],
    ["another repository", "-repo:hello2", "issues", {}, "pass"],
    ["a repository named", "+repo:HEL*,x", "issues", {}, "pass"],
    ["a repository named by its full name", "+repo:octo/he*", "always", {}, "pass"],
    ["a repository that is not among those named", "+repo:api-*,web", "always", {}, "drop"],
    ["a repository named and left out", "+repo:hel* -repo:*lo", "issues", {}, "drop"],
    ["what is always on", "+label:x -author:mona", "always", { labels: [] }, "pass"],
    ["a state that is named", "pulls:{state:merged}", "pulls", pull({ state: "merged" }), "asked"],
    ["a state that is not", "pulls:{state:merged}", "pulls", pull({ state: "closed" }), "drop"],
    ["no change of state", "pulls:{state:merged}", "pulls", pull({}), "drop"],
    ["comments have no state", "pulls:{state:merged}", "comments", pull({}), "pass"],
    ["a base", "pulls:{base:main}", "pulls", pull({ state: "opened" }), "pass"],
    ["another base", "pulls:{base:dev}", "reviews", pull({}), "drop"],
    ["another head", "pulls:{base:main head:feature/*}", "pulls", pull({}), "drop"],
    ["a base that isn't told", "pulls:{base:main}", "comments", { pull: {} }, "rooted"],
    ["issues have no base", "pulls:{base:dev}", "issues", { labels: [] }, "pass"],
    ["a run", 'workflows:{name:"ci" event:push branch:main actor:Mona}', "workflows", run(), "pass"],
    ["another name", "workflows:{name:Lint}", "workflows", run(), "drop"],
    ["another event", "workflows:{event:pull_request}", "workflows", run(), "drop"],
    ["another branch", "workflows:{branch:dev}", "workflows", run(), "drop"],
    ["another actor", "workflows:{actor:hubot}", "workflows", run(), "drop"],
    ["a run that has not ended", "workflows:{conclusion:failure}", "workflows", run(), "drop"],
    [
      "a run that failed",
      "workflows:{conclusion:failure}",
      "workflows",
      run({ conclusion: "failure" }),
      "pass",
    ],
    ["jobs of a run", "workflows:{name:Lint}", "workflows", {}, "pass"],
  ];
  for (const [what, text, feature, filterables, expected] of table) {
    it(`${what}: ${expected}`, () => {
      assert.equal(verdict(text, feature, filterables), expected);
    });
  }

  it("lets all pass that no filter speaks of", () => {
    assert.equal(judge(toFilters(undefined), { repository, feature: "alerts", actorLogin: "x" }), "pass");
  });
});

describe("saying more filters", () => {
  const merged = (before: string, said: string): Filters =>
    mergeFilters(filtersOf(before), filtersOf(said), "replace");

  it("adds labels, people and repositories", () => {
    assert.deepEqual(merged("+label:bug -author:a -repo:x", "+label:BUG,p1 -author:b -repo:y"), {
      labels: ["bug", "p1"],
      withoutAuthors: ["a", "b"],
      withoutRepositories: ["x", "y"],
    });
  });

  it("replaces commits, pulls and workflows", () => {
    const said = "commits:dev pulls:{state:merged} workflows:{name:b}";

    assert.deepEqual(merged("commits:main pulls:{base:x} workflows:{actor:a}", said), filtersOf(said));
  });

  it("makes of a label that is wanted no unwanted one, and the other way round", () => {
    assert.deepEqual(merged("-label:wip,old", "+label:WIP"), { withoutLabels: ["old"], labels: ["WIP"] });
    assert.deepEqual(merged("+label:wip", "-label:wip"), { withoutLabels: ["wip"] });
  });

  it("takes a repository that is wanted off those left out, but never brings all by leaving one out", () => {
    assert.deepEqual(merged("-repo:web,old", "+repo:WEB"), {
      withoutRepositories: ["old"],
      repositories: ["WEB"],
    });
    assert.deepEqual(merged("+repo:web", "-repo:web"), {
      repositories: ["web"],
      withoutRepositories: ["web"],
    });
  });

  it("takes away what is named", () => {
    const before = filtersOf("commits:main,dev +label:bug,p1 -author:a pulls:{state:merged}");

    assert.deepEqual(removeFilters(before, filtersOf("+label:P1 -author:a pulls:{base:main} commits:dev")), {
      commits: ["main"],
      labels: ["bug"],
    });
    assert.deepEqual(withoutFeatures(before, ["commits", "pulls"]), filtersOf("+label:bug,p1 -author:a"));
  });
});

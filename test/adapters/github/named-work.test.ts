import assert from "node:assert/strict";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, withoutNetwork } from "./make-github.ts";

const PULL = {
  number: 7,
  title: "PROJ-1 Warm it",
  url: "https://github.test/octo/web/pull/7",
  state: "OPEN",
  isDraft: false,
  headRefName: "warm",
  author: { login: "jon" },
  repository: { nameWithOwner: "octo/web" },
  commits: {
    nodes: [
      {
        commit: {
          statusCheckRollup: {
            state: "FAILURE",
            contexts: {
              nodes: [
                { name: "unit", conclusion: "SUCCESS", detailsUrl: "https://ci.test/1" },
                { name: "lint", conclusion: "FAILURE", detailsUrl: "https://ci.test/2" },
                { context: "ci/jenkins", state: "ERROR", targetUrl: "javascript:alert(1)" },
                null,
              ],
            },
          },
        },
      },
    ],
  },
};
const BRANCH = {
  name: "feature/PROJ-1 x",
  target: { statusCheckRollup: { state: "SUCCESS", contexts: { nodes: [] } } },
  associatedPullRequests: { nodes: [{ ...PULL, number: 8, state: "MERGED", isDraft: false }, null] },
};

describe("branches and pull requests by their names", () => {
  withoutNetwork();
  const questions: { query: string; variables: Record<string, unknown> }[] = [];
  beforeEach(() => (questions.length = 0));
  const answers = (status: number, body: object, headers: Record<string, string> = {}): nock.Scope =>
    nock(API)
      .post("/graphql", (question: (typeof questions)[number]) => questions.push(question) > 0)
      .reply(status, body, headers);
  const inRepository = (text = "PROJ-1") =>
    makeGitHub().asPerson("token").namedWork.find({ kind: "repository", owner: "octo", name: "web" }, text);
  const repository = (nodes: readonly unknown[], totalCount = nodes.length): object => ({
    nameWithOwner: "octo/web",
    url: "https://github.test/octo/web",
    refs: { totalCount, nodes },
  });

  it("are found with one question, with how their builds stand", async () => {
    answers(200, {
      data: { repository: repository([BRANCH, null]), search: { issueCount: 2, nodes: [PULL, {}, null] } },
    });

    const found = await inRepository('PROJ-1" user:evil');

    assert.ok(found);
    assert.deepEqual(
      found.pulls.map(({ number, state }) => [number, state]),
      [
        [7, "open"],
        [8, "merged"],
      ],
    );
    assert.deepEqual(found.pulls[0]?.checks, {
      state: "failing",
      failed: [{ name: "lint", htmlUrl: "https://ci.test/2" }, { name: "ci/jenkins" }],
    });
    assert.deepEqual(found.branches, [
      {
        repository: "octo/web",
        name: "feature/PROJ-1 x",
        htmlUrl: "https://github.test/octo/web/tree/feature/PROJ-1%20x",
        checks: { state: "passing", failed: [] },
      },
    ]);
    assert.equal(found.isComplete, true);
    assert.equal(
      questions[0]?.variables["search"],
      '"PROJ-1 user:evil" in:title type:pr repo:octo/web sort:updated-desc',
    );
  });

  it("are found although the App may not see checks, and are said to be some where there are more", async () => {
    const bare = { ...PULL, commits: null, author: null };
    answers(200, {
      data: {
        repository: repository([{ ...BRANCH, target: null }], 40),
        search: { issueCount: 1, nodes: [bare] },
      },
      errors: [{ type: "FORBIDDEN", path: ["search", "nodes", 0, "commits"] }],
    });

    const found = await inRepository();

    assert.deepEqual(found?.pulls[0]?.checks, { state: "none", failed: [] });
    assert.equal(found.pulls[0].authorLogin, "ghost");
    assert.deepEqual(found.branches[0]?.checks.state, "none");
    assert.equal(found.isComplete, false);
  });

  it("of an owner are pull requests alone", async () => {
    answers(200, { data: { search: { issueCount: 1, nodes: [PULL] } } });

    const found = await makeGitHub().asPerson("token").namedWork.find({ kind: "owner", login: "octo" }, "12");

    assert.deepEqual([found?.pulls.length, found?.branches.length], [1, 0]);
    assert.match(String(questions[0]?.variables["search"]), /^"12" in:title type:pr user:octo /);
    assert.match(questions[0]?.query ?? "", /^query NamedWorkOfOwner\(/);
  });

  it("are none in a repository that isn't there for the person", async () => {
    answers(200, {
      data: { repository: null, search: { issueCount: 0, nodes: [] } },
      errors: [{ type: "NOT_FOUND", path: ["repository"] }],
    });

    assert.equal(await inRepository(), undefined);
  });

  const failures: readonly (readonly [string, number, object, string])[] = [
    ["a token that is refused", 401, { message: "Bad credentials" }, "GITHUB_TOKEN_INVALID"],
    ["a server that is down", 502, {}, "GITHUB_UNREACHABLE"],
    ["a limit", 200, { data: null, errors: [{ type: "RATE_LIMITED" }] }, "GITHUB_RATE_LIMITED"],
    [
      "a refusal",
      200,
      { data: { repository: null, search: null }, errors: [{ type: "FORBIDDEN" }] },
      "GITHUB_FORBIDDEN",
    ],
    ["an unknown form", 200, { data: { repository: 7 } }, "GITHUB_UNREACHABLE"],
  ];
  for (const [what, status, body, code] of failures)
    it(`are told apart from ${what}`, async () => {
      answers(status, body);

      await assert.rejects(inRepository(), (error) => isFault(error) && error.code === code);
    });
});

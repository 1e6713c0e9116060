import assert from "node:assert/strict";
import nock from "nock";
import type { ReviewSearch } from "../../../src/adapters/github/contract/index.ts";
import { toGraphqlUrl } from "../../../src/adapters/github/reviews/queue.ts";
import { toSearch } from "../../../src/adapters/github/reviews/search.ts";
import { isFault } from "../../../src/core/errors.ts";
import { API, makeGitHub, withoutNetwork } from "./make-github.ts";

const SEARCH: ReviewSearch = {
  scope: { kind: "repository", fullName: "contoso/web" },
  labels: [],
  notLabels: [],
  reviewer: "",
  drafts: false,
  approved: false,
  changes: true,
};

const PULL = {
  number: 7,
  title: "Warm the stove",
  url: "https://github.test/contoso/web/pull/7",
  state: "OPEN",
  isDraft: false,
  createdAt: "2026-03-01T12:00:00Z",
  reviewDecision: "REVIEW_REQUIRED",
  author: { login: "jon" },
  repository: { nameWithOwner: "contoso/web" },
  reviewRequests: {
    nodes: [
      { requestedReviewer: { login: "mira" } },
      { requestedReviewer: { combinedSlug: "contoso/backend" } },
      { requestedReviewer: null },
      null,
    ],
  },
  commits: { nodes: [{ commit: { statusCheckRollup: { state: "FAILURE" } } }] },
};

describe("open pull requests", () => {
  withoutNetwork();
  const answers = (status: number, body: object, headers: Record<string, string> = {}): nock.Scope =>
    nock(API).post("/graphql").reply(status, body, headers);
  const found = (nodes: readonly unknown[], more: object = {}): object => ({
    data: { search: { issueCount: nodes.length, nodes } },
    ...more,
  });
  const list = () => makeGitHub().asPerson("token").reviews.listOpen(SEARCH);

  it("are listed with who is asked, and how reviews and checks stand", async () => {
    answers(200, found([PULL]));

    const { pulls, total, htmlUrl } = await list();

    assert.equal(total, 1);
    assert.match(decodeURIComponent(htmlUrl), /\/pulls\?q=is:pr is:open .*repo:contoso\/web/);
    assert.deepEqual(pulls, [
      {
        repository: "contoso/web",
        number: 7,
        title: "Warm the stove",
        htmlUrl: PULL.url,
        authorLogin: "jon",
        createdAt: new Date(PULL.createdAt),
        isDraft: false,
        review: "required",
        checks: "failing",
        reviewers: ["mira", "contoso/backend"],
      },
    ]);
  });

  it("are listed although the App may not see their checks, or who wrote them is gone", async () => {
    const bare = { ...PULL, author: null, reviewDecision: null, commits: null, reviewRequests: null };
    answers(200, found([null, {}, bare], { errors: [{ type: "FORBIDDEN", path: ["search"] }] }));

    const { pulls } = await list();

    assert.deepEqual(
      pulls.map(({ authorLogin, checks, review, reviewers }) => ({ authorLogin, checks, review, reviewers })),
      [{ authorLogin: "ghost", checks: "none", review: "none", reviewers: [] }],
    );
  });

  it("are weighed by their reviews where none is required, and left out when they closed meanwhile", async () => {
    const said = (...states: string[]): object => ({
      ...PULL,
      reviewDecision: null,
      latestOpinionatedReviews: { nodes: states.map((state) => ({ state })) },
    });
    const nodes = [
      said("APPROVED"),
      said("APPROVED", "CHANGES_REQUESTED"),
      said(),
      { ...PULL, state: "MERGED" },
    ];
    answers(200, found(nodes));

    const { pulls, total } = await list();

    assert.equal(total, 3);
    assert.deepEqual(
      pulls.map(({ review }) => review),
      ["approved", "changes-requested", "none"],
    );
  });

  const FAILURES: readonly [
    what: string,
    status: number,
    body: object,
    code: Parameters<typeof isFault>[1],
  ][] = [
    ["a token that is refused", 401, { message: "Bad credentials" }, "GITHUB_TOKEN_INVALID"],
    ["a person who is refused", 403, { message: "No" }, "GITHUB_FORBIDDEN"],
    ["a server that is down", 502, { message: "Bad gateway" }, "GITHUB_UNREACHABLE"],
    ["a limit in the answer", 200, { data: null, errors: [{ type: "RATE_LIMITED" }] }, "GITHUB_RATE_LIMITED"],
    [
      "a refusal in the answer",
      200,
      { data: { search: null }, errors: [{ type: "FORBIDDEN" }] },
      "GITHUB_FORBIDDEN",
    ],
    ["an answer of another form", 200, { data: { search: { issueCount: "many" } } }, "GITHUB_UNREACHABLE"],
  ];
  for (const [what, status, body, code] of FAILURES)
    it(`are told apart from ${what}`, async () => {
      answers(status, body);

      await assert.rejects(list(), (error) => isFault(error, code));
    });

  it("are searched for in GitHub's words, labels in quotes", () => {
    const search = toSearch({
      ...SEARCH,
      labels: ["good first issue", "bug"],
      notLabels: ['w"ip is:closed'],
      reviewer: "contoso/backend",
      changes: false,
      createdBefore: new Date("2026-03-01T12:00:00.123Z"),
      updatedBefore: new Date("2026-03-02T12:00:00.123Z"),
    });

    assert.equal(
      search,
      'is:pr is:open archived:false repo:contoso/web draft:false -review:approved -review:changes_requested label:"good first issue","bug" -label:"wip is:closed" team-review-requested:contoso/backend created:<=2026-03-01T12:00:00Z updated:<=2026-03-02T12:00:00Z sort:created-asc',
    );
    assert.match(
      toSearch({ ...SEARCH, scope: { kind: "owner", login: "contoso" }, drafts: true, approved: true }),
      /^is:pr is:open archived:false user:contoso sort:created-asc$/,
    );
  });

  it("are asked for where GraphQL is", () => {
    assert.equal(toGraphqlUrl("https://api.github.com"), "https://api.github.com/graphql");
    assert.equal(toGraphqlUrl("https://ghes.example/api/v3"), "https://ghes.example/api/graphql");
  });
});

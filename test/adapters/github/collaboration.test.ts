import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import nock from "nock";
import { isFault } from "../../../src/core/errors.ts";
import type { GitHubCollaboration, GitHubOutcome } from "../../../src/adapters/github/contract/index.ts";
import { API, makeGitHub, MESSAGE } from "./make-github.ts";
import { withoutNetwork } from "../../support/without-network.ts";

const REPO = { owner: "contoso", name: "web" };
const BASE = "/repos/contoso/web";
const PAGE = "https://github.test/contoso/web/issues/7";
const SHA = "0123456789abcdef0123456789abcdef01234567";
const MIRA = { id: 583_231, login: "mira" };
const SINCE = { authorId: "583231", authorLogin: "mira", since: new Date("2026-03-01T12:00:00Z") };

type Api = GitHubCollaboration;
interface Write {
  readonly name: string;
  readonly call: (api: Api) => Promise<GitHubOutcome<unknown>>;
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly body?: nock.DataMatcherMap;
  readonly status: number;
  readonly answer: unknown;
  readonly value: unknown;
}

const LINK = { html_url: PAGE };
const WRITES: readonly Write[] = [
  {
    name: "openIssue",
    call: (api) => api.openIssue(REPO, { title: "T", body: "B", labels: ["bug"] }),
    method: "POST",
    path: `${BASE}/issues`,
    body: { title: "T", body: "B", labels: ["bug"] },
    status: 201,
    answer: { ...LINK, number: 7 },
    value: { htmlUrl: PAGE, number: 7 },
  },
  {
    name: "comment",
    call: (api) => api.comment(REPO, 7, "Hi"),
    method: "POST",
    path: `${BASE}/issues/7/comments`,
    body: { body: "Hi" },
    status: 201,
    answer: LINK,
    value: { htmlUrl: PAGE },
  },
  {
    name: "review",
    call: (api) => api.review(REPO, 7, { verdict: "request-changes", body: "No", headSha: SHA }),
    method: "POST",
    path: `${BASE}/pulls/7/reviews`,
    body: { event: "REQUEST_CHANGES", commit_id: SHA, body: "No" },
    status: 200,
    answer: LINK,
    value: { htmlUrl: PAGE },
  },
  {
    name: "mergePull",
    call: (api) => api.mergePull(REPO, 7, { method: "squash", headSha: SHA }),
    method: "PUT",
    path: `${BASE}/pulls/7/merge`,
    body: { sha: SHA, merge_method: "squash" },
    status: 200,
    answer: { merged: true },
    value: true,
  },
  {
    name: "setIssueState",
    call: (api) => api.setIssueState(REPO, 7, "closed"),
    method: "PATCH",
    path: `${BASE}/issues/7`,
    body: { state: "closed" },
    status: 200,
    answer: LINK,
    value: true,
  },
  {
    name: "addLabels",
    call: (api) => api.addLabels(REPO, 7, ["bug"]),
    method: "POST",
    path: `${BASE}/issues/7/labels`,
    body: { labels: ["bug"] },
    status: 200,
    answer: [],
    value: true,
  },
  {
    name: "removeLabel",
    call: (api) => api.removeLabel(REPO, 7, "good first/issue"),
    method: "DELETE",
    path: `${BASE}/issues/7/labels/good%20first%2Fissue`,
    status: 200,
    answer: [],
    value: true,
  },
  {
    name: "addAssignees",
    call: (api) => api.addAssignees(REPO, 7, ["mira", "nobody"]),
    method: "POST",
    path: `${BASE}/issues/7/assignees`,
    body: { assignees: ["mira", "nobody"] },
    status: 201,
    answer: { assignees: [MIRA] },
    value: ["mira"],
  },
  {
    name: "rerun",
    call: (api) => api.rerun(REPO, "42", "all"),
    method: "POST",
    path: `${BASE}/actions/runs/42/rerun`,
    status: 201,
    answer: {},
    value: true,
  },
  {
    name: "rerun of what failed",
    call: (api) => api.rerun(REPO, "42", "failed"),
    method: "POST",
    path: `${BASE}/actions/runs/42/rerun-failed-jobs`,
    status: 201,
    answer: {},
    value: true,
  },
  {
    name: "removeAssignees",
    call: (api) => api.removeAssignees(REPO, 7, ["mira"]),
    method: "DELETE",
    path: `${BASE}/issues/7/assignees`,
    body: { assignees: ["mira"] },
    status: 200,
    answer: {},
    value: true,
  },
  {
    name: "reviewEnvironments",
    call: (api) =>
      api.reviewEnvironments(REPO, "42", {
        environmentIds: ["161171787"],
        verdict: "approved",
        comment: "Ship it!",
      }),
    method: "POST",
    path: `${BASE}/actions/runs/42/pending_deployments`,
    body: { environment_ids: [161171787], state: "approved", comment: "Ship it!" },
    status: 200,
    answer: [],
    value: true,
  },
  {
    name: "cancelRun",
    call: (api) => api.cancelRun(REPO, "42"),
    method: "POST",
    path: `${BASE}/actions/runs/42/cancel`,
    status: 202,
    answer: {},
    value: true,
  },
  {
    name: "dispatchWorkflow",
    call: (api) => api.dispatchWorkflow(REPO, "deploy.yml", { ref: "main", inputs: { a: "1" } }),
    method: "POST",
    path: `${BASE}/actions/workflows/deploy.yml/dispatches`,
    body: { ref: "main", inputs: { a: "1" } },
    status: 204,
    answer: undefined,
    value: true,
  },
];

const REFUSALS = [
  [403, "forbidden"],
  [404, "missing"],
  [405, "not-allowed"],
  [409, "conflict"],
  [410, "gone"],
  [422, "invalid"],
] as const;
const FAULTS = [
  [401, {}, "GITHUB_TOKEN_INVALID"],
  [403, { "x-github-sso": "required; url=https://github.test/orgs/contoso/sso" }, "GITHUB_SSO_REQUIRED"],
  [403, { "x-ratelimit-remaining": "0" }, "GITHUB_RATE_LIMITED"],
  [429, { "retry-after": "1" }, "GITHUB_RATE_LIMITED"],
] as const;

describe("acting as a person on a GitHub that never answers", () => {
  it("sends each call once, and doesn't know", async () => {
    const received: string[] = [];
    const server = createServer((request) => {
      received.push(`${request.method ?? ""} ${request.url ?? ""}`);
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    const apiUrl = `http://127.0.0.1:${String(address.port)}`;
    // Long enough for all requests to arrive on a busy machine.
    const api = makeGitHub({ apiUrl, timeoutMs: 1_000 }).asPerson("the-token").collaboration;

    const outcomes = await Promise.all(WRITES.map((write) => write.call(api)));
    server.closeAllConnections();
    server.close();

    assert.deepEqual(new Set(outcomes.map(({ kind }) => kind)), new Set(["unknown"]));
    assert.deepEqual(received.toSorted(), WRITES.map(({ method, path }) => `${method} ${path}`).toSorted());
  });
});

describe("acting as a person", () => {
  withoutNetwork();
  const api = (): Api => makeGitHub().asPerson("the-token").collaboration;

  for (const write of WRITES) {
    describe(write.name, () => {
      const answering = (): nock.Interceptor =>
        nock(API, { reqheaders: { authorization: "Bearer the-token" } }).intercept(
          write.path,
          write.method,
          write.body,
        );

      it("sends what was said, and tells what came of it", async () => {
        const answer = answering();
        if (write.answer === undefined) answer.reply(write.status);
        else answer.reply(write.status, JSON.stringify(write.answer), { "content-type": "application/json" });

        assert.deepEqual(await write.call(api()), { kind: "done", value: write.value });
      });

      // Only one answer is planned each time: a second request would find no network and end otherwise.
      it("is sent once when GitHub fails, and nobody knows", async () => {
        for (const status of [500, 502, 503]) {
          answering().reply(status, "<html>Unicorn!</html>", { "content-type": "text/html" });
          assert.deepEqual(await write.call(api()), { kind: "unknown" }, String(status));
          assert.deepEqual(nock.pendingMocks(), []);
        }
      });

      it("is sent once when the connection breaks", async () => {
        answering().replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
        assert.deepEqual(await write.call(api()), { kind: "unknown" });
      });

      it("is refused in so many ways", async () => {
        for (const [status, refusal] of REFUSALS) {
          answering().reply(status, MESSAGE);
          const expected =
            write.name === "removeLabel" && refusal === "missing"
              ? { kind: "done", value: true }
              : { kind: "refused", refusal, detail: status === 422 ? MESSAGE.message : "" };
          assert.deepEqual(await write.call(api()), expected);
        }
      });

      it("throws where nothing was done and the token or the limit is why", async () => {
        for (const [status, headers, code] of FAULTS) {
          answering().reply(status, MESSAGE, headers);
          await assert.rejects(write.call(api()), (error) => isFault(error, code));
        }
      });
    });
  }

  it("doesn't know what became of an answer that it can't read", async () => {
    nock(API).post(`${BASE}/issues/7/comments`).reply(201, { surprise: true });

    assert.deepEqual(await api().comment(REPO, 7, "Hi"), { kind: "unknown" });
  });

  it("reads the workflows of a repository, all pages of them", async () => {
    const workflows = [
      { id: 1, name: "Release it", path: ".github/workflows/release.yml" },
      { id: 2, name: "CodeQL", path: "dynamic/github-code-scanning/codeql" },
    ];
    const link = { link: `<${API}${BASE}/actions/workflows?page=2>; rel="next"` };
    nock(API)
      .get(`${BASE}/actions/workflows?per_page=100&page=1`)
      .reply(200, { total_count: 2, workflows: workflows.slice(0, 1) }, link)
      .get(`${BASE}/actions/workflows?per_page=100&page=2`)
      .reply(200, { total_count: 2, workflows: workflows.slice(1) });

    assert.deepEqual(await api().findWorkflows(REPO), [
      { id: "1", name: "Release it", file: "release.yml" },
      { id: "2", name: "CodeQL", file: "codeql" },
    ]);
  });

  it("reads what a run waits for, and what was decided", async () => {
    const environment = { id: 161171787, name: "production" };
    const reviewers = [
      { type: "User", reviewer: MIRA },
      { type: "Team", reviewer: { name: "Release team", id: 3 } },
      { type: "Team", reviewer: null },
    ];
    nock(API)
      .get(`${BASE}/actions/runs/42/pending_deployments`)
      .reply(200, [{ environment, wait_timer: 0, current_user_can_approve: true, reviewers }])
      .get(`${BASE}/actions/runs/42/approvals`)
      .reply(200, [
        { state: "pending", comment: "Wait", environments: [environment], user: MIRA },
        { state: "rejected", comment: "No", environments: [environment], user: MIRA },
        { state: "approved", comment: null, environments: [], user: null },
      ]);

    const [waiting] = (await api().findWaitingEnvironments(REPO, "42")) ?? [];
    const reviews = await api().findEnvironmentReviews(REPO, "42");

    assert.deepEqual([waiting?.id, waiting?.name, waiting?.mayReview], ["161171787", "production", true]);
    assert.equal(waiting?.reviewers.at(-1), "Release team");
    assert.deepEqual(
      reviews?.map(({ verdict, authorLogin, comment }) => [verdict, authorLogin, comment]),
      [
        ["rejected", MIRA.login, "No"],
        ["approved", "ghost", ""],
      ],
    );
  });

  it("reads issues, pull requests, runs and what a repository allows", async () => {
    const issue = { number: 7, title: "T", state: "open", locked: true, user: MIRA, html_url: PAGE };
    nock(API).get(`${BASE}/issues/7`).reply(200, issue);
    nock(API)
      .get(`${BASE}/issues/8`)
      .reply(200, { ...issue, user: null, pull_request: {} });
    const ends = { head: { ref: "fix", sha: SHA }, base: { ref: "main", sha: SHA } };
    nock(API)
      .get(`${BASE}/pulls/7`)
      .reply(200, { ...issue, ...ends, merged: false, draft: true, mergeable: null });
    const run = { id: 42, name: null, status: "completed", run_attempt: 2, html_url: PAGE };
    nock(API).get(`${BASE}/actions/runs/42`).reply(200, run);
    nock(API)
      .get(BASE)
      .reply(200, { archived: true, has_issues: false, allow_merge_commit: false, allow_rebase_merge: true });
    nock(API).get(`${BASE}/issues/9`).reply(404, MESSAGE);

    assert.deepEqual(await api().findIssue(REPO, 7), {
      number: 7,
      title: "T",
      state: "open",
      isPull: false,
      isLocked: true,
      authorId: "583231",
      htmlUrl: PAGE,
    });
    const pullAsIssue = await api().findIssue(REPO, 8);
    assert.deepEqual([pullAsIssue?.isPull, pullAsIssue?.authorId], [true, ""]);
    const pull = await api().findPull(REPO, 7);
    assert.deepEqual(
      [pull?.headSha, pull?.isDraft, pull?.isMergeable, pull?.baseName],
      [SHA, true, undefined, "main"],
    );
    assert.deepEqual(await api().findRun(REPO, "42"), {
      id: "42",
      name: "",
      status: "completed",
      attempt: 2,
      htmlUrl: PAGE,
    });
    assert.deepEqual(await api().findLimits(REPO), {
      isArchived: true,
      hasIssues: false,
      mergeMethods: ["squash", "rebase"],
    });
    assert.equal(await api().findIssue(REPO, 9), undefined);
  });

  describe("finds again what was done, and takes nobody else's for it", () => {
    const at = "2026-03-01T12:00:01Z";
    const early = "2026-03-01T11:58:00Z";
    const eve = { id: 9_919_004 };
    const links = { html_url: PAGE };

    it("a comment", async () => {
      const comments = [
        { user: eve, body: "Hi", created_at: at, ...links },
        { user: MIRA, body: "Hi there", created_at: at, ...links },
        { user: MIRA, body: "Hi", created_at: early, ...links },
      ];
      const query = { since: "2026-03-01T11:59:00.000Z", per_page: 100, page: 1 };
      nock(API).get(`${BASE}/issues/7/comments`).query(query).reply(200, comments);
      assert.equal(await api().findComment(REPO, 7, "Hi", SINCE), undefined);

      const mine = { user: MIRA, body: "Hi\r\n", created_at: at, html_url: `${PAGE}#mine` };
      nock(API)
        .get(`${BASE}/issues/7/comments`)
        .query(query)
        .reply(200, [...comments, mine]);
      assert.deepEqual(await api().findComment(REPO, 7, "Hi", SINCE), { htmlUrl: `${PAGE}#mine` });
    });

    it("an issue", async () => {
      nock(API)
        .get(`${BASE}/issues`)
        .query({ creator: "mira", state: "all", sort: "created", direction: "desc", per_page: 30 })
        .reply(200, [
          { user: MIRA, title: "Other", created_at: at, number: 9, ...links },
          { user: MIRA, title: "T", created_at: at, number: 8, ...links },
        ]);

      assert.deepEqual(await api().findOpenedIssue(REPO, "T", SINCE), { htmlUrl: PAGE, number: 8 });
    });

    it("a review", async () => {
      nock(API)
        .get(`${BASE}/pulls/7/reviews?per_page=100&page=1`)
        .reply(200, [
          { user: MIRA, state: "PENDING", ...links },
          { user: MIRA, state: "COMMENTED", submitted_at: at, ...links },
          { user: MIRA, state: "APPROVED", submitted_at: at, html_url: `${PAGE}#r` },
        ]);

      assert.deepEqual(await api().findReview(REPO, 7, "approve", SINCE), { htmlUrl: `${PAGE}#r` });
    });

    it("a dispatched run", async () => {
      nock(API)
        .get(`${BASE}/actions/workflows/deploy.yml/runs`)
        .query({
          event: "workflow_dispatch",
          actor: "mira",
          created: ">=2026-03-01T11:59:00.000Z",
          per_page: 30,
        })
        .reply(200, { total_count: 1, workflow_runs: [{ actor: MIRA, created_at: at, ...links }] });

      assert.deepEqual(await api().findDispatched(REPO, "deploy.yml", SINCE), { htmlUrl: PAGE });
    });
  });
});

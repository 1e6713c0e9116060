import assert from "node:assert/strict";
import nock from "nock";
import type { GitHubLink, GitHubPreview } from "../../../../src/adapters/github/contract/index.ts";
import { isFault } from "../../../../src/core/errors.ts";
import { API, makeGitHub, MESSAGE, withoutNetwork } from "../make-github.ts";

const HERE = { owner: "contoso", name: "web" } as const;
const PAGE = "https://github.test/contoso/web";
const REST = "/repos/contoso/web";
const SUBJECT = {
  number: 7,
  title: "Warm the stove",
  user: { login: "mira" },
  created_at: "2026-03-01T12:00:00Z",
  body: "It is **cold**.",
  labels: [{ name: "bug" }, "ui"],
};

const find = (link: GitHubLink): Promise<GitHubPreview | undefined> =>
  makeGitHub().asPerson("t").previews.findPreview(link);

describe("previews of GitHub's pages", () => {
  withoutNetwork();

  const subject = {
    repository: "contoso/web",
    reference: "#7",
    title: "Warm the stove",
    author: "mira",
    at: "2026-03-01T12:00:00Z",
    body: "It is **cold**.",
    labels: ["bug", "ui"],
  };

  const issues: readonly (readonly [object, Partial<GitHubPreview>])[] = [
    [
      { state: "open", comments: 2 },
      { kind: "issue", state: "open", facts: ["2 comments"] },
    ],
    [
      { state: "closed", state_reason: "not_planned" },
      { kind: "issue", state: "not-planned" },
    ],
    [
      { state: "closed", state_reason: "completed" },
      { kind: "issue", state: "closed" },
    ],
    [
      { state: "open", pull_request: {}, draft: true },
      { kind: "pull", state: "draft" },
    ],
    [
      { state: "closed", pull_request: { merged_at: "2026-03-02T00:00:00Z" } },
      { kind: "pull", state: "merged" },
    ],
  ];
  for (const [fields, expected] of issues) {
    it(`tell an issue's state: ${JSON.stringify(fields)}`, async () => {
      nock(API)
        .get(`${REST}/issues/7`)
        .reply(200, { ...SUBJECT, html_url: `${PAGE}/issues/7`, ...fields });

      const found = await find({ ...HERE, kind: "issue", number: 7 });

      const whole = { ...subject, facts: [], htmlUrl: `${PAGE}/issues/7`, ...expected };
      assert.deepEqual(found, whole);
    });
  }

  it("tell a pull request's branches and size", async () => {
    nock(API)
      .get(`${REST}/pulls/7`)
      .reply(200, {
        ...SUBJECT,
        state: "open",
        merged: false,
        head: { ref: "warm" },
        base: { ref: "main" },
        additions: 12,
        deletions: 3,
        changed_files: 1,
        html_url: `${PAGE}/pull/7`,
      });

    const found = await find({ ...HERE, kind: "pull", number: 7 });

    const facts = ["main ← warm", "+12 −3", "1 file"];
    assert.deepEqual(found, { ...subject, kind: "pull", state: "open", facts, htmlUrl: `${PAGE}/pull/7` });
  });

  it("tell a repository's description", async () => {
    nock(API)
      .get(REST)
      .reply(200, {
        full_name: "contoso/web",
        description: null,
        private: true,
        archived: false,
        language: "TypeScript",
        stargazers_count: 3,
        owner: { login: "contoso" },
        html_url: PAGE,
      });

    const found = await find({ ...HERE, kind: "repository" });

    assert.deepEqual(
      [found?.title, found?.state, found?.facts],
      ["contoso/web", "private", ["TypeScript", "★ 3"]],
    );
  });

  it("tell a commit by its first line, and who wrote it", async () => {
    nock(API)
      .get(`${REST}/commits/0123456`)
      .reply(200, {
        sha: "0123456789abcdef0123456789abcdef01234567",
        commit: { message: "Light it\n\nAt last", author: { name: "M", date: "2026-03-01T12:00:00Z" } },
        author: null,
        stats: { additions: 1, deletions: 0 },
        html_url: `${PAGE}/commit/0123456789abcdef0123456789abcdef01234567`,
      });

    const found = await find({ ...HERE, kind: "commit", sha: "0123456" });

    assert.deepEqual(
      [found?.title, found?.body.trim(), found?.reference, found?.author, found?.facts],
      ["Light it", "At last", "0123456", "M", ["+1 −0"]],
    );
  });

  it("tell a release by its tag, or the latest", async () => {
    const release = {
      name: "",
      tag_name: "sdk/v1",
      draft: false,
      prerelease: true,
      author: { login: "mira" },
      published_at: "2026-03-01T12:00:00Z",
      body: null,
      html_url: `${PAGE}/releases/tag/sdk/v1`,
    };
    nock(API).get(`${REST}/releases/tags/sdk%2Fv1`).reply(200, release);
    nock(API).get(`${REST}/releases/latest`).reply(200, release);

    const byTag = await find({ ...HERE, kind: "release", tag: "sdk/v1" });
    const latest = await find({ ...HERE, kind: "release", tag: undefined });

    assert.deepEqual([byTag?.title, byTag?.state], ["sdk/v1", "prerelease"]);
    assert.deepEqual(latest, byTag);
  });

  it("tell a discussion", async () => {
    let asked: unknown;
    nock(API)
      .post("/graphql", (body: { variables: unknown }) => {
        asked = body.variables;
        return true;
      })
      .reply(200, {
        data: {
          repository: {
            discussion: {
              number: 12,
              title: "How warm?",
              url: `${PAGE}/discussions/12`,
              createdAt: "2026-03-01T12:00:00Z",
              body: "Very.",
              closed: false,
              author: null,
              category: { name: "Q&A" },
              answer: { id: "x" },
              comments: { totalCount: 1 },
            },
          },
        },
      });

    const found = await find({ ...HERE, kind: "discussion", number: 12 });

    assert.deepEqual(asked, { ...HERE, number: 12 });
    assert.deepEqual(
      [found?.reference, found?.state, found?.author, found?.facts],
      ["#12", "answered", "", ["Q&A", "1 comment"]],
    );
  });

  it("are nothing where the person may not look", async () => {
    const nobodys = { data: { repository: null }, errors: [{ type: "NOT_FOUND", message: "no" }] };
    nock(API).get(`${REST}/issues/7`).reply(404, MESSAGE);
    nock(API).post("/graphql").reply(200, nobodys);

    assert.equal(await find({ ...HERE, kind: "issue", number: 7 }), undefined);
    assert.equal(await find({ ...HERE, kind: "discussion", number: 12 }), undefined);
  });

  it("fail by a fault, and not by what GitHub says", async () => {
    nock(API).post("/graphql").reply(401, MESSAGE);
    nock(API)
      .post("/graphql")
      .reply(200, { data: { repository: { discussion: { title: 7 } } } });
    nock(API)
      .get(`${REST}/issues/7`)
      .reply(200, { ...SUBJECT, state: "open", html_url: "javascript:alert(1)" });

    const link = { ...HERE, kind: "discussion", number: 12 } as const;
    await assert.rejects(find(link), (error) => isFault(error, "GITHUB_TOKEN_INVALID"));
    await assert.rejects(find(link), (error) => isFault(error, "GITHUB_UNREACHABLE"));
    await assert.rejects(find({ ...HERE, kind: "issue", number: 7 }), (error) => isFault(error));
  });
});

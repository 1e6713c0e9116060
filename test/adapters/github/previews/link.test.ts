import assert from "node:assert/strict";
import type { GitHubLink } from "../../../../src/adapters/github/contract/index.ts";
import { parseGitHubLink } from "../../../../src/adapters/github/previews/link.ts";

const HERE = "https://github.com/octo/hello";
type What = Omit<GitHubLink, "owner" | "name"> & Readonly<Record<string, unknown>>;

const KNOWN: readonly (readonly [text: string, what: What])[] = [
  [HERE, { kind: "repository" }],
  [`${HERE}/`, { kind: "repository" }],
  [`${HERE}?tab=readme#top`, { kind: "repository" }],
  [`${HERE}/issues/7`, { kind: "issue", number: 7 }],
  [`${HERE}/issues/7/#issuecomment-1`, { kind: "issue", number: 7 }],
  [`${HERE}/pull/7`, { kind: "pull", number: 7 }],
  [`${HERE}/pull/7/files#diff-1R2`, { kind: "pull", number: 7 }],
  [`${HERE}/pull/7/commits/0123456`, { kind: "pull", number: 7 }],
  [`${HERE}/discussions/12`, { kind: "discussion", number: 12 }],
  [
    `${HERE}/commit/0123456789abcdef0123456789ABCDEF01234567`,
    { kind: "commit", sha: "0123456789abcdef0123456789ABCDEF01234567" },
  ],
  [`${HERE}/releases/latest`, { kind: "release", tag: undefined }],
  [`${HERE}/releases/tag/v1.2.3`, { kind: "release", tag: "v1.2.3" }],
  [`${HERE}/releases/tag/sdk%2Fv1%20beta`, { kind: "release", tag: "sdk/v1 beta" }],
  [`${HERE}/releases/tag/sdk/v1`, { kind: "release", tag: "sdk/v1" }],
];

const UNKNOWN: readonly string[] = [
  "",
  "octo/hello",
  "octo/hello/issues/7",
  "http://github.com/octo/hello/issues/7",
  "https://github.com",
  "https://github.com/octo",
  "https://github.com/orgs/octo/projects/1",
  "https://github.com/settings/tokens",
  `${HERE}/issues`,
  `${HERE}/issues/new`,
  `${HERE}/issues/0`,
  `${HERE}/issues/7e1`,
  `${HERE}/issues/99999999999`,
  `${HERE}/pulls`,
  `${HERE}/pull/-1`,
  `${HERE}/commit/main`,
  `${HERE}/commits/main`,
  `${HERE}/releases`,
  `${HERE}/releases/tag/`,
  `${HERE}/releases/tag/%E0%A4%A`,
  `${HERE}/releases/tag/${"x".repeat(256)}`,
  `${HERE}/blob/main/README.md`,
  `${HERE}/actions/runs/1`,
  "https://github.com/octo/..%2f..%2fuser/issues/7",
  "https://github.com.evil.example/octo/hello/issues/7",
  "https://github.com@evil.example/octo/hello/issues/7",
  "https://evil.example\\@github.com/octo/hello/issues/7",
  "https://github.com;evil.com/octo/hello/issues/7",
  "https://github.com:444/octo/hello/issues/7",
  "https://api.github.com/octo/hello/issues/7",
  `${HERE}/issues/7 and more`,
  `${HERE}/${"x".repeat(2_048)}`,
];

describe("a pasted link to GitHub", () => {
  for (const [text, what] of KNOWN) {
    it(`${text} is ${JSON.stringify(what)}`, () => {
      assert.deepEqual(parseGitHubLink(text, "github.com"), { owner: "octo", name: "hello", ...what });
    });
  }

  for (const text of UNKNOWN) {
    it(`${text.slice(0, 80)} has no preview`, () => {
      assert.equal(parseGitHubLink(text, "github.com"), undefined);
    });
  }

  it("belongs to the GitHub that is configured", () => {
    const here = "https://ghes.example:8443/octo/hello/issues/7";

    assert.equal(parseGitHubLink(here, "ghes.example:8443")?.kind, "issue");
    assert.equal(parseGitHubLink(`${HERE}/issues/7`, "ghes.example:8443"), undefined);
  });
});

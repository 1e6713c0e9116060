import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { parseGitHubTarget } from "../../../src/adapters/github/link.ts";
import { cpuMs } from "../../support/cpu-ms.ts";

const HOST = "github.com";
const HELLO = "octo/hello";

const ACCEPTED: readonly (readonly [text: string, target: string])[] = [
  ["octo", "octo"],
  [" octo ", "octo"],
  ["octo/hello", HELLO],
  ["octo/hello.git", HELLO],
  ["octo/hello.world_1-2", "octo/hello.world_1-2"],
  ["octo/.github", "octo/.github"],
  ["o-c-t-o/x", "o-c-t-o/x"],
  ["mona_contoso", "mona_contoso"],
  ["a".repeat(39), "a".repeat(39)],
  [`octo/${"r".repeat(100)}`, `octo/${"r".repeat(100)}`],
  ["https://github.com/octo", "octo"],
  ["https://github.com/octo/", "octo"],
  ["https://github.com/octo?tab=repositories", "octo"],
  ["https://github.com/octo#top", "octo"],
  ["https://github.com/octo/hello", HELLO],
  ["https://github.com/octo/hello/", HELLO],
  ["https://github.com/octo/hello.git", HELLO],
  ["https://github.com/octo/hello?tab=readme#x", HELLO],
  ["https://github.com/octo/hello/pull/7", HELLO],
  ["https://github.com/octo/hello/pull/7/files#diff-1R2", HELLO],
  ["https://github.com/octo/hello/issues?q=is%3Aopen+label%3Abug", HELLO],
  ["https://github.com/octo/hello/tree/feature/x", HELLO],
  ["https://github.com/octo/hello/blob/main/päth.md", HELLO],
  ["https://github.com/octo/hello/compare/a...b@c", HELLO],
  ["https://github.com/orgs/octo", "octo"],
  ["https://github.com/orgs/octo/repositories", "octo"],
  ["HTTPS://GITHUB.COM/Octo/Hello", "Octo/Hello"],
  ["github.com/octo", "octo"],
  ["GitHub.com/octo/hello/pull/7?x=1#y", HELLO],
];

const REFUSED: readonly (readonly [code: string, texts: readonly string[]])[] = [
  [
    "GITHUB_URL_NOT_HTTPS",
    [
      "http://github.com/octo/hello",
      "HTTP://github.com/octo",
      "http://evil.com/octo",
      "ftp://github.com/octo",
      "ssh://git@github.com/octo/hello.git",
      "git://github.com/octo/hello.git",
      "javascript:alert(1)",
      "file:///etc/passwd",
      "data:text/html,x",
    ],
  ],
  [
    "GITHUB_URL_FOREIGN",
    [
      "https://gitlab.com/octo/hello",
      "https://www.github.com/octo",
      "https://gist.github.com/octo",
      "https://api.github.com/repos/octo/hello",
      "https://raw.githubusercontent.com/octo/hello/main/x",
      "https://github.com.evil.com/octo",
      "https://evil.com/github.com/octo",
      "https://evilgithub.com/octo",
      "https://github.com;evil.com/octo/hello",
      "https://github.com%2eevil.com/octo",
      "https://github.com:443/octo",
      "https://github.com:8443/octo",
      "https://github.com./octo",
      "https://octo@github.com/octo",
      "https://octo:secret@github.com/octo",
      "https://@github.com/octo",
      "https://github.com@evil.com/octo",
      "https://github.com:octo@evil.com/octo",
      "https://github.com\\@evil.com/octo",
      "https://github.com\\octo\\hello",
      "https://github.com/octo\\hello",
      "https://evil.com\\@github.com/octo",
      "https:\\\\github.com\\octo",
      "https://evil.com#@github.com/octo",
      "https://evil.com?@github.com/octo",
      "https://gıthub.com/octo",
      "https://githυb.com/octo",
      "https://ｇithub.com/octo",
      "https://github。com/octo",
      "https://xn--gthub-n4a.com/octo",
      "https://%67ithub.com/octo",
      "https://127.0.0.1/octo",
      "https://[::1]/octo",
      "https://localhost/octo",
    ],
  ],
  [
    "GITHUB_URL_MALFORMED",
    [
      "https://",
      "https:///github.com/octo",
      "https:github.com/octo",
      "https:/github.com/octo",
      "//github.com/octo",
      "http://",
      "https://github.com/oc to",
      "https://git hub.com/octo",
      "https://github.com/oc\tto",
      "https://github.com/oc\nto",
      "https://github.com/oc\u200bto",
      "https://github.com/\u202eotco",
      "https://github.com/octo/../evil",
      "https://github.com/octo/%2e%2e/evil",
      "https://github.com/./octo",
      "https://[github.com/octo",
    ],
  ],
  [
    "GITHUB_URL_NO_OWNER",
    [
      "https://github.com",
      "https://github.com/",
      "https://github.com//octo/hello",
      "https://github.com/?octo",
      "https://github.com/#octo",
      "https://github.com/settings/profile",
      "https://github.com/Settings",
      "https://github.com/marketplace/actions",
      "https://github.com/orgs",
      "https://github.com/orgs/",
      "https://github.com/login/oauth/authorize?client_id=x",
      "https://github.com/notifications",
      "https://github.com/pulls",
      "https://github.com/apps/ployst",
    ],
  ],
  [
    "GITHUB_NAME_MALFORMED",
    [
      "",
      "/",
      "octo/",
      "/hello",
      "octo//hello",
      "octo/hello/issues",
      "-octo",
      "octo-",
      "oc--to",
      "oc.to",
      "oc to",
      "@octo",
      "octo/he llo",
      "octo/.",
      "octo/..",
      "octo/.git",
      "octo/hellö",
      "ócto/hello",
      "octo/hello?x=1",
      "octo/<b>",
      "github.com",
      "www.github.com/octo",
      "gitlab.com/octo/hello",
      "git@github.com:octo/hello.git",
      "a".repeat(40),
      `octo/${"r".repeat(101)}`,
      "https://github.com/-octo",
      "https://github.com/oc%20to/hello",
      "https://github.com/octo/h%2fello",
      "https://github.com/octo//hello",
      "https://github.com/octo/.git",
      "https://github.com/orgs/-octo",
      "https://github.com/octo/%3Cat%3E",
    ],
  ],
];

describe("GitHub target", () => {
  for (const [text, expected] of ACCEPTED) {
    it(`reads ${JSON.stringify(text.slice(0, 70))}`, () => {
      const target = parseGitHubTarget(text, HOST);

      assert.equal(target.kind === "owner" ? target.owner : `${target.owner}/${target.name}`, expected);
    });
  }

  for (const [code, texts] of REFUSED) {
    for (const text of texts) {
      it(`answers ${JSON.stringify(text.slice(0, 70))} with ${code}`, () => {
        assert.throws(
          () => parseGitHubTarget(text, HOST),
          (error) => isFault(error) && error.code === code,
        );
      });
    }
  }

  it("reads links to a server with a port, and only with that port", () => {
    assert.deepEqual(parseGitHubTarget("https://ghes.example:8443/octo/hello", "ghes.example:8443"), {
      kind: "repository",
      owner: "octo",
      name: "hello",
    });
    assert.throws(
      () => parseGitHubTarget("https://ghes.example/octo/hello", "ghes.example:8443"),
      (error) => isFault(error, "GITHUB_URL_FOREIGN") && error.sentence.includes("ghes.example:8443"),
    );
  });

  it("takes a server of one plain word for an owner where https is left out", () => {
    const hello = { kind: "repository", owner: "github", name: "hello" };
    assert.deepEqual(parseGitHubTarget("github/hello", "github"), hello);
    assert.deepEqual(parseGitHubTarget("https://github/github/hello", "github"), hello);
  });

  it("shows what was given shortened and inert", () => {
    assert.throws(
      () => parseGitHubTarget(`**[x](y)** <at>everybody</at> ${"z".repeat(500)}`, HOST),
      (error) =>
        isFault(error, "GITHUB_NAME_MALFORMED") &&
        error.sentence.includes("\\*\\*\\[x\\]") &&
        !error.sentence.includes("<at>") &&
        error.sentence.length < 250,
    );
  });

  it("never takes long, whatever is given", () => {
    for (const text of [
      "https://" + "@".repeat(4_000),
      "a-".repeat(2_000),
      "https://github.com/" + "/".repeat(4_000),
    ]) {
      const took = cpuMs(() => {
        assert.throws(() => parseGitHubTarget(text, HOST), isFault);
      });
      // A pattern that backtracks takes minutes over these.
      assert.ok(took < 2_000);
    }
  });
});

import assert from "node:assert/strict";
import { parseGitUrl } from "../../../src/adapters/git/url.ts";
import { isFault } from "../../../src/core/errors.ts";

const PLAIN = new Set(["localhost:3000"]);

describe("an address of a repository", () => {
  const read: readonly (readonly [string, string, string, string])[] = [
    [
      "https://github.com/octo/Hello",
      "https://github.com/octo/Hello.git",
      "https://github.com/octo/Hello",
      "github.com/octo/Hello.git",
    ],
    [
      "https://GitHub.com/octo/hello.git/",
      "https://github.com/octo/hello.git",
      "https://github.com/octo/hello",
      "github.com/octo/hello.git",
    ],
    [
      "https://github.com:443/octo/hello",
      "https://github.com/octo/hello.git",
      "https://github.com/octo/hello",
      "github.com/octo/hello.git",
    ],
    [
      "git@github.com:octo/hello.git",
      "ssh://git@github.com/octo/hello.git",
      "https://github.com/octo/hello",
      "github.com/octo/hello.git",
    ],
    [
      "ssh://github.com/octo/hello",
      "ssh://git@github.com/octo/hello.git",
      "https://github.com/octo/hello",
      "github.com/octo/hello.git",
    ],
    [
      "ssh://me@git.corp:2222/a/b",
      "ssh://me@git.corp:2222/a/b.git",
      "ssh://me@git.corp:2222/a/b",
      "git.corp_ssh_2222_me/a/b.git",
    ],
    [
      "https://git.corp:8443/group/sub/b",
      "https://git.corp:8443/group/sub/b.git",
      "https://git.corp:8443/group/sub/b",
      "git.corp_https_8443/group/sub/b.git",
    ],
    [
      "http://localhost:3000/o/n",
      "http://localhost:3000/o/n.git",
      "http://localhost:3000/o/n",
      "localhost_http_3000/o/n.git",
    ],
  ];
  for (const [text, url, id, path] of read)
    it(`is read: ${text}`, () => {
      const repository = parseGitUrl(text, PLAIN);

      assert.deepEqual([repository.url, repository.id, repository.path], [url, id, path]);
      assert.deepEqual(parseGitUrl(repository.url, PLAIN), repository);
    });

  const refused: readonly (readonly [why: string, text: string])[] = [
    ["no text", ""],
    ["an option", "--upload-pack=touch /tmp/x"],
    ["an option as a host", "ssh://-oProxyCommand=touch/a/b"],
    ["an option as a host, as scp has it", "git@-oProxyCommand=x:a/b"],
    ["an option as a user", "ssh://-oProxyCommand=x@github.com/a/b"],
    ["an option as an owner", "https://github.com/-x/b"],
    ["an option as a name", "https://github.com/a/--upload-pack=x"],
    ["another protocol", "ext::sh -c touch% /tmp/x"],
    ["a file", "file:///etc/passwd"],
    ["a path", "/srv/git/a/b"],
    ["a relative path", "../../a/b"],
    ["git's own protocol", "git://github.com/a/b"],
    ["http", "http://github.com/a/b"],
    ["http at another port", "http://localhost:3001/a/b"],
    ["a password", "https://me:secret@github.com/a/b"],
    ["a user name for https", "https://me@github.com/a/b"],
    ["a password for ssh", "ssh://git:secret@github.com/a/b"],
    ["a way up", "https://github.com/a/../../b/c"],
    ["a way up at the end", "https://github.com/a/.."],
    ["a way up, encoded", "https://github.com/a/%2e%2e/b"],
    ["a way up, as scp has it", "git@github.com:../../etc/passwd"],
    ["an absolute path, as scp has it", "git@github.com:/etc/passwd"],
    ["a hidden folder", "https://github.com/.worker/b"],
    ["a folder that ends like a repository", "https://github.com/a.git/b"],
    ["a lock", "https://github.com/a/b.lock"],
    ["two dots inside", "https://github.com/a/b..c"],
    ["an empty segment", "https://github.com/a//b"],
    ["an owner alone", "https://github.com/octo"],
    ["too deep", "https://github.com/a/b/c/d/e/f/g"],
    ["a query", "https://github.com/a/b?x=1"],
    ["a fragment", "https://github.com/a/b#x"],
    ["a line feed", "https://github.com/a/b\nurl=https://evil.example"],
    ["a null", "https://github.com/a/b\u0000"],
    ["a blank", "https://github.com/a/b c"],
    ["a backslash", String.raw`https://github.com\@evil.example/a/b`],
    ["a quote", "https://github.com/a/b'"],
    ["a command", "https://github.com/a/$(id)"],
    ["a backtick", "https://github.com/a/`id`"],
    ["letters that look like others", "https://github.com/оcto/hello"],
    ["a host that looks like another", "https://gіthub.com/a/b"],
    ["an address in brackets", "https://[::1]/a/b"],
    ["an underscore in a host", "https://github.com_https_1/a/b"],
    ["too long", `https://github.com/a/${"b".repeat(101)}`],
  ];
  for (const [why, text] of refused)
    it(`is refused with ${why}`, () =>
      assert.throws(
        () => parseGitUrl(text, PLAIN),
        (error) => isFault(error, "GIT_URL_MALFORMED"),
      ));
});

import assert from "node:assert/strict";
import { isRefName, listMeanings } from "../../../src/adapters/git/refs.ts";

describe("the names of branches and tags", () => {
  it("are those that git would let somebody give", () => {
    for (const name of ["main", "release/1.2", "v1.2.3", "übung", "a@b", "fix-#7", "1f2e3d4", "@home"])
      assert.equal(isRefName(name), true, name);
  });

  it("are never options, expressions or paths out of a folder", () => {
    const hostile = [
      ...[
        "",
        "-n",
        "--upload-pack=touch x",
        "/etc/passwd",
        "a//b",
        "a/",
        ".hidden",
        "a/.hidden",
        "a..b",
        "../../x",
      ],
      ...[
        "main^",
        "main~1",
        "main:file",
        "a?b",
        "a*",
        "a[b",
        "a\\b",
        "a b",
        "a\nb",
        "a\u0000b",
        "a\u007fb",
        "@",
        "x@{1}",
      ],
      ...["a.lock", "a.lock/b", "a.", "x".repeat(251)],
    ];
    for (const name of hostile) assert.equal(isRefName(name), false, JSON.stringify(name));
  });

  it("mean a branch before a tag, and an id only where they look like one", () => {
    const expressions = (name: string): readonly string[] =>
      listMeanings(name).map(({ expression }) => expression);
    const whole = "a".repeat(40);

    assert.deepEqual(expressions("main"), ["refs/heads/main", "refs/tags/main"]);
    assert.deepEqual(expressions("abcdef"), ["refs/heads/abcdef", "refs/tags/abcdef"]);
    assert.deepEqual(expressions("abcdef0"), ["refs/heads/abcdef0", "refs/tags/abcdef0", "abcdef0"]);
    assert.deepEqual(expressions("refs/tags/v1"), [
      "refs/heads/refs/tags/v1",
      "refs/tags/refs/tags/v1",
      "refs/tags/v1",
    ]);
    assert.deepEqual(expressions(whole.toUpperCase()), [whole]);
  });
});

import assert from "node:assert/strict";
import { parseGitHubTarget } from "../../../src/adapters/github/link.ts";
import { isFault } from "../../../src/core/errors.ts";
import { parseReference, type ReferenceTo } from "../../../src/features/collaboration/reference.ts";

const parseTarget = (text: string) => parseGitHubTarget(text, "github.com");
const named = (number: string, owner = "octo", name = "hello") => ({ kind: "named", owner, name, number });

describe("a reference", () => {
  const understood: readonly (readonly [text: string, to: ReferenceTo, meaning: object])[] = [
    ["octo/hello#7", "subject", named("7")],
    ["Octo/Hel.lo_1#123456789", "subject", named("123456789", "Octo", "Hel.lo_1")],
    ["#7", "subject", { kind: "bare", number: "7" }],
    ["7", "subject", { kind: "bare", number: "7" }],
    ["this", "subject", { kind: "this" }],
    ["THIS", "subject", { kind: "this" }],
    ["https://github.com/octo/hello/issues/7", "subject", named("7")],
    ["https://github.com/octo/hello/pull/7", "subject", named("7")],
    ["https://github.com/octo/hello/pull/7/files#diff-1", "subject", named("7")],
    ["https://github.com/octo/hello/issues/7?x=1#issuecomment-9", "subject", named("7")],
    ["octo/hello#8123456789", "run", named("8123456789")],
    ["8123456789", "run", { kind: "bare", number: "8123456789" }],
    ["https://github.com/octo/hello/actions/runs/8123456789/job/5", "run", named("8123456789")],
  ];
  for (const [text, to, meaning] of understood) {
    it(`${text} is ${JSON.stringify(meaning)}`, () => {
      assert.deepEqual(parseReference(text, to, parseTarget), meaning);
    });
  }

  const refused: readonly (readonly [text: string, to: ReferenceTo, code: string])[] = [
    ["octo/hello", "subject", "REFERENCE_MALFORMED"],
    ["octo#7", "subject", "REFERENCE_MALFORMED"],
    ["#", "subject", "REFERENCE_MALFORMED"],
    ["#0", "subject", "REFERENCE_MALFORMED"],
    ["#-1", "subject", "REFERENCE_MALFORMED"],
    ["#1e3", "subject", "REFERENCE_MALFORMED"],
    ["octo/hello#99999999999", "subject", "REFERENCE_MALFORMED"],
    ["octo/hello#7#8", "subject", "REFERENCE_MALFORMED"],
    ["octo/../hello#7", "subject", "GITHUB_NAME_MALFORMED"],
    ["octo/..#7", "subject", "GITHUB_NAME_MALFORMED"],
    ["this", "run", "REFERENCE_MALFORMED"],
    ["https://github.com/octo/hello", "subject", "REFERENCE_MALFORMED"],
    ["https://github.com/octo/hello/issues/new", "subject", "REFERENCE_MALFORMED"],
    ["https://github.com/octo/hello/actions/runs/7", "subject", "REFERENCE_MALFORMED"],
    ["https://github.com/octo/hello/issues/7", "run", "REFERENCE_MALFORMED"],
    ["http://github.com/octo/hello/issues/7", "subject", "GITHUB_URL_NOT_HTTPS"],
    ["https://github.com.evil.example/octo/hello/issues/7", "subject", "GITHUB_URL_FOREIGN"],
    ["https://github.com;evil.example/octo/hello/issues/7", "subject", "GITHUB_URL_FOREIGN"],
    ["https://mira@github.com/octo/hello/issues/7", "subject", "GITHUB_URL_FOREIGN"],
  ];
  for (const [text, to, code] of refused) {
    it(`${text} is refused with ${code}`, () => {
      assert.throws(
        () => parseReference(text, to, parseTarget),
        (error) => isFault(error) && error.code === code,
      );
    });
  }

  it("is repeated inert", () => {
    assert.throws(
      () => parseReference("<at>all</at>[x](https://evil.example)#1", "subject", parseTarget),
      (error) => isFault(error) && !/<at>|(?<!\\)\]\(/.test(error.sentence),
    );
  });
});

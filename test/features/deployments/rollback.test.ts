import assert from "node:assert/strict";
import { findBefore } from "../../../src/features/deployments/rollback.ts";

/** `a b <a`: a and b were deployed, then a rollback went to a. */
function before(history: string): string | undefined {
  const groups = history.split(" ").filter((word) => word !== "");
  return findBefore(
    groups
      .map((word) => ({ sha: word.replace("<", ""), rollbackOf: word.startsWith("<") ? "one" : "" }))
      .reverse(),
  );
}

describe("what a rollback goes back to", () => {
  const cases: readonly (readonly [history: string, before: string | undefined])[] = [
    ["", undefined],
    ["a", undefined],
    ["a a", undefined],
    ["a b", "a"],
    ["a b b", "a"],
    ["a b c <b", "a"],
    ["a b c <b <a", undefined],
    ["a b c <a", undefined],
    ["a b <a c", "a"],
    ["a b <a c <a", undefined],
    ["a b <a b", "a"],
    // The deployment that brought it is longer ago than what is looked at.
    ["b <a", undefined],
  ];
  for (const [history, expected] of cases)
    it(`is ${expected ?? "nothing"} after ${history === "" ? "nothing" : history}`, () => {
      assert.equal(before(history), expected);
    });
});

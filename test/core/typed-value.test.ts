import assert from "node:assert/strict";
import { hadTypedValue, withoutTypedValue } from "../../src/core/typed-value.ts";
import { cpuMs } from "../support/cpu-ms.ts";

describe("a secret that is typed where a form asks for it", () => {
  const cut: readonly (readonly [string, string])[] = [
    ["env set team A secret", "env set team A [value removed]"],
    ["env set team A=secret", "env set team A [value removed]"],
    ["env set team A =secret", "env set team A [value removed]"],
    ["Env Set Cloud:x A two words", "Env Set Cloud:x A [value removed]"],
    ['env set project:"my shop" A secret', 'env set project:"my shop" A [value removed]'],
    ["env set server:x A\nsecret\nlines", "env set server:x A [value removed]"],
    ["env set A secret", "env set A [value removed]"],
    ["env set A=secret", "env set A [value removed]"],
    ["env set team=secret", "env set team [value removed]"],
    ["env set =secret", "env set  [value removed]"],
    ["cloud add digitalocean do-main dop_v1_a", "cloud add digitalocean do-main [value removed]"],
    [`cloud add do ${"a".repeat(41)}`, "cloud add do [value removed]"],
    ["Cloud login do-main dop_v1_a", "Cloud login do-main [value removed]"],
    [`cloud add dop_v1_${"a".repeat(64)}`, "cloud add [value removed]"],
    [`cloud add ${"a".repeat(21)} do-main`, "cloud add [value removed]"],
    [`cloud login ${"a".repeat(41)}`, "cloud login [value removed]"],
  ];
  for (const [text, left] of cut)
    it(`is cut out of ${JSON.stringify(text)}`, () => {
      assert.equal(withoutTypedValue(text), left);
      assert.ok(hadTypedValue(left));
    });

  for (const text of [
    "env set",
    "env set team",
    "env set team A ",
    "env set cloud:x A",
    "env unset team A B",
    "cloud add",
    "cloud add digitalocean",
    "cloud add digitalocean do-main ",
    "cloud login do-main",
    "cloud remove do-main now",
    "how do I say env set team A b?",
  ])
    it(`is not seen in ${JSON.stringify(text)}`, () => {
      assert.equal(withoutTypedValue(text), text);
      assert.ok(!hadTypedValue(text));
    });

  it("is found in time that grows with the text, whatever it holds", () => {
    const took = cpuMs(() => {
      withoutTypedValue(`env set ${" ".repeat(200_000)}`);
      withoutTypedValue(`env set project:"${"a".repeat(200_000)}`);
      withoutTypedValue(`cloud add ${" ".repeat(200_000)}`);
      withoutTypedValue(`env set team ${"=".repeat(200_000)}`);
    });

    assert.ok(took < 500);
  });
});

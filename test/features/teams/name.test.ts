import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { isSameName, readTeamName } from "../../../src/features/teams/name.ts";

describe("the name of a team", () => {
  const good: readonly (readonly [string, string])[] = [
    ["Platform", "Platform"],
    ["  Web  &  Mobile ", "Web & Mobile"],
    ['"Web & Mobile"', "Web & Mobile"],
    ["snake_case #1 (EU), R+D/Ops", "snake_case #1 (EU), R+D/Ops"],
    ["Cafe\u0301", "Café"],
    ["世界", "世界"],
    ["🚀 Launch", "🚀 Launch"],
    ["x".repeat(60), "x".repeat(60)],
    ["Plat\u202eform\u200b\u0007 \u{e0041}One", "Platform One"],
  ];
  for (const [typed, name] of good)
    it(`is read from ${JSON.stringify(typed)}`, () => {
      assert.equal(readTeamName(typed.split(" ")), name);
    });

  const bad = [
    "",
    "x",
    '""',
    "x".repeat(61),
    "𝔸".repeat(60),
    "--",
    "😀😀",
    "\u3164\u3164\u115f",
    "a*b",
    "a`b",
    "[a](b)",
    "<at>a</at>",
    "a|b",
    "~~ab~~",
    "{{DATE(2026-01-01T00:00:00Z)}}",
    'a "b" c',
    "a\\b",
    "ab\ue000",
    "ab\ud800",
  ];
  for (const typed of bad)
    it(`is not ${JSON.stringify(typed.slice(0, 12))}`, () => {
      assert.throws(
        () => readTeamName([typed]),
        (error) => isFault(error, "TEAM_NAME_INVALID"),
      );
    });

  it("is one in any case, however its letters are composed", () => {
    assert.equal(isSameName("CAFE\u0301 One", "café one"), true);
    assert.equal(isSameName("Café One", "Cafe One"), false);
  });
});

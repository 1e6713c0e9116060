import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { TEAM_POWERS, TEAM_ROLES, type TeamPower } from "../../../src/core/team.ts";
import {
  granted,
  isSameStanding,
  readPowers,
  readStanding,
  revoked,
  sayPowers,
  sayStanding,
  type Standing,
} from "../../../src/features/teams/powers.ts";

const member = (...powers: readonly TeamPower[]): Standing => ({ role: "user", powers });

describe("powers in a team", () => {
  const grants: readonly (readonly [string, Standing, Standing])[] = [
    ["deployer", member(), member(...TEAM_ROLES.deployer)],
    ["deployer", member("env.write"), member("deploy.run", "deploy.approve", "env.read", "env.write")],
    ["Env.Read,env.read  DEPLOY.RUN", member(), member("deploy.run", "env.read")],
    ["member", member("env.read"), member("env.read")],
    ["admin", member("env.read"), { role: "admin", powers: TEAM_POWERS }],
    ["env.read", { role: "admin", powers: [] }, { role: "admin", powers: ["env.read"] }],
  ];
  for (const [words, before, after] of grants)
    it(`come on top: ${words} to ${sayStanding(before)}`, () => {
      assert.deepEqual(granted(before, readPowers(words.split(" "))), after);
    });

  const revokes: readonly (readonly [string, Standing, Standing])[] = [
    ["admin", { role: "admin", powers: TEAM_POWERS }, member()],
    ["deployer", member("deploy.run", "env.read", "env.write"), member("env.write")],
    ["env.read", member(), member()],
    [
      "deploy.run",
      { role: "admin", powers: ["deploy.run", "env.read"] },
      { role: "admin", powers: ["env.read"] },
    ],
  ];
  for (const [words, before, after] of revokes)
    it(`are taken: ${words} from ${sayStanding(before)}`, () => {
      assert.deepEqual(revoked(before, readPowers(words.split(" "))), after);
    });

  for (const words of [[], ["", ","]])
    it(`have to be named: ${JSON.stringify(words)}`, () => {
      assert.throws(
        () => readPowers(words),
        (error) => isFault(error, "TEAM_POWERS_MISSING"),
      );
    });

  for (const word of ["owner", "deploy", "__proto__", "constructor", "team.admin", "admin;", "*"])
    it(`are those that there are, and ${word} is none`, () => {
      assert.throws(
        () => readPowers(["env.read", word]),
        (error) => isFault(error, "TEAM_POWER_UNKNOWN"),
      );
    });

  it("are read as they are known, whatever is kept", () => {
    const kept = { role: "user", permissions: ["env.write", "gone.power", "env.read", "env.read"] } as const;

    assert.deepEqual(readStanding(kept), member("env.read", "env.write"));
  });

  it("are the same in any order, and not the same in another role", () => {
    assert.equal(isSameStanding(member("env.read"), member("env.read")), true);
    assert.equal(isSameStanding(member("env.read"), { role: "admin", powers: ["env.read"] }), false);
    assert.equal(isSameStanding(member("env.read"), member()), false);
  });

  it("are said in a few words", () => {
    assert.deepEqual(
      [member(), { role: "admin", powers: TEAM_POWERS }, { role: "owner", powers: [] }].map((one) =>
        sayPowers(one as Standing),
      ),
      ["", "every power", "may do everything"],
    );
  });
});

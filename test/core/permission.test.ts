import assert from "node:assert/strict";
import { may, PERMISSIONS, type Permission, type Standing } from "../../src/core/permission.ts";
import { isTeamPower, isTeamRole, TEAM_POWERS, TEAM_ROLES } from "../../src/core/team.ts";

const everybody: readonly Permission[] = ["anyone", "member"];

const table: readonly {
  readonly who: string;
  readonly standing: Standing;
  readonly may: readonly Permission[];
}[] = [
  { who: "somebody without a team", standing: { isAdmin: false }, may: everybody },
  {
    who: "an administrator of Ployst without a team",
    standing: { isAdmin: true },
    may: [...everybody, "admin"],
  },
  {
    who: "the owner",
    standing: { isAdmin: false, team: { role: "owner", powers: new Set() } },
    may: [...everybody, "team.member", "team.admin", "team.handover", "team.owner", ...TEAM_POWERS],
  },
  {
    who: "an admin of the team",
    standing: { isAdmin: false, team: { role: "admin", powers: new Set(TEAM_ROLES.admin) } },
    may: [...everybody, "team.member", "team.admin", ...TEAM_POWERS],
  },
  {
    who: "a deployer",
    standing: { isAdmin: false, team: { role: "user", powers: new Set(TEAM_ROLES.deployer) } },
    may: [...everybody, "team.member", "deploy.run", "deploy.approve", "env.read"],
  },
  {
    who: "a member",
    standing: { isAdmin: false, team: { role: "user", powers: new Set(TEAM_ROLES.member) } },
    may: [...everybody, "team.member"],
  },
  {
    who: "an administrator of Ployst who is a member",
    standing: { isAdmin: true, team: { role: "user", powers: new Set() } },
    may: [...everybody, "admin", "team.member", "team.admin", "team.handover"],
  },
  ...TEAM_POWERS.map((power) => ({
    who: `a member with ${power} alone`,
    standing: { isAdmin: false, team: { role: "user", powers: new Set([power]) } } as const,
    may: [...everybody, "team.member", power] as const,
  })),
];

describe("who may do what", () => {
  for (const row of table)
    it(`${row.who}: exactly what the table says, of every permission`, () => {
      const allowed = PERMISSIONS.filter((permission) => may(permission, row.standing));

      assert.deepEqual([...allowed].sort(), [...row.may].sort());
    });

  it("denies what is not on the list, to everybody", () => {
    for (const unknown of ["", "owner", "constructor", "__proto__", "ADMIN", "team.", "deploy.all"])
      for (const { standing } of table) {
        // @ts-expect-error a permission that is not on the list
        assert.equal(may(unknown, standing), false, unknown);
      }
  });

  it("knows powers and roles by their exact names", () => {
    assert.ok(isTeamPower("deploy.run"));
    for (const not of ["Deploy.run", "toString", ""]) assert.equal(isTeamPower(not), false);
    assert.ok(isTeamRole("deployer"));
    for (const not of ["Deployer", "toString", "__proto__", ""]) assert.equal(isTeamRole(not), false);
  });
});

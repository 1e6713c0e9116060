import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { readPosixName, suggestNames } from "../../../src/features/accounts/posix-name.ts";

describe("a POSIX user name", () => {
  const suggestions: readonly (readonly [string, string, string])[] = [
    ["Mira Chen", "Chen", "mchen"],
    ["Mira Chen", "", "mchen"],
    ["José Núñez-Prieto", "Núñez-Prieto", "jnunezprieto"],
    ["Søren Weiß", "Weiß", "sweiss"],
    ["Plato", "Plato", "plato"],
    ["美玲", "陈", "user2"],
    ["Root", "Root", "root2"],
    ["42", "42", "user2"],
    ["", "", "user2"],
  ];
  for (const [displayName, surname, expected] of suggestions)
    it(`of ${displayName || "nobody"} could be ${expected}`, () => {
      assert.equal(suggestNames(displayName, surname, 3)[0], expected);
    });

  it("is suggested with a number where it is taken, and never too long", () => {
    assert.deepEqual(suggestNames("Mira Chen", "Chen", 3), ["mchen", "mchen2", "mchen3"]);
    for (const name of suggestNames("A B", "b".repeat(80), 12))
      assert.match(name, /^[a-z_][a-z0-9_-]{0,31}$/);
  });

  it("is taken as it is given, but for blanks around it", () => {
    assert.equal(readPosixName(" _m-chen2 ", "x"), "_m-chen2");
    assert.equal(readPosixName("m".repeat(32), "x"), "m".repeat(32));
  });

  for (const name of [
    "",
    "Mira",
    "-m",
    "2m",
    "m.chen",
    "m chen",
    "m".repeat(33),
    "m\u0000",
    "mchen\n\nx",
    "m\u202ex",
    "мира",
  ])
    it(`is not ${JSON.stringify(name)}`, () => {
      assert.throws(
        () => readPosixName(name, "x"),
        (error) => isFault(error, "POSIX_NAME_INVALID"),
      );
    });

  for (const name of ["root", "nobody", "www-data", "daemon", "systemd-timesync", "sudo", "ployst"])
    it(`is not ${name}`, () => {
      assert.throws(
        () => readPosixName(name, "x"),
        (error) => isFault(error, "POSIX_NAME_RESERVED"),
      );
    });
});

import assert from "node:assert/strict";
import { warnOf } from "../../../src/features/environments/values.ts";

const LOGINS = /Logins depend on this one/;
const WINDOWS = /Windows servers don't get it/;

describe("the form's warning about a variable's name", () => {
  it("says what logins depend on, and what Windows keeps to itself, in whatever letters", () => {
    for (const name of ["PATH", "Path"]) {
      assert.match(warnOf(name), LOGINS);
      assert.match(warnOf(name), WINDOWS);
    }
    for (const name of ["TEMP", "windir", "ComSpec"]) {
      assert.match(warnOf(name), WINDOWS);
      assert.doesNotMatch(warnOf(name), LOGINS);
    }
    assert.match(warnOf("HOME"), LOGINS);
    assert.doesNotMatch(warnOf("HOME"), WINDOWS);
    assert.equal(warnOf("APP_ENV"), "");
  });
});

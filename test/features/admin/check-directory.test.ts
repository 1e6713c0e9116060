import assert from "node:assert/strict";
import { checkDirectory, checkWaitingAccounts } from "../../../src/features/admin/check-directory.ts";

describe("what doctor says of the directory", () => {
  it("is nothing bad where there is none, or all is well", async () => {
    assert.equal((await checkDirectory(undefined))[0]?.mark, "off");
    assert.equal((await checkDirectory(() => Promise.resolve([])))[0]?.mark, "good");
  });

  it("is a finding for each thing that is wrong", async () => {
    const findings = await checkDirectory(() => Promise.resolve(["One is wrong.", "Another is, too."]));

    assert.deepEqual(
      findings.map(({ mark, says }) => `${mark}: ${says}`),
      ["bad: One is wrong.", "bad: Another is, too."],
    );
    assert.match(findings[0]?.next ?? "", /LDAP_/);
  });

  it("names accounts that wait in vain, with what the directory said last", () => {
    const fine = { ldapError: "" };
    const failed = { ldapError: "The directory doesn't answer." };

    assert.equal(checkWaitingAccounts([], 100).says, "none waits for the directory");
    assert.deepEqual(checkWaitingAccounts([fine], 100), {
      ...{ mark: "good", subject: "accounts", says: "1 waiting for the directory" },
    });
    const bad = checkWaitingAccounts([fine, failed], 2);
    assert.equal(bad.mark, "bad");
    assert.equal(
      bad.says,
      "2 or more waiting for the directory, 1 of them in vain: The directory doesn't answer.",
    );
  });
});

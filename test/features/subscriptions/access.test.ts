import assert from "node:assert/strict";
import { MINUTE } from "../../../src/core/clock.ts";
import { faults, isFault } from "../../../src/core/errors.ts";
import { createAccessCheck, type AccessCheck } from "../../../src/features/subscriptions/access.ts";
import type { GitHubRepository } from "../../../src/adapters/github/contract/index.ts";
import { ManualTime } from "../../support/manual-time.ts";
import { githubPerson } from "../signin/connected.ts";
import { TOOLS } from "./world.ts";

describe("whether the creator of a subscription can read a repository", () => {
  let time: ManualTime;
  let asked: number;
  let answer: () => Promise<GitHubRepository | undefined>;
  const newCheck = () =>
    createAccessCheck({
      clock: time,
      asConnected: (_id, work) =>
        work(
          githubPerson({
            findRepositoryById: () => {
              asked += 1;
              return answer();
            },
          }),
        ),
    });

  const canRead = async (check: AccessCheck, person: string, id: string): Promise<boolean> =>
    (await check.accessTo(person, id)).kind === "reads";

  beforeEach(() => {
    time = new ManualTime();
    asked = 0;
    answer = async () => TOOLS;
  });

  for (const [what, found, can] of [
    ["seen", TOOLS, true],
    ["not seen", undefined, false],
  ] as const) {
    it(`is asked once in ten minutes: ${what}`, async () => {
      answer = async () => found;
      const check = newCheck();

      assert.equal(await canRead(check, "mira", "1"), can);
      assert.equal(await canRead(check, "mira", "1"), can);
      await time.advance(10 * MINUTE - 1);
      assert.equal(await canRead(check, "mira", "1"), can);
      assert.equal(asked, 1);
      await time.advance(1);
      await canRead(check, "mira", "1");

      assert.equal(asked, 2);
    });
  }

  it("is one question for all who ask at once", async () => {
    const check = newCheck();

    await Promise.all([1, 2, 3].map(() => canRead(check, "mira", "1")));

    assert.equal(asked, 1);
  });

  it("is each person's and each repository's own", async () => {
    const check = newCheck();

    await canRead(check, "mira", "1");
    await canRead(check, "jon", "1");
    await canRead(check, "mira", "11");

    assert.equal(asked, 3);
  });

  it("is forgotten for one repository when who may see it has changed", async () => {
    const check = newCheck();
    await canRead(check, "mira", "1");
    await canRead(check, "mira", "11");
    answer = async () => undefined;

    check.forget("1");

    assert.equal(await canRead(check, "mira", "1"), false);
    assert.equal(await canRead(check, "mira", "11"), true);
  });

  it("is not kept from before a change, when the answer comes after it", async () => {
    const check = newCheck();
    const gate = Promise.withResolvers<GitHubRepository>();
    answer = () => gate.promise;
    const early = canRead(check, "mira", "1");
    check.forget("1");
    answer = async () => undefined;

    const late = canRead(check, "mira", "1");
    gate.resolve(TOOLS);

    assert.equal(await early, true);
    assert.equal(await late, false);
    assert.equal(await canRead(check, "mira", "1"), false);
  });

  for (const [refusal, kind] of [
    [faults.GITHUB_FORBIDDEN(), "forbidden"],
    [faults.GITHUB_SSO_REQUIRED({ organization: "contoso" }), "single-sign-on"],
  ] as const) {
    it(`is a no of its own kind while GitHub refuses: ${refusal.code}`, async () => {
      answer = () => Promise.reject(refusal);

      assert.deepEqual(await newCheck().accessTo("mira", "1"), { kind, askedAt: time.now() });
    });
  }

  it("is forgotten for one person when what they may see has changed", async () => {
    const check = newCheck();
    await canRead(check, "mira", "1");
    await canRead(check, "jon", "1");
    answer = async () => undefined;

    check.forgetPerson("mira");

    assert.equal(await canRead(check, "mira", "1"), false);
    assert.equal(await canRead(check, "jon", "1"), true);
  });

  it("is a no while there is nobody to ask as, until they have signed in again", async () => {
    const check = newCheck();
    answer = () => Promise.reject(faults.SIGN_IN_AGAIN());
    assert.equal(await canRead(check, "mira", "1"), false);

    answer = async () => TOOLS;

    assert.equal(await canRead(check, "mira", "1"), true);
  });

  for (const failure of [
    faults.GITHUB_UNREACHABLE(),
    faults.GITHUB_RATE_LIMITED({ minutes: 1 }),
    new TypeError("x"),
  ]) {
    it(`is not known after ${failure.name} ${isFault(failure) ? failure.code : ""}, and asked again`, async () => {
      const check = newCheck();
      answer = () => Promise.reject(failure);
      await assert.rejects(canRead(check, "mira", "1"), failure);

      answer = async () => TOOLS;

      assert.equal(await canRead(check, "mira", "1"), true);
    });
  }
});

import assert from "node:assert/strict";
import { createPasswords } from "../../../src/adapters/passwords/index.ts";

const GOOD = "correct-horse 4 stapled batteries";

describe("passwords", () => {
  const passwords = createPasswords(4);

  const refused: readonly (readonly [string, string, RegExp])[] = [
    ["one that everybody has", "password1234", /easy to guess/],
    ["a row of keys", "qwertyuiop12", /easy to guess/],
    ["a short one", "x9$Kq", /at least 10 characters/],
    ["one made of the person's own name", "lindqvistlindqvist", /easy to guess/],
    ["one that is longer than is read", "ä".repeat(37), /72 bytes/],
    ["one that ends for bcrypt before its end", `${GOOD}\0more`, /72 bytes/],
  ];
  for (const [what, password, expected] of refused)
    it(`refuse ${what}, without repeating it`, async () => {
      const verdict = await passwords.judge(password, ["Mira", "Lindqvist", "mira@team.example"]);

      assert.ok(verdict.kind === "refused");
      assert.match(verdict.advice, expected);
      assert.ok(!verdict.advice.includes(password));
    });

  it("take a good one, up to the last byte that is read", async () => {
    assert.deepEqual(await passwords.judge(GOOD, ["Mira"]), { kind: "good" });
    assert.deepEqual(await passwords.judge(GOOD.padEnd(72, "zq7-fw"), []), { kind: "good" });
  });

  it("open with the same one only", async () => {
    const hash = await passwords.hash(GOOD);

    assert.ok(!hash.includes(GOOD));
    assert.equal(await passwords.matches(GOOD, hash), true);
    assert.equal(await passwords.matches(`${GOOD} `, hash), false);
    assert.equal(await passwords.matches("", hash), false);
    assert.equal(await passwords.matches(`${GOOD}\0`, hash), false);
    assert.equal(await passwords.matches("x".repeat(10_000), hash), false);
  });

  it("are the same however their accents were typed", async () => {
    const hash = await passwords.hash("caf\u00e9 au lait, sil vous plait");

    assert.equal(await passwords.matches("cafe\u0301 au lait, sil vous plait", hash), true);
  });

  it("open nothing for somebody who has none", async () => {
    for (const password of [GOOD, ""]) assert.equal(await passwords.matches(password, undefined), false);
  });

  it("do the same work for nobody as for somebody", async () => {
    const slow = createPasswords(9);
    const hash = await slow.hash(GOOD);
    await slow.matches(GOOD, undefined);
    const timed = async (of: string | undefined): Promise<number> => {
      const times: number[] = [];
      for (let i = 0; i < 5; i++) {
        const start = performance.now();
        await slow.matches("wrong", of);
        times.push(performance.now() - start);
      }
      return Math.min(...times);
    };

    const ratio = (await timed(undefined)) / (await timed(hash));

    // Without the work it would be a thousandth; a busy machine doesn't do that.
    assert.ok(ratio > 0.1, String(ratio));
  });

  it("are not cut off in silence", async () => {
    await assert.rejects(passwords.hash("y".repeat(73)), /not read all/);
  });
});

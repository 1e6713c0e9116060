import assert from "node:assert/strict";
import { faultDeclarations, faults, isFault } from "../../src/core/errors.ts";
import { Fault } from "../../src/core/fault.ts";

// What a sentence must hold to be of use: something to do next, a command to say, or somewhere to look.
const NEXT_STEP =
  /\b(say|try|use|ask|check|run|open|go back|send|did you mean|for example|the command is|add that key|connect that account|restore|sign in|wants the bearer token|finds out how|checks|already subscribed|tell me|give it like|push it first)\b|`[a-z]+ [^`]+`/i;

describe("the registry of errors", () => {
  const all = Object.entries(faultDeclarations);

  it("has codes in one style, each once", () => {
    for (const [code] of all) assert.match(code, /^[A-Z]+(_[A-Z]+)+$/);
  });

  for (const [code, { sampleSentence, kind }] of all) {
    it(`${code} says what is wrong, and the way on`, () => {
      assert.match(sampleSentence, /^["A-Z`\w].*[.!?]$/s);
      assert.doesNotMatch(sampleSentence, /undefined|null|NaN|\[object|\$\{/);
      assert.doesNotMatch(sampleSentence, / {2}|\n/);
      assert.ok(sampleSentence.length <= 320, "too long to be read");
      assert.match(sampleSentence, NEXT_STEP);
      assert.ok(kind.length > 0);
    });
  }

  it("never tells a person to try again what can't succeed without somebody's doing", () => {
    const again = all.filter(([, one]) => /try again in/i.test(one.sampleSentence));

    assert.deepEqual(
      again.filter(([, one]) => !one.retryable).map(([code]) => code),
      [],
    );
  });

  it("has only waits that are worth it: what is retryable is unavailable, not forbidden or wrong", () => {
    const retryable = all.filter(([, one]) => one.retryable);

    assert.ok(retryable.length > 3);
    for (const [code, { kind }] of retryable) assert.equal(kind, "unavailable", code);
  });

  it("makes errors that know their code, sentence and cause", () => {
    const cause = new Error("inner");
    const plain = faults.COMMAND_EMPTY({ cause });
    const filled = faults.ARGUMENT_EXTRA({ extra: "now", usage: "signout" }, { cause });

    for (const made of [plain, filled]) {
      assert.ok(made instanceof Fault);
      assert.equal(made.cause, cause);
      assert.equal(made.message, `${made.code}: ${made.sentence}`);
    }
    assert.match(filled.sentence, /"now".*`signout`/);
    assert.ok(isFault(plain));
    assert.ok(isFault(plain, "COMMAND_EMPTY"));
    assert.ok(!isFault(plain, "COMMAND_UNKNOWN"));
    assert.ok(!isFault(new Error("COMMAND_EMPTY"), "COMMAND_EMPTY"));
  });

  const tries: readonly (readonly [number, RegExp])[] = [
    [4, /4 tries left/],
    [1, /\(1 try left\)/],
    [0, /last try\. Say `signin`/],
  ];
  for (const [left, sentence] of tries) {
    it(`says what ${String(left)} tries left mean`, () => {
      assert.match(faults.SIGN_IN_CODE_WRONG({ left }).sentence, sentence);
    });
  }
});

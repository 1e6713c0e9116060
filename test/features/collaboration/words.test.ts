import assert from "node:assert/strict";
import { isFault } from "../../../src/core/errors.ts";
import { toWords } from "../../../src/core/grammar.ts";
import { tailOf } from "../../../src/core/grammar.ts";
import { joinRun } from "../../../src/features/collaboration/runs.ts";
import {
  readLabels,
  readLogins,
  readMergeMethod,
  readRerun,
  readRunParameters,
  readWorkflow,
} from "../../../src/features/collaboration/words.ts";

const refuses = (work: () => unknown, code: string): void => {
  assert.throws(work, (error) => isFault(error) && error.code === code);
};

describe("the words of acting on GitHub", () => {
  it("are labels with a sign", () => {
    assert.deepEqual(readLabels(toWords('+bug -"good first issue" −old')), {
      add: ["bug"],
      remove: ["good first issue", "old"],
    });
    for (const words of ["", "bug", "+", '+""', `+${"x".repeat(51)}`])
      refuses(() => readLabels(toWords(words)), "LABELS_MALFORMED");
  });

  it("are logins", () => {
    assert.deepEqual(readLogins(["@mona", "hub-ot", "-me", "−@jon"]), {
      add: ["mona", "hub-ot"],
      remove: ["me", "jon"],
    });
    for (const words of [[], ["mona!"], ["-"], ["--x"], ["a/b"], Array.from({ length: 11 }, () => "a")])
      refuses(() => readLogins(words), "ASSIGNEES_MALFORMED");
  });

  it("are ways to merge", () => {
    assert.deepEqual([[], ["SQUASH"], ["rebase"]].map(readMergeMethod), [undefined, "squash", "rebase"]);
    refuses(() => readMergeMethod(["squah"]), "MERGE_METHOD_UNKNOWN");
  });

  it("are a workflow's file, path, id or name", () => {
    assert.deepEqual(
      [["deploy.yml"], [".github/workflows/a.yml"], ["123"], ['"CI / build"']].map(readWorkflow),
      ["deploy.yml", ".github/workflows/a.yml", "123", "CI / build"],
    );
    for (const word of ["", '""', "../x", "a/b", ".github/workflows/../x", "a\\b", "x".repeat(201)])
      refuses(() => readWorkflow([word]), "WORKFLOW_MALFORMED");
  });

  it("are the run and which of its jobs", () => {
    assert.deepEqual(readRerun([]), { id: [], jobs: "all" });
    assert.deepEqual(readRerun(["42", "Failed"]), { id: ["42"], jobs: "failed" });
    for (const words of [["all"], ["42", "43"], ["failed", "42"]])
      refuses(() => readRerun(words), "RERUN_MALFORMED");
  });

  it("are a run in one word or two", () => {
    assert.deepEqual(joinRun("octo/hello", ["42", "why"]), { reference: "octo/hello#42", words: 2 });
    assert.deepEqual(joinRun("octo/hello#42", ["43"]), { reference: "octo/hello#42", words: 1 });
    assert.deepEqual(joinRun("octo/hello", ["why"]), { reference: "octo/hello", words: 1 });
  });

  it("are a branch and inputs", () => {
    assert.deepEqual(readRunParameters(toWords('feature/x a=1 note="two words" empty=')), {
      ref: "feature/x",
      inputs: { a: "1", note: "two words", empty: "" },
    });
    assert.deepEqual(readRunParameters([]), { inputs: {} });
    assert.deepEqual(readRunParameters(["a=b=c"]), { inputs: { a: "b=c" } });
    const tooMany = Array.from({ length: 26 }, (_, index) => `i${String(index)}=1`);
    for (const words of [["main", "other"], ["ma~in"], ["main", "a b=1"], tooMany])
      refuses(() => readRunParameters(words), "WORKFLOW_MALFORMED");
  });

  it("end in a text that is kept as it was written", () => {
    assert.equal(tailOf('issue comment octo/hello#7  say "hi\n\n- there', 3), 'say "hi\n\n- there');
    assert.equal(tailOf("issue comment octo/hello#7", 3), "");
    assert.equal(tailOf("issue comment", 3), "");
  });
});

import assert from "node:assert/strict";
import { MarkedOutput } from "../../../src/adapters/remote/shell/marked-output.ts";

const said = (output: MarkedOutput, ...pieces: readonly string[]): string =>
  pieces.map((piece) => output.take(Buffer.from(piece)).toString()).join("");

describe("output behind a mark", () => {
  it("is what comes after the mark's line, wherever that is cut", async () => {
    const whole = "Welcome!\nno end of lineTOKEN 4711\nfirst\nTOKEN 1\n";
    for (let cut = 0; cut <= whole.length; cut += 1) {
      const output = new MarkedOutput("TOKEN");

      assert.equal(said(output, whole.slice(0, cut), whole.slice(cut)), "first\nTOKEN 1\n");

      assert.equal(await output.process, 4711);
    }
    assert.equal(said(new MarkedOutput("TOKEN"), ...Array.from(whole)), "first\nTOKEN 1\n");
  });

  it("is nothing without the mark, and much before it takes no memory", () => {
    const output = new MarkedOutput("TOKEN");
    const noise = "noise ".repeat(10_000);

    assert.equal(said(output, ...Array.from({ length: 50 }, () => noise)), "");
    assert.equal(output.isBegun, false);
    assert.equal(said(output, "TOK", "EN 12\nsaid"), "said");
  });
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { withBlock } from "../../../src/adapters/remote/environment/profile-block.ts";

const text = (bytes: Buffer): string => bytes.toString("latin1");
const BLOCK = /# >>> ployst >>>\n[^]*?# <<< ployst <<<\n/;

describe("the block in a profile", () => {
  it("comes and goes without a trace, whatever the profile is", () => {
    const lines = fc.constantFrom(
      "# >>> ployst >>>",
      "x",
      "",
      "\r",
      "# The line above had no end.",
      "ÿþ",
      "# >>>",
    );
    const profiles = fc.array(lines).chain((all) => fc.constantFrom(all.join("\n"), `${all.join("\n")}\n`));
    fc.assert(
      fc.property(profiles, (profile) => {
        const before = Buffer.from(profile, "latin1");

        const written = withBlock(withBlock(before, [["A", "1"]]), [["B", "2"]]);

        assert.equal(text(withBlock(written, [])), profile);
        assert.equal(text(written).match(/export /g)?.length, 1);
        assert.deepEqual(withBlock(written, [["B", "2"]]), written);
      }),
    );
  });

  it("takes nothing with it when somebody lost one of its lines", () => {
    const withoutEnd = Buffer.from("a\n# >>> ployst >>>\nexport OLD='1'\nmine=1\n");
    const withoutBegin = Buffer.from("a\nexport OLD='1'\n# <<< ployst <<<\nmine=1\n");

    for (const broken of [withoutEnd, withoutBegin]) {
      const written = withBlock(broken, [["A", "1"]]);
      assert.ok(text(written).startsWith(text(broken)));
      assert.equal(text(withBlock(written, [])), text(broken));
    }
  });

  it("holds any values so that a shell reads them as they are, and no line of theirs as its own", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "ployst-block-"));
    const file = path.join(folder, "profile");
    const value = fc
      .string({
        unit: fc.oneof(
          fc.constantFrom("'", '"', "\\", "$", "`", "\n", "\r", "!", " "),
          fc.string({ unit: "binary", maxLength: 1 }),
        ),
      })
      .map((given) => given.replaceAll("\0", "").toWellFormed());
    try {
      fc.assert(
        fc.property(
          fc.array(fc.oneof(value, fc.constant("\n# <<< ployst <<<\n"), fc.constant("ployst'ployst")), {
            maxLength: 8,
          }),
          (values) => {
            const entries = values.map((one, index) => [`V${String(index)}`, one] as const);

            const written = withBlock(Buffer.from("first=1\n"), entries);

            writeFileSync(file, written);
            const printing = entries.map(([name]) => `printf '%s\\0' "$${name}"`).join("\n");
            const said = execFileSync("sh", ["-c", `. '${file}'\n${printing}`], { env: {} }).toString();
            assert.deepEqual(said.split("\0").slice(0, -1), values);
            assert.equal(text(written).replace(BLOCK, ""), "first=1\n");
          },
        ),
        { numRuns: 60 },
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

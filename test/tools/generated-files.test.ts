import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { generatedFiles } from "../../tools/pages.ts";

const root = join(import.meta.dirname, "../..");

describe("generated files", () => {
  for (const { path, text } of generatedFiles()) {
    it(`${path} is fresh`, () => {
      assert.equal(readFileSync(join(root, path), "utf8"), text, "run npm run generate");
    });
  }
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import {
  checkIcons,
  zipAppPackage,
  type AppPackageFiles,
} from "../../../../src/adapters/msteams/app-package/index.ts";

const folder = join(import.meta.dirname, "../../../../manifest");
const color = readFileSync(join(folder, "color.png"));
const outline = readFileSync(join(folder, "outline.png"));
const files: AppPackageFiles = { manifest: { name: "x" }, color, outline };

describe("the Teams app's package", () => {
  it("holds exactly the three files", () => {
    const entries = unzipSync(zipAppPackage(files));

    assert.deepEqual(Object.keys(entries), ["manifest.json", "color.png", "outline.png"]);
    assert.deepEqual(JSON.parse(Buffer.from(entries["manifest.json"] ?? []).toString()), { name: "x" });
    assert.deepEqual(Buffer.from(entries["color.png"] ?? []), color);
    assert.deepEqual(Buffer.from(entries["outline.png"] ?? []), outline);
  });

  it("is the same to the byte, whenever it is made", () => {
    assert.deepEqual(zipAppPackage(files), zipAppPackage({ ...files, manifest: { name: "x" } }));
  });

  it("has icons of the sizes that Teams wants", () => {
    assert.deepEqual(checkIcons(files), []);
    assert.deepEqual(checkIcons({ ...files, color: outline, outline: color }), [
      "color.png: is 32 x 32 pixels, must be 192 x 192",
      "outline.png: is 192 x 192 pixels, must be 32 x 32",
    ]);
    assert.deepEqual(checkIcons({ ...files, color: Buffer.from("GIF89a") }), ["color.png: isn't a PNG"]);
  });

  it("has an outline on transparent ground", () => {
    const COLOR_TYPE = 25;
    const WITH_ALPHA = 6;

    assert.equal(outline[COLOR_TYPE], WITH_ALPHA);
  });
});

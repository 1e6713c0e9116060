import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import sinon from "sinon";
import { loadConfig } from "../src/config/index.ts";
import { writeAppPackage } from "../src/manifest.ts";

const APP_ID = "8b1c4d5e-0f1a-4b2c-9d3e-4f5a6b7c8d9e";
const environment = {
  PUBLIC_URL: "https://ployst.example.com",
  SECRETS_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  MICROSOFT_APP_ID: APP_ID,
  MICROSOFT_APP_PASSWORD: "password-of-the-test",
  MICROSOFT_APP_TENANT_ID: "11111111-1111-4111-8111-111111111111",
};

describe("ployst manifest", () => {
  let folder: string;
  let said: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-manifest-"));
    said = "";
    const hear = (text: unknown): boolean => {
      said += String(text);
      return true;
    };
    sinon.stub(process.stdout, "write").callsFake(hear);
    sinon.stub(process.stderr, "write").callsFake(hear);
  });
  afterEach(() => {
    sinon.restore();
    rmSync(folder, { recursive: true });
  });

  const write = (overrides: Readonly<Record<string, string>> = {}): { code: number; file: string } => {
    const file = join(folder, "new", "app.zip");
    const code = writeAppPackage(loadConfig({ ...environment, ...overrides }), file);
    sinon.restore();
    return { code, file };
  };

  it("writes a zip that can be uploaded as it is", () => {
    const { code, file } = write();

    const entries = unzipSync(readFileSync(file));
    const manifest = JSON.parse(Buffer.from(entries["manifest.json"] ?? []).toString()) as { id: string };
    assert.equal(code, 0, said);
    assert.deepEqual(Object.keys(entries), ["manifest.json", "color.png", "outline.png"]);
    assert.equal(manifest.id, APP_ID);
  });

  it("names all that Teams would refuse, and writes nothing", () => {
    const { code, file } = write({ PUBLIC_URL: `https://ployst.example.com/${"x".repeat(2_048)}` });

    assert.equal(code, 1);
    assert.match(said, /developer\/websiteUrl: must NOT have more than 2048 characters/);
    assert.ok(!existsSync(file));
  });

  it("asks for a public address", () => {
    const { code, file } = write({ PUBLIC_URL: "http://127.0.0.1:3978" });

    assert.equal(code, 1);
    assert.match(said, /PUBLIC_URL \(https\)/);
    assert.ok(!existsSync(file));
  });
});

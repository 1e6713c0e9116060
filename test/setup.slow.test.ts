import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync } from "fflate";
import { findStoredApp, recordStoredApp, storedAppFile } from "../src/config/index.ts";
import { systemClock } from "../src/core/clock.ts";
import { createSetupTickets } from "../src/features/admin/setup-tickets.ts";

const program = join(import.meta.dirname, "../bin/ployst.mjs");

interface Ended {
  readonly code: number | string | null | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

describe("setting up from the command line", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-cli-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function ployst(args: readonly string[], env: Record<string, string>): Promise<Ended> {
    const { promise, resolve } = Promise.withResolvers<Ended>();
    execFile(process.execPath, [program, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr });
    });
    return promise;
  }

  it("prints a link that the server takes", async () => {
    const { code, stdout } = await ployst(["setup"], { PUBLIC_URL: "https://ployst.example.com" });

    assert.equal(code, 0);
    const token = /https:\/\/ployst\.example\.com\/setup\/github\?token=([\w-]+)/.exec(stdout)?.[1];
    assert.ok(token);
    const tickets = createSetupTickets(join(folder, "data", "github-setup.json"), systemClock);
    assert.equal(tickets.isLive(token), true);
  });

  it("refuses where GitHub could not reach the server", async () => {
    const { code, stderr } = await ployst(["setup"], {});

    assert.equal(code, 1);
    assert.match(stderr, /Set PUBLIC_URL/);
  });

  it("refuses to replace the App that there is, and says how", async () => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs1", format: "pem" },
    });
    const app = {
      appId: "7",
      slug: "ours",
      privateKey,
      clientId: "c",
      clientSecret: "s",
      webhookSecret: "w",
    };
    recordStoredApp(join(folder, storedAppFile), app);

    const { code, stderr } = await ployst(["setup"], { PUBLIC_URL: "https://ployst.example.com" });

    assert.equal(code, 1);
    assert.match(stderr, /already \(ours\).*move data\/github-app\.json away/);
    assert.equal(findStoredApp(join(folder, storedAppFile))?.appId, "7");
  });

  it("writes the Teams app", async () => {
    const id = "8b1c4d5e-0f1a-4b2c-9d3e-4f5a6b7c8d9e";
    const { code } = await ployst(["manifest", "--out", "teams.zip"], {
      PUBLIC_URL: "https://ployst.example.com",
      MICROSOFT_APP_ID: id,
      MICROSOFT_APP_PASSWORD: "hush",
      MICROSOFT_APP_TENANT_ID: id,
      SECRETS_KEYS: `k1:${Buffer.alloc(32, 7).toString("base64")}`,
    });

    assert.equal(code, 0);
    const files = unzipSync(readFileSync(join(folder, "teams.zip")));
    assert.deepEqual(Object.keys(files).sort(), ["color.png", "manifest.json", "outline.png"]);
    const text = strFromU8(files["manifest.json"] ?? new Uint8Array());
    assert.ok(text.includes(`"botId": "${id}"`));
    assert.ok(!text.includes("hush"));
  });

  it("writes no Teams app in local mode", async () => {
    const { code, stderr } = await ployst(["manifest"], {});

    assert.equal(code, 1);
    assert.match(stderr, /MICROSOFT_APP_ID/);
    assert.equal(existsSync(join(folder, "dist-manifest")), false);
  });
});

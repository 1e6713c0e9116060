import assert from "node:assert/strict";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { runPloyst } from "./support/ployst-process.ts";
import { startWorld } from "./support/world.ts";

const EXIT_CONFIG = 78;
const START_BUDGET_MS = 15_000;

describe("starting the process", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "ployst-start-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it("names every problem of a wrong configuration at once, without the secrets, and exits with 78", async () => {
    const secrets = { hook: "hook-secret-4711", key: "c2VjcmV0LWtleS00NzEx", client: "client-secret-4711 x" };
    const started = runPloyst(
      ["start"],
      {
        PORT: "not-a-port",
        PUBLIC_URL: "ftp://example.com",
        DATABASE_URL: "oracle://scott:tiger-4711@db/x",
        SECRETS_KEYS: `one:${secrets.key}`,
        GITHUB_APP_ID: "abc",
        GITHUB_CLIENT_SECRET: secrets.client,
        GITHUB_WEBHOOK_SECRET: `${secrets.hook},b,c`,
        LOG_LEVEL: "loud",
      },
      folder,
    );

    const { code } = await started.ended;

    const said = started.errors() + started.out();
    assert.equal(code, EXIT_CONFIG);
    for (const name of [
      "PORT",
      "PUBLIC_URL",
      "DATABASE_URL",
      "SECRETS_KEYS",
      "GITHUB_APP_ID",
      "GITHUB_CLIENT_SECRET",
      "GITHUB_WEBHOOK_SECRET",
      "LOG_LEVEL",
    ])
      assert.match(said, new RegExp(`\\b${name}\\b`), name);
    for (const secret of [...Object.values(secrets), "tiger-4711"])
      assert.ok(!said.includes(secret), `a secret was printed: ${secret}`);
  });

  it("refuses to run in production without Teams' credentials", async () => {
    const started = runPloyst(["start"], { NODE_ENV: "production", PORT: "0" }, folder);

    const { code } = await started.ended;

    assert.equal(code, EXIT_CONFIG);
    assert.match(started.errors(), /MICROSOFT_APP_ID/);
  });

  it("makes its database in an empty folder, listens soon, and says when it is ready", async () => {
    const world = await startWorld();
    try {
      const startedAt = performance.now();
      const ployst = await world.start({ DATABASE_URL: `sqlite:${path.join(folder, "new.sqlite")}` });
      const tookMs = performance.now() - startedAt;
      const ready = await fetch(`${ployst.url}/readyz`);

      assert.equal(ready.status, 200);
      assert.ok(tookMs < START_BUDGET_MS, `it took ${String(Math.round(tookMs))} ms`);
      assert.ok((await readdir(folder)).includes("new.sqlite"));
      assert.deepEqual(await ployst.end("SIGTERM"), { code: 0, signal: null });
    } finally {
      await world.close();
    }
  });

  it("ends when its port is taken, saying so", async () => {
    const world = await startWorld();
    try {
      await world.start();
      const second = runPloyst(["start"], world.env, world.folder);
      const late = AbortSignal.timeout(START_BUDGET_MS);
      late.addEventListener("abort", () => second.child.kill("SIGKILL"));

      const { code } = await second.ended;

      assert.equal(code, 1, second.out());
      assert.match(second.errors(), /EADDRINUSE/);
    } finally {
      await world.close();
    }
  });
});

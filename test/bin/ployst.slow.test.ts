import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

interface Started {
  readonly ended: Promise<Ended>;
  readonly said: (text: string) => Promise<void>;
  readonly kill: (signal: NodeJS.Signals) => void;
}

/** Starts the launcher of `folder` with a given Node. */
function start(
  folder: string,
  args: readonly string[],
  node = process.execPath,
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Started {
  const child = spawn(node, [join(folder, "bin/ployst.mjs"), ...args], {
    stdio: ["ignore", "pipe", "pipe"],
    ...options,
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ code, out, err });
    });
  });
  const said = async (text: string): Promise<void> =>
    new Promise((resolve) => {
      child.stdout.on("data", () => {
        if (out.includes(text)) resolve();
      });
    });
  return { ended, said, kill: (signal) => child.kill(signal) };
}

const tell = (prefix: string): string =>
  `export async function main(args) { process.stdout.write("${prefix}" + process.version + JSON.stringify(args)); return 7; }\n`;

describe("the launcher", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ployst-bin-"));
    mkdirSync(join(folder, "bin"));
    cpSync(join(root, "bin/ployst.mjs"), join(folder, "bin/ployst.mjs"));
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const write = (path: string, text: string): void => {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  };

  /** A stand-in for a Node that is too old: the real one, which says that it is 20. */
  const oldNode = (): string => {
    write("old.cjs", 'Object.defineProperty(process.versions, "node", { value: "20.20.2" });\n');
    const program = join(folder, "old-node");
    const script = `#!/bin/sh\nexec "${process.execPath}" --require "${join(folder, "old.cjs")}" "$@"\n`;
    writeFileSync(program, script, { mode: 0o755 });
    return program;
  };

  const bundle = (): void => {
    const name = `node-${process.platform}-${process.arch}`;
    write(`node_modules/${name}/package.json`, `{"name":"${name}","version":"24.21.0"}`);
    mkdirSync(join(folder, "node_modules", name, "bin"));
    symlinkSync(process.execPath, join(folder, "node_modules", name, "bin/node"));
  };

  it("runs the source where there is one, with the arguments, and ends with its exit code", async () => {
    write("src/cli.ts", tell("source "));
    write("dist/src/cli.js", tell("built "));

    const { code, out } = await start(folder, ["start", "--x", "a b"]).ended;

    assert.equal(code, 7);
    assert.equal(out, `source ${process.version}["start","--x","a b"]`);
  });

  it("runs what was built where there is no source, as in the published package", async () => {
    write("dist/src/cli.js", tell("built "));

    assert.match((await start(folder, []).ended).out, /^built /);
  });

  it("hands over to the bundled Node when its own is too old", async () => {
    write("src/cli.ts", tell("source "));
    bundle();

    const { code, out } = await start(folder, ["a b"], oldNode()).ended;

    assert.equal(code, 7);
    assert.equal(out, `source ${process.version}["a b"]`);
  });

  it("says what to do when no Node is new enough", async () => {
    write("src/cli.ts", tell("source "));

    const { code, out, err } = await start(folder, [], oldNode()).ended;

    assert.equal(code, 78);
    assert.equal(out, "");
    assert.match(err, /needs Node 22\.20 or newer.*\nInstall Node 24/);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const)
    it(`passes ${signal} on and waits for the end`, async () => {
      const source = `export async function main() {
        const held = setInterval(() => undefined, 1000);
        const done = new Promise((resolve) => process.once("${signal}", () => { clearInterval(held); resolve(5); }));
        process.stdout.write("ready");
        return done;
      }\n`;
      write("src/cli.ts", source);
      bundle();
      const started = start(folder, [], oldNode());
      await started.said("ready");

      started.kill(signal);

      assert.equal((await started.ended).code, 5);
    });

  it("says 128 + n when the bot was killed", async () => {
    write("src/cli.ts", 'export async function main() { process.kill(process.pid, "SIGKILL"); }\n');
    bundle();

    assert.equal((await start(folder, [], oldNode()).ended).code, 137);
  });
});

describe("the command line", () => {
  it("shows help, and refuses an unknown command with it", async () => {
    const help = await start(root, ["help"]).ended;
    const unknown = await start(root, ["strat"]).ended;

    assert.equal(help.code, 0);
    assert.match(help.out, /^usage: ployst <command>/);
    assert.equal(unknown.code, 64);
    assert.match(unknown.err, /unknown command "strat"/);
    assert.equal(unknown.out, "");
  });

  it("ends with 78 and every problem when the configuration is wrong", async () => {
    const env = { PORT: "many", HOST: "0.0.0.0" };
    const cwd = mkdtempSync(join(tmpdir(), "ployst-cwd-"));

    const { code, err } = await start(root, ["migrate"], process.execPath, { cwd, env }).ended;

    assert.equal(code, 78);
    assert.match(err, /^config: HOST: expected a loopback address/m);
    assert.match(err, /^config: PORT: expected a whole number from 0 to 65535, got "many"$/m);
    rmSync(cwd, { recursive: true });
  });
});

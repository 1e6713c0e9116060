#!/usr/bin/env node
// Plain JavaScript for any Node: finds a runtime that can run Ployst and hands over to src/cli.ts (or dist/src/cli.js).
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const NEEDED = [22, 20];
const EXIT_CONFIG = 78;
const here = fileURLToPath(import.meta.url);
const root = dirname(dirname(here));

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1]);
}

function findBundledNode() {
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(here).resolve(`${name}/package.json`);
    const program = join(dirname(manifest), "bin", process.platform === "win32" ? "node.exe" : "node");
    const { version } = JSON.parse(readFileSync(manifest, "utf8"));
    return isNewEnough(version) && existsSync(program) ? program : undefined;
  } catch {
    return undefined;
  }
}

function refuse(reason) {
  process.stderr.write(
    `ployst: needs Node ${NEEDED.join(".")} or newer; this is ${process.version} and ${reason}.\n` +
      "Install Node 24, or run `npm install` again without --omit=optional to get the bundled one.\n",
  );
  process.exitCode = EXIT_CONFIG;
}

function runOn(node) {
  const memory = process.execArgv.filter((flag) =>
    /^--(max-(semi-space|old-space)-size=|expose-gc$)/.test(flag),
  );
  const child = spawn(node, [...memory, here, ...process.argv.slice(2)], { stdio: "inherit" });
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  // A terminal's Ctrl-C reaches the whole process group by itself; sent twice it would mean "now".
  process.on("SIGINT", () => process.stdin.isTTY || child.kill("SIGINT"));
  child.on("error", (error) => refuse(`the bundled one does not start (${error.code})`));
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

const bundled = isNewEnough(process.versions.node) ? undefined : findBundledNode();
if (bundled) runOn(bundled);
else if (!isNewEnough(process.versions.node)) refuse("the bundled runtime is not installed");
else {
  // Starts a third faster from the second time on; where the folder can't be written nothing happens.
  module.enableCompileCache?.(join(root, "node_modules", ".cache", "ployst"));
  const source = join(root, "src", "cli.ts");
  const built = join(root, "dist", "src", "cli.js");
  const { main } = await import(pathToFileURL(existsSync(source) ? source : built).href);
  process.exitCode = await main(process.argv.slice(2));
}

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generatedFiles, type GeneratedFile } from "./pages.ts";

const root = join(import.meta.dirname, "..");

function isFresh({ path, text }: GeneratedFile): boolean {
  const file = join(root, path);
  return existsSync(file) && readFileSync(file, "utf8") === text;
}

function write({ path, text }: GeneratedFile): void {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const stale = generatedFiles().filter((file) => !isFresh(file));
if (process.argv.includes("--check")) {
  for (const { path } of stale) process.stderr.write(`${path} is stale: run npm run generate\n`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  stale.forEach(write);
  for (const { path } of stale) process.stdout.write(`wrote ${path}\n`);
}

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigError } from "./config/index.ts";
import { isFault } from "./core/errors.ts";

const EXIT_FAILED = 1;
const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

/** What a subcommand's module exports: `run` resolves with the exit code. */
export interface Subcommand {
  run(args: readonly string[]): Promise<number>;
}

interface SubcommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly module: string;
}

// The demo is not part of the published package, so that it is offered only where its file is.
const SUBCOMMANDS: readonly SubcommandEntry[] = [
  { name: "start", summary: "run the bot", module: "./main.ts" },
  { name: "worker", summary: "run jobs only, beside other processes", module: "./worker.ts" },
  {
    name: "demo",
    summary: "try it without any account; --script plays the story and ends",
    module: "../demo/main.ts",
  },
  {
    name: "migrate",
    summary: "bring the database up to date; --status shows, --down-to <name> goes back",
    module: "./migrate.ts",
  },
  { name: "setup", summary: "make a GitHub App", module: "./setup.ts" },
  { name: "doctor", summary: "check configuration, database, GitHub App and bot", module: "./doctor.ts" },
  { name: "manifest", summary: "write the Teams app package", module: "./manifest.ts" },
  {
    name: "admin",
    summary: "who administers: grant, revoke, list; rotate-keys, forget-host",
    module: "./admin.ts",
  },
];

/** The command line without the program; resolves with the exit code (0, 1 failed, 64 usage, 78 configuration). */
export async function main(args: readonly string[]): Promise<number> {
  const offered = SUBCOMMANDS.filter(({ module }) => existsSync(fileURLToPath(locate(module))));
  const [name, ...rest] = args;
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    (name === undefined ? process.stderr : process.stdout).write(helpText(offered));
    return name === undefined ? EXIT_USAGE : 0;
  }
  const entry = offered.find((candidate) => candidate.name === name);
  if (entry === undefined) {
    process.stderr.write(`ployst: unknown command ${JSON.stringify(name)}\n\n${helpText(offered)}`);
    return EXIT_USAGE;
  }
  try {
    const subcommand = await load(entry);
    return await subcommand.run(rest);
  } catch (error) {
    return reportFailure(error);
  }
}

function helpText(offered: readonly SubcommandEntry[]): string {
  const width = Math.max(...offered.map(({ name }) => name.length));
  const lines = offered.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ["usage: ployst <command> [options]", "", ...lines, ""].join("\n");
}

/** Where a module lies: beside this file, with the ending that this file has (.js in the published package). */
function locate(module: string): URL {
  const ending = import.meta.url.endsWith(".js") ? ".js" : ".ts";
  return new URL(module.replace(/\.ts$/, ending), import.meta.url);
}

async function load({ name, module }: SubcommandEntry): Promise<Subcommand> {
  const loaded: unknown = await import(locate(module).href);
  if (isSubcommand(loaded)) return loaded;
  throw new TypeError(`the module of ${name} has no run()`);
}

function isSubcommand(value: unknown): value is Subcommand {
  return typeof value === "object" && value !== null && "run" in value && typeof value.run === "function";
}

function reportFailure(error: unknown): number {
  if (error instanceof ConfigError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT_CONFIG;
  }
  if (isFault(error)) {
    process.stderr.write(`ployst: ${error.sentence}\n`);
    return error.kind === "configuration" ? EXIT_CONFIG : EXIT_FAILED;
  }
  // Name, code, message and stack only: an SDK's error may carry the request with its tokens.
  process.stderr.write(
    `ployst: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT_FAILED;
}

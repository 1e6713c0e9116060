import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** The package's root: above src in a clone, above dist/src in the published package. */
export const packageRoot = findRoot(path.dirname(fileURLToPath(import.meta.url)));

export const cardsFolder = path.join(packageRoot, "cards");
export const staticFolder = path.join(packageRoot, "static");

/** Microsoft's client library for pages inside Teams, served from our own origin. */
export const teamsJsFile = createRequire(import.meta.url).resolve(
  "@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js",
);

export const version = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(path.join(packageRoot, "package.json"), "utf8"))).version;

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, "package.json"))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error("package.json not found above the program");
  return findRoot(parent);
}

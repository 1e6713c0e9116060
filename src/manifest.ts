import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import {
  checkIcons,
  createManifestCheck,
  zipAppPackage,
  type AppPackageFiles,
} from "./adapters/msteams/app-package/index.ts";
import { commands } from "./commands.ts";
import { loadProcessConfig, type Config } from "./config/index.ts";
import type { JsonObject } from "./core/json.ts";
import { buildTeamsManifest } from "./features/admin/teams-manifest.ts";
import { packageRoot, version } from "./package-files.ts";

const manifestFolder = join(packageRoot, "manifest");
const schemaFile = join(manifestFolder, "schema", "MicrosoftTeams.1.25.schema.json");
const DEFAULT_FILE = join("dist-manifest", "ployst-teams.zip");

/** `ployst manifest [--out <file>]`: writes the zip of the Teams app, unless Teams would refuse it. */
export async function run(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: "string", default: DEFAULT_FILE } },
  });
  return Promise.resolve(writeAppPackage(loadProcessConfig(), values.out));
}

/** The exit code: 0 when the zip was written, 1 when not, with every reason on standard error. */
export function writeAppPackage(config: Config, file: string): number {
  if (config.microsoft === undefined || !config.http.publicUrl.startsWith("https:")) {
    process.stderr.write(
      "ployst: a Teams app needs a bot registration and a public address. Set MICROSOFT_APP_ID with its values and PUBLIC_URL (https), then run this again.\n",
    );
    return 1;
  }
  const files = toFiles(config, config.microsoft.appId);
  const problems = [...createManifestCheck(readObject(schemaFile))(files.manifest), ...checkIcons(files)];
  if (problems.length > 0) {
    const lines = problems.map((problem) => `  ${problem}\n`);
    process.stderr.write(`ployst: Teams would refuse this app:\n${lines.join("")}`);
    return 1;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, zipAppPackage(files));
  process.stdout.write(`Wrote ${file}. Upload it in Teams: Apps, Manage your apps, Upload an app.\n`);
  return 0;
}

function toFiles({ bot, http, github }: Config, appId: string): AppPackageFiles {
  return {
    manifest: buildTeamsManifest({
      template: readObject(join(manifestFolder, "manifest.template.json")),
      appId,
      botName: bot.name,
      publicUrl: http.publicUrl,
      githubWebUrl: github.webUrl,
      version,
      commands,
    }),
    color: readFileSync(join(manifestFolder, "color.png")),
    outline: readFileSync(join(manifestFolder, "outline.png")),
  };
}

function readObject(file: string): JsonObject {
  return z.record(z.string(), z.json()).parse(JSON.parse(readFileSync(file, "utf8")));
}

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import type { Config } from "./config.ts";
import { loadConfig } from "./load.ts";
import { withLocalSecrets } from "./local-secrets.ts";
import type { Environment } from "./read.ts";
import { findStoredApp, mergeStoredApp } from "./stored-app.ts";

const DATA_FOLDER = "data";
const ENV_FILE = ".env";

/** Where the setup page keeps the GitHub App that it made. */
export const storedAppFile = join(DATA_FOLDER, "github-app.json");

const localSecretsFile = join(DATA_FOLDER, "secrets.key");

/** This process's configuration: its environment, completed by .env and by what ./data holds. Throws ConfigError. */
export function loadProcessConfig(): Config {
  const env = mergeStoredApp({ ...readEnvFile(), ...process.env }, findStoredApp(storedAppFile));
  return loadConfig(withLocalSecrets(env, localSecretsFile));
}

function readEnvFile(): Environment {
  return existsSync(ENV_FILE) ? parseEnv(readFileSync(ENV_FILE, "utf8")) : {};
}

import { randomBytes } from "node:crypto";
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { isSet, type Environment } from "./read.ts";

const KEY_BYTES = 32;
const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/**
 * In local mode without SECRETS_KEYS: the environment with the key of `file`, which is made (0600) when it is not there.
 * Two processes that start at once end up with the same key.
 */
export function withLocalSecrets(env: Environment, file: string): Environment {
  if (isSet(env, "MICROSOFT_APP_ID") || isSet(env, "SECRETS_KEYS")) return env;
  if (!existsSync(file)) createKeyFile(file);
  return { ...env, SECRETS_KEYS: readFileSync(file, "utf8") };
}

function createKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const draft = `${file}.${randomBytes(4).toString("hex")}.tmp`;
  writeFileSync(draft, `local:${randomBytes(KEY_BYTES).toString("base64")}\n`, { mode: OWNER_ONLY });
  try {
    // A link, unlike a rename, never replaces: whoever comes second uses the first one's key.
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft);
  }
}

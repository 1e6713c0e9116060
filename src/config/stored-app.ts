import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { GITHUB_APP_VARIABLES } from "./checks.ts";
import { ConfigError } from "./problem.ts";
import { isSet, type Environment } from "./read.ts";

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

const storedAppSchema = z.object({
  appId: z.string().min(1),
  slug: z.string().min(1),
  privateKey: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  webhookSecret: z.string().min(1),
});

/** The GitHub App that the setup page made. */
export type StoredApp = z.infer<typeof storedAppSchema>;

/** The environment with the stored App in it, unless any value of an App is set there. */
export function mergeStoredApp(env: Environment, stored: StoredApp | undefined): Environment {
  if (stored === undefined || GITHUB_APP_VARIABLES.some((name) => isSet(env, name))) return env;
  return {
    ...env,
    GITHUB_APP_ID: stored.appId,
    GITHUB_APP_SLUG: stored.slug,
    GITHUB_APP_PRIVATE_KEY: stored.privateKey,
    GITHUB_CLIENT_ID: stored.clientId,
    GITHUB_CLIENT_SECRET: stored.clientSecret,
    GITHUB_WEBHOOK_SECRET: stored.webhookSecret,
  };
}

/** Undefined when there is no such file; a damaged one is a ConfigError. */
export function findStoredApp(file: string): StoredApp | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return storedAppSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    const problem = `${file} can't be read as a stored GitHub App. Restore it, or delete it and run the setup again.`;
    throw new ConfigError([{ name: "GITHUB_APP_ID", problem }]);
  }
}

/** Written whole or not at all, and readable by the owner only. */
export function recordStoredApp(file: string, app: StoredApp): void {
  mkdirSync(dirname(file), { recursive: true, mode: OWNER_ONLY_FOLDER });
  const draft = `${file}.${String(process.pid)}.tmp`;
  writeFileSync(draft, JSON.stringify(app, undefined, 2), { mode: OWNER_ONLY });
  renameSync(draft, file);
}

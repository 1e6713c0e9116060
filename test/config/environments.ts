import { generateKeyPairSync } from "node:crypto";
import assert from "node:assert/strict";
import { ConfigError, type ConfigProblem, type Environment } from "../../src/config/index.ts";

export const GUID = "11111111-2222-3333-4444-555555555555";
export const OTHER_GUID = "66666666-7777-8888-9999-000000000000";

export const rsaPem = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs1", format: "pem" },
}).privateKey;

/** A secrets key whose bytes are all `byte`. */
export function secretsKey(id: string, byte: number): string {
  return `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
}

/** The least that local mode needs. */
export const localEnv: Environment = { SECRETS_KEYS: secretsKey("k1", 1) };

/** The least that a registered bot needs. */
export const registeredEnv: Environment = {
  ...localEnv,
  MICROSOFT_APP_ID: GUID,
  MICROSOFT_APP_PASSWORD: "app-password",
  MICROSOFT_APP_TENANT_ID: OTHER_GUID,
  PUBLIC_URL: "https://ployst.example.com/",
};

export const githubEnv: Environment = {
  GITHUB_APP_ID: "12",
  GITHUB_APP_SLUG: "ployst-test",
  GITHUB_APP_PRIVATE_KEY: rsaPem,
  GITHUB_CLIENT_ID: "Iv1.abc",
  GITHUB_CLIENT_SECRET: "client-secret",
  GITHUB_WEBHOOK_SECRET: "hook-secret",
};

/** What loading complains about. */
export function problemsOf(load: () => unknown): readonly ConfigProblem[] {
  try {
    load();
  } catch (error) {
    assert.ok(error instanceof ConfigError, String(error));
    return error.problems;
  }
  return [];
}

export function namesOf(problems: readonly ConfigProblem[]): readonly string[] {
  return problems.map(({ name }) => name);
}

import { readFileSync } from "node:fs";
import type { ConfigProblem } from "./problem.ts";
import { isSet, type Environment } from "./read.ts";

const NAME = "GITHUB_APP_PRIVATE_KEY";

export type ReadTextFile = (path: string) => string;

export const readTextFile: ReadTextFile = (path) => readFileSync(path, "utf8");

/** The environment with the key's text where it named a file. */
export function withPrivateKeyText(
  env: Environment,
  readFile: ReadTextFile,
  problems: ConfigProblem[],
): Environment {
  const value = env[NAME]?.trim();
  if (value === undefined || !isSet(env, NAME) || value.includes("-----BEGIN")) return env;
  try {
    return { ...env, [NAME]: readFile(value) };
  } catch {
    problems.push({
      name: NAME,
      problem: "is neither an RSA private key in PEM form nor a path to a readable file",
    });
    return { ...env, [NAME]: undefined };
  }
}

import type { ConfigProblem } from "./problem.ts";
import type { Setting, SettingValues } from "./setting.ts";

/** Environment variables: `process.env`, or a test's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Is the variable set? The empty string (and blanks) count as unset. */
export function isSet(env: Environment, name: string): boolean {
  return (env[name] ?? "").trim() !== "";
}

/**
 * Reads one section. What is wrong is added to `problems` and undefined in the result, whatever its type says:
 * nothing may be made of the values before `problems` is known to be empty.
 */
export function readSettings<S extends Readonly<Record<string, Setting<unknown>>>>(
  env: Environment,
  settings: S,
  problems: ConfigProblem[],
): SettingValues<S> {
  const values = Object.entries(settings).map(([key, setting]) => [key, readSetting(env, setting, problems)]);
  // Each key holds what its own schema made; the type system can't follow that through a loop.
  return Object.fromEntries(values) as SettingValues<S>;
}

function readSetting(env: Environment, setting: Setting<unknown>, problems: ConfigProblem[]): unknown {
  const text = isSet(env, setting.name) ? env[setting.name]?.trim() : setting.fallback;
  if (text === undefined) return undefined;
  const parsed = setting.schema.safeParse(text);
  if (parsed.success) return parsed.data;
  const given = setting.isSecret ? "" : `, got ${JSON.stringify(text)}`;
  problems.push({
    name: setting.name,
    problem: `${parsed.error.issues[0]?.message ?? "is not valid"}${given}`,
  });
  return undefined;
}

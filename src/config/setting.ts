import type { z } from "zod";

/** One environment variable: the only place where its name, meaning, default and description stand. */
export interface Setting<T> {
  readonly name: string;
  readonly schema: z.ZodType<T, string>;
  /** The text that stands in for an unset variable. */
  readonly fallback: string | undefined;
  readonly description: string;
  /** Secret values are never printed, not even wrong ones. */
  readonly isSecret: boolean;
  /** A value for .env.example where there is no default. */
  readonly example: string | undefined;
}

interface SettingText {
  readonly name: string;
  readonly description: string;
  readonly isSecret?: boolean;
  readonly example?: string;
}

/** A variable that has a default. */
export function setting<T>(
  spec: SettingText & { readonly schema: z.ZodType<T, string>; readonly fallback: string },
): Setting<T> {
  return { example: undefined, isSecret: false, ...spec };
}

/** A variable that may be left out. */
export function optionalSetting<T>(
  spec: SettingText & { readonly schema: z.ZodType<T, string> },
): Setting<T | undefined> {
  return { example: undefined, isSecret: false, fallback: undefined, ...spec };
}

/** Settings that belong together, as .env.example and the documentation show them. */
export interface SettingSection {
  readonly title: string;
  readonly description: string;
  readonly settings: Readonly<Record<string, Setting<unknown>>>;
}

export type SettingValues<S extends Readonly<Record<string, Setting<unknown>>>> = {
  readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never;
};

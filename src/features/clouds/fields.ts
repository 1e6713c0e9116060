import type { CloudDescription, CloudField } from "../../adapters/clouds/contract/index.ts";

const LONGEST_INPUT = 2_000;

/** What was typed into a form. */
export type Inputs = Readonly<Record<string, unknown>>;

/** Inputs that begin with "secret" are sealed before they are written down. */
export function inputId({ name, isSecret }: CloudField): string {
  return `${isSecret ? "secret" : "field"}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

/** As it was typed, without blanks around it; `''` for nothing. */
export function readInput(value: unknown): string {
  return typeof value === "string" ? value.trim().slice(0, LONGEST_INPUT) : "";
}

export function credentialFields({ fields }: CloudDescription): readonly CloudField[] {
  return fields.filter(({ keptIn }) => keptIn === "credentials");
}

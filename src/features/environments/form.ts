import { z } from "zod";
import type { EnvironmentReferrer } from "../../adapters/store/contract/index.ts";
import type { CardContent } from "../../core/message.ts";
import { writeScope } from "../../core/variable-scope.ts";
import type { Scope } from "./deps.ts";
import { warnOfOthers } from "./others.ts";
import { warnOf } from "./values.ts";
import { sayScope, sayVariable } from "./words.ts";

/** Which variable a button is about. By ids: a name can come to mean another thing, or be another team's. */
export const formTarget = z.object({
  kind: z.enum(["team", "cloud", "server", "project"]),
  id: z.string().max(64),
  variable: z.string().max(300),
});
export type FormTarget = z.infer<typeof formTarget>;

/** A field whose name begins with "secret" is sealed before it is written down. */
export const formData = formTarget.extend({
  form: z.enum(["dialog", "card"]),
  secretValue: z.string().max(100_000).default(""),
});
export type FormData = z.infer<typeof formData>;

export interface ShownForm {
  readonly scope: Scope;
  readonly variable: string;
  readonly form: FormData["form"];
  readonly isThere: boolean;
  /** What else uses the same variables. */
  readonly others: readonly EnvironmentReferrer[];
  /** What is wrong with what was sent before; `''` at first. */
  readonly note: string;
}

/** Where others read along only the button stands; its dialog is the presser's own. */
export function offerForm(
  scope: Scope,
  variable: string,
  others: readonly EnvironmentReferrer[],
): CardContent {
  const title = `Set ${sayVariable(variable)} of ${sayScope(scope)}`;
  return {
    card: "environments/offer",
    data: {
      ...{ title, kind: scope.kind, id: scope.id, variable, verb: "env.form", button: "Open the form…" },
      note: `The form is yours alone; nobody here sees what you type. ${warnOfOthers(others)}`.trimEnd(),
    },
    summary: `Set ${variable} of ${writeScope(scope)}`,
  };
}

/** The form; it never holds a value. */
export function toFormCard({ scope, variable, form, isThere, others, note }: ShownForm): CardContent {
  const title = `Set ${sayVariable(variable)} of ${sayScope(scope)}`;
  return {
    card: "environments/form",
    data: {
      ...{ title, note, form, kind: scope.kind, id: scope.id, variable, warning: warnOf(variable) },
      shared: warnOfOthers(others),
      replaces: isThere ? "It has a value, which this one replaces." : "",
    },
    summary: `Set ${variable} of ${writeScope(scope)}`,
  };
}

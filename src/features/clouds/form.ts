import { z } from "zod";
import type { CloudDescription, CloudField } from "../../adapters/clouds/contract/index.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent } from "../../core/message.ts";
import { credentialFields, inputId, readInput, type Inputs } from "./fields.ts";

const form = z.enum(["dialog", "card"]);
/** Where the form is shown: in a dialog, or as a card for clients without dialogs. */
export type Form = z.infer<typeof form>;

/** What the form of a new cloud sends, beside a text for each field under the ids of `inputId`. */
export const addData = z.looseObject({ provider: z.string(), team: z.string(), form });
export type AddData = z.infer<typeof addData>;

/** The same of new credentials. */
export const loginData = z.looseObject({ cloud: z.string(), form });
export type LoginData = z.infer<typeof loginData>;

/** The parts of a form that vary. */
export interface ShownForm {
  readonly title: string;
  readonly verb: string;
  readonly form: Form;
  /** What is wrong with what was sent before; `''` at first. */
  readonly note: string;
  /** What the button sends along. */
  readonly hidden: { readonly provider: string; readonly team: string; readonly cloud: string };
  readonly inputs: readonly JsonObject[];
}

export function toFormCard(shown: ShownForm, { summary, caveat }: CloudDescription): CardContent {
  const { title, verb, form: shape, note, hidden, inputs } = shown;
  return {
    card: "clouds/form",
    summary: title.replace(/[*\\]/g, ""),
    data: {
      ...{ title, verb, form: shape, note, caveat, help: summary, ...hidden, inputs },
    },
  };
}

/** The fields of a new cloud, filled with what was typed before; a secret is typed anew. */
export function toAddInputs(description: CloudDescription, typed: Inputs): readonly JsonObject[] {
  const { endpoint, hasRegions, defaults } = description;
  return [
    toInput("cloudName", "Name", {
      hint: "What people type: letters, digits, dots and dashes, for example do-main.",
      isRequired: true,
      value: readInput(typed["cloudName"]),
    }),
    ...description.fields.map((field) => toFieldInput(field, typed)),
    ...(hasRegions
      ? [
          toInput("region", "Region", {
            hint: "Where new servers are made unless told otherwise.",
            isRequired: false,
            value: "region" in typed ? readInput(typed["region"]) : defaults.region,
          }),
        ]
      : []),
    ...(endpoint.isAsked
      ? [
          toInput("endpoint", "Endpoint", {
            hint: "Empty for the provider's own.",
            isRequired: false,
            value: readInput(typed["endpoint"]),
            placeholder: endpoint.default,
          }),
        ]
      : []),
  ];
}

/** The fields of new credentials. */
export function toLoginInputs(description: CloudDescription, typed: Inputs): readonly JsonObject[] {
  return credentialFields(description).map((field) => toFieldInput(field, typed));
}

function toFieldInput(field: CloudField, typed: Inputs): JsonObject {
  const { label, hint, isSecret, isRequired } = field;
  const value = isSecret ? "" : readInput(typed[inputId(field)]);
  return toInput(inputId(field), label, { hint, isRequired, value, style: isSecret ? "password" : "text" });
}

function toInput(
  id: string,
  label: string,
  more: {
    readonly hint: string;
    readonly isRequired: boolean;
    readonly value: string;
    readonly style?: string;
    readonly placeholder?: string;
  },
): JsonObject {
  return { id, label, style: "text", placeholder: "", error: "This is needed.", ...more };
}

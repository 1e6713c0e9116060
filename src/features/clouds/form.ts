import { z } from "zod";
import type { CloudDescription, CloudField } from "../../adapters/clouds/contract/index.ts";
import { faults } from "../../core/errors.ts";
import type { JsonObject } from "../../core/json.ts";
import type { CardContent } from "../../core/message.ts";
import { getCloudName } from "./arguments.ts";
import type { Deps } from "./deps.ts";

const LONGEST_INPUT = 2_000;

const form = z.enum(["dialog", "card"]);
/** Where the form is shown: in a dialog, or as a card for clients without dialogs. */
export type Form = z.infer<typeof form>;

/** What the form of a new cloud sends, beside a text for each field under the ids of `inputId`. */
export const addData = z.looseObject({ provider: z.string(), team: z.string(), form });
export type AddData = z.infer<typeof addData>;

/** The same of new credentials. */
export const loginData = z.looseObject({ cloud: z.string(), form });
export type LoginData = z.infer<typeof loginData>;

/** What was typed into a form. */
export type Inputs = Readonly<Record<string, unknown>>;

/** What was read of the form of a new cloud. */
export interface Entered {
  readonly name: string;
  /** `''` for the vendor's own. */
  readonly address: string;
  readonly region: string;
  readonly privateNetwork: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly credentials: Readonly<Record<string, string>>;
}

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
      button: "Save",
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

/** Throws CLOUD_FIELD_MISSING, CLOUD_NAME_INVALID, SERVICE_ADDRESS_INVALID, SERVICE_ADDRESS_PRIVATE. */
export function readAddForm(
  typed: Inputs,
  description: CloudDescription,
  { toBaseUrl }: Pick<Deps, "toBaseUrl">,
): Entered {
  const name = getCloudName(readInput(typed["cloudName"]));
  const endpoint = description.endpoint.isAsked ? readInput(typed["endpoint"]) : "";
  const example = description.endpoint.default || "https://ec2.eu-central-1.amazonaws.com";
  const texts = readFields(typed, description.fields);
  return {
    name,
    address: endpoint === "" ? "" : toBaseUrl(endpoint, description.name, example),
    region: description.hasRegions ? readInput(typed["region"]) : "",
    privateNetwork: texts.find(({ field }) => field.keptIn === "privateNetwork")?.text ?? "",
    settings: pick(texts, "settings"),
    credentials: pick(texts, "credentials"),
  };
}

/** Throws CLOUD_FIELD_MISSING. */
export function readLoginForm(
  typed: Inputs,
  description: CloudDescription,
): Readonly<Record<string, string>> {
  return pick(readFields(typed, credentialFields(description)), "credentials");
}

interface Read {
  readonly field: CloudField;
  readonly text: string;
}

function readFields(typed: Inputs, fields: readonly CloudField[]): readonly Read[] {
  return fields.map((field) => {
    const text = readInput(typed[inputId(field)]);
    if (text === "" && field.isRequired) throw faults.CLOUD_FIELD_MISSING({ field: field.label });
    return { field, text };
  });
}

function pick(texts: readonly Read[], keptIn: CloudField["keptIn"]): Readonly<Record<string, string>> {
  const own = texts.filter(({ field, text }) => field.keptIn === keptIn && text !== "");
  return Object.fromEntries(own.map(({ field, text }) => [field.name, text]));
}

function credentialFields({ fields }: CloudDescription): readonly CloudField[] {
  return fields.filter(({ keptIn }) => keptIn === "credentials");
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

/** Inputs that begin with "secret" are sealed before they are written down. */
function inputId({ name, isSecret }: CloudField): string {
  return `${isSecret ? "secret" : "field"}${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}

function readInput(value: unknown): string {
  return typeof value === "string" ? value.trim().slice(0, LONGEST_INPUT) : "";
}

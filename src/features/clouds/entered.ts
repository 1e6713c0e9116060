import type { CloudDescription, CloudField } from "../../adapters/clouds/contract/index.ts";
import { faults } from "../../core/errors.ts";
import { getCloudName } from "./arguments.ts";
import type { Deps } from "./deps.ts";
import { credentialFields, inputId, readInput, type Inputs } from "./fields.ts";

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

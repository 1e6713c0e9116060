import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";
import type { JsonObject } from "../../../core/json.ts";

/** What is wrong with a manifest, one sentence a problem, each with the path of the value; empty: nothing. */
export type CheckManifest = (manifest: unknown) => readonly string[];

/** Holds manifests to Microsoft's JSON schema of one manifest version. Throws for what is no schema. */
export function createManifestCheck(schema: JsonObject): CheckManifest {
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  // Microsoft names draft-04, which Ajv would look up, and uses words of later drafts (`const`).
  const { $schema: _draft, ...rules } = schema;
  const validate = ajv.compile(rules);
  return (manifest) => {
    validate(manifest);
    return (validate.errors ?? []).map(toSentence);
  };
}

function toSentence(error: ErrorObject): string {
  const place = error.instancePath === "" ? "the manifest" : error.instancePath.slice(1);
  const allowed: unknown = error.params["allowedValue"] ?? error.params["allowedValues"];
  const unknown: unknown = error.params["additionalProperty"];
  const detail = allowed ?? unknown;
  const said = error.message ?? error.keyword;
  return detail === undefined ? `${place}: ${said}` : `${place}: ${said}: ${JSON.stringify(detail)}`;
}

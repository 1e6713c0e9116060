import type { JsonObject } from "../core/json.ts";

/** Seals what people type into forms; `aad` says whose it is and in which field. */
export interface FieldVault {
  seal(plain: string, aad: string): string;
  open(sealed: string, aad: string): string;
}

/** Inputs whose ids begin so hold secrets: a private key, an API token. */
const SECRET = /^secret[A-Z]/;

/** What is written down of a form: its secrets sealed, so that no job holds one in the clear. */
export function sealFields(data: JsonObject, userId: string, vault: FieldVault): JsonObject {
  return mapSecrets(data, (field, value) => vault.seal(value, toAad(field, userId)));
}

/** What was typed, for who runs the form. Throws SECRET_UNREADABLE for what `sealFields` didn't write for this user. */
export function openFields(data: JsonObject, userId: string, vault: FieldVault): JsonObject {
  return mapSecrets(data, (field, value) => vault.open(value, toAad(field, userId)));
}

function mapSecrets(data: JsonObject, change: (field: string, value: string) => string): JsonObject {
  const entries = Object.entries(data).map(([field, value]) => [
    field,
    SECRET.test(field) && typeof value === "string" ? change(field, value) : value,
  ]);
  return Object.fromEntries(entries) as JsonObject;
}

function toAad(field: string, userId: string): string {
  return `form|${field}|${userId}`;
}

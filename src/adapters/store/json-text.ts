import { z } from "zod";
import type { JsonObject } from "../../core/json.ts";

const objectSchema: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** A JSON object as a TEXT column holds it; `''` and what is no object read as `{}` only when empty, else throw. */
export function readObject(stored: string): JsonObject {
  return stored === "" ? {} : objectSchema.parse(JSON.parse(stored));
}

/** Reads a TEXT column of JSON through a schema. */
export function readJson<T>(schema: z.ZodType<T>, stored: string): T {
  return schema.parse(JSON.parse(stored));
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value);
}

const namesSchema = z.array(z.string());

/** Reads a TEXT column that holds a list of names. */
export function readNames(stored: string): readonly string[] {
  return readJson(namesSchema, stored);
}

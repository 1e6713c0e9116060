import { z } from "zod";

// Drivers answer with different types for the same column (0, "0", false): each value is read once, here.

const wholeSchema = z.union([z.int(), z.bigint(), z.string().regex(/^-?\d{1,15}$/)]);
const flagSchema = z.union([z.boolean(), z.literal(0), z.literal(1), z.instanceof(Uint8Array)]);
const SQLITE_TIME = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ?([+-]\d\d:\d\d|Z)$/;

function readText(value: unknown): string {
  return z.string().parse(value);
}

function readWhole(value: unknown): number {
  return typeof value === "number" ? value : Number(wholeSchema.parse(value));
}

function readFlag(value: unknown): boolean {
  const flag = flagSchema.parse(value);
  return flag instanceof Uint8Array ? flag[0] === 1 : Boolean(flag);
}

function readTime(value: unknown): Date {
  if (value instanceof Date) return value;
  const parts = SQLITE_TIME.exec(readText(value));
  if (parts === null) throw new RangeError("a column for a time holds something else");
  return new Date(`${parts[1]}T${parts[2]}${parts[3]}`);
}

function readBytes(value: unknown): Buffer {
  if (!(value instanceof Uint8Array)) throw new TypeError("a column for bytes holds something else");
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
}

/** One reader for each kind of column; each throws when the database holds what the column can't. */
export const decoders = {
  text: readText,
  whole: readWhole,
  flag: readFlag,
  time: readTime,
  bytes: readBytes,
  choice:
    <const T extends string>(values: readonly T[]) =>
    (value: unknown): T => {
      const found = values.find((candidate) => candidate === value);
      if (found === undefined) throw new RangeError(`a column holds none of ${values.join(", ")}`);
      return found;
    },
  optional:
    <T>(decode: (value: unknown) => T) =>
    (value: unknown): T | null =>
      value === null || value === undefined ? null : decode(value),
};

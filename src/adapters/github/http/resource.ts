import type { z } from "zod";
import { Lru } from "./lru.ts";

export interface Answer {
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly data: unknown;
}

/** Part of a list, and whether GitHub has more of it. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly hasNext: boolean;
}

interface Seen<T> {
  readonly etag: string;
  readonly value: T;
}

/**
 * One kind of answer: how it is read, and the latest answers with their ETags. Keys must name the credential too,
 * since what one may see another may not.
 */
export interface Resource<T> {
  /** Throws a ZodError for what GitHub never says. */
  readonly parse: (answer: Answer) => T;
  readonly seen: Lru<Seen<T>>;
}

export function createResource<T>(schema: z.ZodType<T>, limit: number): Resource<T> {
  return { parse: (answer) => schema.parse(answer.data), seen: new Lru(limit) };
}

export function createPagedResource<T>(schema: z.ZodType<readonly T[]>, limit: number): Resource<Page<T>> {
  const parse = (answer: Answer): Page<T> => ({
    items: schema.parse(answer.data),
    hasNext: String(answer.headers["link"] ?? "").includes('rel="next"'),
  });
  return { parse, seen: new Lru(limit) };
}

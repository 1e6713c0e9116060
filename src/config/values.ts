import { isIP } from "node:net";
import { z } from "zod";

/** A whole number within bounds, both included. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  return z.string().transform((text, context) => {
    const number = Number(text);
    if (/^\d+$/.test(text) && number >= least && number <= most) return number;
    context.addIssue(`expected a whole number from ${String(least)} to ${String(most)}`);
    return z.NEVER;
  });
}

/** One word of a list. */
export function oneOf<const T extends string>(words: readonly T[]): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    context.addIssue(`expected one of ${words.join(", ")}`);
    return z.NEVER;
  });
}

/** Text of a form; `expected` completes the sentence "expected …". */
export function textLike(pattern: RegExp, expected: string): z.ZodType<string, string> {
  return z.string().regex(pattern, `expected ${expected}`);
}

const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** A Microsoft Entra id, in lower case. */
export function guid(): z.ZodType<string, string> {
  return textLike(GUID, "an id like 00000000-0000-0000-0000-000000000000").transform((id) =>
    id.toLowerCase(),
  );
}

/** Comma-separated values of one kind. */
export function listOf<T>(item: z.ZodType<T, string>): z.ZodType<readonly T[], string> {
  return z
    .string()
    .transform((text) =>
      text
        .split(",")
        .map((part) => part.trim())
        .filter((part) => part !== ""),
    )
    .pipe(z.array(item));
}

/** An address that paths are appended to: https (http for loopback only), no credentials, query or fragment; no slash at the end. */
export function baseUrl(): z.ZodType<string, string> {
  return z.string().transform((text, context) => {
    const url = URL.parse(text);
    const isPlain =
      url !== null && url.username === "" && url.password === "" && url.search === "" && url.hash === "";
    if (isPlain && (url.protocol === "https:" || (url.protocol === "http:" && isLoopbackHost(url.hostname))))
      return url.href.replace(/\/+$/, "");
    context.addIssue("expected an https address (http only for localhost) without credentials and query");
    return z.NEVER;
  });
}

/** Is this host name or address this machine alone? */
export function isLoopbackHost(host: string): boolean {
  const bare = host.replace(/^\[(.*)\]$/, "$1");
  if (bare === "localhost" || bare === "::1") return true;
  return isIP(bare) === 4 && bare.startsWith("127.");
}

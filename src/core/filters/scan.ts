import { faults } from "../errors.ts";
import { MAX_VALUE_LENGTH } from "../filters.ts";
import { escapeMarkdown, withoutInvisible } from "../markdown.ts";
import type { Shape } from "./shapes.ts";

/** Would end a quote, a code span or a brace, or begin a tag: nothing that is shown again may hold one. */
const FORBIDDEN = /["`<>{}\\]/;
const BLANK = /\s/;
const KEY = /^([a-z_]+):/i;

/** A list of names: commas between them, quotes around those with blanks. Throws the fault that says what is wrong. */
export function readList(text: string, shape: Shape): readonly string[] {
  const { values, rest } = readNames(text, shape, false);
  if (rest !== "") throw faults.FILTER_QUOTES_NEEDED({ filter: shape.head, example: shape.example });
  if (values.length === 0) throw faults.FILTER_EMPTY({ filter: shape.head, example: shape.example });
  return values;
}

/** `{key:a,"b" key:c}`: blanks or commas between the keys. Each key once with all that was said of it. */
export function readBraces(text: string, shape: Shape): ReadonlyMap<string, readonly string[]> {
  const inside = /^\{(.*)\}$/s.exec(text.trim())?.[1];
  if (inside === undefined) throw faults.FILTER_BRACES({ filter: shape.head, example: shape.example });
  const found = new Map<string, readonly string[]>();
  let rest = skip(inside);
  while (rest !== "") {
    const key = KEY.exec(rest)?.[1];
    if (key === undefined) throw faults.FILTER_QUOTES_NEEDED({ filter: shape.head, example: shape.example });
    const read = readNames(rest.slice(key.length + 1), shape, true);
    if (read.values.length === 0)
      throw faults.FILTER_EMPTY({ filter: `${escapeMarkdown(key)}:`, example: shape.example });
    const name = key.toLowerCase();
    found.set(name, [...(found.get(name) ?? []), ...read.values]);
    rest = read.rest;
  }
  if (found.size === 0) throw faults.FILTER_EMPTY({ filter: shape.head, example: shape.example });
  return found;
}

interface Names {
  readonly values: readonly string[];
  /** From the first word on that no comma ties to the list. */
  readonly rest: string;
}

function readNames(text: string, shape: Shape, inBraces: boolean): Names {
  const values: string[] = [];
  let rest = skip(text);
  let isTied = true;
  while (rest !== "" && isTied) {
    if (inBraces && values.length > 0 && KEY.test(rest)) break;
    const { value, length } = readName(rest, shape);
    values.push(checked(value, shape));
    const after = rest.slice(length);
    rest = skip(after);
    isTied = after.slice(0, after.length - rest.length).includes(",");
  }
  return { values, rest };
}

function readName(text: string, shape: Shape): { readonly value: string; readonly length: number } {
  const quote = text.charAt(0);
  if (quote !== '"' && quote !== "'") {
    const end = text.search(/[\s,]/);
    const value = end === -1 ? text : text.slice(0, end);
    return { value, length: value.length };
  }
  const end = text.indexOf(quote, 1);
  if (end === -1) throw faults.FILTER_QUOTE_OPEN({ filter: shape.head, example: shape.example });
  return { value: text.slice(1, end), length: end + 1 };
}

function checked(given: string, { head, example }: Shape): string {
  const value = withoutInvisible(given).replace(/\s+/g, " ").trim();
  if (value === "") throw faults.FILTER_EMPTY({ filter: head, example });
  const forbidden = FORBIDDEN.exec(value)?.[0];
  if (forbidden !== undefined) throw faults.FILTER_CHARACTER({ given: escapeMarkdown(forbidden) });
  if (value.length > MAX_VALUE_LENGTH)
    throw faults.FILTER_TOO_LONG({ filter: head, most: MAX_VALUE_LENGTH, example });
  return value;
}

function skip(text: string): string {
  let at = 0;
  while (at < text.length && (text.charAt(at) === "," || BLANK.test(text.charAt(at)))) at += 1;
  return text.slice(at);
}

import type { Answer } from "./answer.ts";
import { ok } from "./answer.ts";
import type { Call } from "./call.ts";

const DEFAULT_SIZE = 30;
const MAX_SIZE = 100;

/** Answers one page of a list with GitHub's `Link` header; `wrap` puts the list into an envelope with its total. */
export function paged<T>(
  call: Call,
  items: readonly T[],
  shape: (item: T) => unknown,
  wrap: (page: unknown[], total: number) => unknown = (list) => list,
): Answer {
  const size = Math.min(MAX_SIZE, positive(call.query.get("per_page")) ?? DEFAULT_SIZE);
  const number = positive(call.query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(items.length / size));
  const shown = items.slice((number - 1) * size, number * size).map(shape);
  const link = links(call, number, last);
  return ok(wrap(shown, items.length), link === "" ? {} : { link });
}

function links(call: Call, number: number, last: number): string {
  const to = (target: number, rel: string): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    return `<${call.world.apiUrl}${call.path}?${query.toString()}>; rel="${rel}"`;
  };
  const parts: string[] = [];
  if (number > 1) parts.push(to(number - 1, "prev"));
  if (number < last) parts.push(to(number + 1, "next"), to(last, "last"));
  if (number > 1) parts.push(to(1, "first"));
  return parts.join(", ");
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : undefined;
}

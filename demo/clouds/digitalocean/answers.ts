import type { Incoming, Outgoing } from "../http/server.ts";

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const DEFAULT_PAGE = 20;
const MOST_A_PAGE = 200;

export function json(status: number, value: unknown): Outgoing {
  return { status, headers: JSON_TYPE, body: JSON.stringify(value) };
}

export const noContent: Outgoing = { status: 204, body: "" };

/** "HTTP Statuses" of the API's introduction: an id of the status, and a message. */
export function refusal(status: number, id: string, message: string): Outgoing {
  return json(status, { id, message, request_id: "4d9d8375-3c56-4925-a3e7-eb137fed17e9" });
}

export const notFound = refusal(404, "not_found", "The resource you were accessing could not be found.");

export function unprocessable(message: string): Outgoing {
  return refusal(422, "unprocessable_entity", message);
}

/** "Links & Pagination": at most 200 a page, and no `pages` where one holds all. */
export function page(
  { path, query }: Incoming,
  key: string,
  all: readonly unknown[],
  mostAPage = MOST_A_PAGE,
): Outgoing {
  const size = Math.min(positive(query.get("per_page")) ?? DEFAULT_PAGE, mostAPage);
  const number = positive(query.get("page")) ?? 1;
  const last = Math.max(1, Math.ceil(all.length / size));
  const to = (target: number): string =>
    `https://api.digitalocean.com${path}?page=${String(target)}&per_page=${String(size)}`;
  const pages = {
    ...(number > 1 && { first: to(1), prev: to(number - 1) }),
    ...(number < last && { next: to(number + 1), last: to(last) }),
  };
  return json(200, {
    [key]: all.slice((number - 1) * size, number * size),
    links: last === 1 ? {} : { pages },
    meta: { total: all.length },
  });
}

function positive(text: string | null): number | undefined {
  const value = Number(text);
  return text !== null && Number.isInteger(value) && value > 0 ? value : undefined;
}

import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { World } from "../world.ts";
import type { Answer } from "./answer.ts";
import { fail } from "./answer.ts";
import { entityTag, matchesTag } from "./conditional.ts";

interface Spending {
  spending?: (cost: 0 | 1) => { headers: Record<string, string>; exceeded: boolean };
}

/**
 * Writes an answer with what every answer of GitHub carries: date, request id, and for the API the rate limit and,
 * for a read, an entity tag. A 304 costs nothing of the rate limit.
 */
export function write(
  response: ServerResponse,
  request: IncomingMessage,
  world: World,
  answer: Answer,
  vary: string,
  { spending }: Spending,
): void {
  const read =
    ["GET", "HEAD"].includes(request.method ?? "GET") && answer.status === 200 && spending !== undefined;
  const text = answer.text ?? (answer.json === undefined ? "" : JSON.stringify(answer.json));
  const tag = read ? entityTag(text, vary) : undefined;
  const unchanged = tag !== undefined && matchesTag(request.headers["if-none-match"], tag);
  const spent = spending?.(unchanged ? 0 : 1);
  if (spent?.exceeded === true) {
    const refusal = fail(
      403,
      "API rate limit exceeded. (But here's the good news: Authenticated requests get a higher rate limit.)",
    );
    send(response, 403, { ...common(world, refusal), ...spent.headers }, JSON.stringify(refusal.json));
    return;
  }
  const headers = {
    ...common(world, answer),
    ...spent?.headers,
    ...(tag === undefined ? {} : { etag: tag }),
  };
  const status = unchanged ? 304 : answer.status;
  send(response, status, headers, unchanged || request.method === "HEAD" ? "" : text);
}

function common(world: World, answer: Answer): Record<string, string> {
  return {
    date: world.now().toUTCString(),
    server: "github.com",
    "x-github-request-id": randomBytes(16).toString("hex").toUpperCase(),
    "x-github-media-type": "github.v3; format=json",
    ...(answer.json === undefined ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...answer.headers,
  };
}

function send(response: ServerResponse, status: number, headers: Record<string, string>, text: string): void {
  response.writeHead(status, headers);
  response.end(text);
}

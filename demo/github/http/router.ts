import type { Answer } from "./answer.ts";
import type { Call } from "./call.ts";

export interface Route {
  method: string;
  pattern: string;
  run: (call: Call) => Answer | Promise<Answer>;
}

interface Compiled extends Route {
  segments: string[];
}

/** Declares a route: `route("GET /repos/:owner/:repo", run)`. */
export function route(signature: string, run: Route["run"]): Route {
  const [method = "", pattern = ""] = signature.split(" ");
  return { method, pattern, run };
}

export type FindRoute = (
  method: string,
  path: string,
) => { run: Route["run"]; params: Record<string, string> } | undefined;

/** Finds by method and path; the first declared match wins. HEAD is answered by GET. */
export function createRouter(routes: readonly Route[]): FindRoute {
  const compiled: Compiled[] = routes.map((entry) => ({ ...entry, segments: entry.pattern.split("/") }));
  return (method, path) => {
    const wanted = method === "HEAD" ? "GET" : method;
    const parts = path.split("/");
    for (const entry of compiled) {
      if (entry.method !== wanted) continue;
      const params = match(entry.segments, parts);
      if (params !== undefined) return { run: entry.run, params };
    }
    return undefined;
  };
}

function match(segments: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const catchAll = segments.at(-1)?.startsWith("*") ?? false;
  if (catchAll ? parts.length < segments.length : parts.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? "";
    if (segment.startsWith("*")) params[segment.slice(1)] = decode(parts.slice(index).join("/"));
    else if (segment.startsWith(":")) params[segment.slice(1)] = decode(part);
    else if (segment !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

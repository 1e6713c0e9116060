import type { Caller } from "../auth/caller.ts";
import type { World } from "../world.ts";

/** One request, as a route sees it. */
export interface Call {
  world: World;
  method: string;
  /** Without the API prefix and the query. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  headers: Record<string, string | undefined>;
  /** The JSON or form body as plain fields; empty when there was none. */
  body: Record<string, unknown>;
  caller: Caller;
}

/** A path parameter; the router has filled every `:name` of the pattern. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no :${name}`);
  return value;
}

/** A text field of the body, or of the query when the body lacks it. */
export function field(call: Call, name: string): string | undefined {
  const value = call.body[name];
  if (typeof value === "string") return value;
  return call.query.get(name) ?? undefined;
}

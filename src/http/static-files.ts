import { readFileSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { faults } from "../core/errors.ts";
import type { HttpHandler } from "../core/http.ts";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const MAX_AGE_SECONDS = 3_600;

/**
 * Serves the files of one folder (not of folders in it), and `extra` ones by name, for a route that ends in `/*`. They
 * are read once, at the start, so that a request can only ask for a known name: no path is made from it.
 */
export function staticFiles(folder: string, extra: Readonly<Record<string, string>> = {}): HttpHandler {
  const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const files = new Map([
    ...names.map(({ name }): [string, Buffer] => [name, readFileSync(join(folder, name))]),
    ...Object.entries(extra).map(([name, file]): [string, Buffer] => [name, readFileSync(file)]),
  ]);
  return async ({ params }) => {
    const name = params["*"] ?? "";
    const body = files.get(name);
    const type = TYPES[extname(name)];
    if (body === undefined || type === undefined) throw faults.ROUTE_MISSING();
    return Promise.resolve({
      status: 200,
      headers: { "content-type": type, "cache-control": `public, max-age=${String(MAX_AGE_SECONDS)}` },
      body,
    });
  };
}

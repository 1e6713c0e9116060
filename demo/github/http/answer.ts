/** What a route answers; the server adds the headers every GitHub answer has. */
export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** JSON value. Undefined: no body. */
  json?: unknown;
  /** A page or form-encoded text, with its own content type in `headers`. */
  text?: string;
}

export function ok(json: unknown, headers: Record<string, string> = {}): Answer {
  return { status: 200, json, headers };
}

export function created(json: unknown): Answer {
  return { status: 201, json };
}

export function noContent(): Answer {
  return { status: 204 };
}

/** GitHub's error body: message, documentation_url and the status as text. */
export function fail(status: number, message: string, extra: Record<string, unknown> = {}): Answer {
  const documentation_url = "https://docs.github.com/rest";
  return { status, json: { message, ...extra, documentation_url, status: String(status) } };
}

export function notFound(): Answer {
  return fail(404, "Not Found");
}

/** 422 with GitHub's list of what is wrong. */
export function invalid(resource: string, field: string, code: string): Answer {
  return fail(422, "Validation Failed", { errors: [{ resource, field, code }] });
}

export function redirect(location: string, status: 301 | 302 = 302): Answer {
  return { status, headers: { location } };
}

export function page(html: string, status = 200): Answer {
  return { status, text: html, headers: { "content-type": "text/html; charset=utf-8" } };
}

import { htmlResponse, type HttpCookie, type HttpResponse } from "./http.ts";

/** Text for HTML content and double-quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

export interface PageContent {
  readonly status: number;
  readonly title: string;
  /** HTML, escaped by its maker. */
  readonly body: string;
  /** Addresses of scripts of our own. */
  readonly scripts?: readonly string[];
  /** Replace the server's headers for pages. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly HttpCookie[];
}

/** One look for every page that a browser shows on the way; no inline script or style (strict CSP). */
export function page({
  status,
  title,
  body,
  scripts = [],
  headers,
  cookies = [],
}: PageContent): HttpResponse {
  const tags = scripts.map((source) => `<script src="${escapeHtml(source)}" defer></script>`).join("\n");
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="/static/icon.png">
<link rel="stylesheet" href="/static/page.css">
${tags}
</head>
<body><main><h1>${escapeHtml(title)}</h1>${body}</main></body>
</html>
`;
  return htmlResponse(status, html, { cookies, ...(headers && { headers }) });
}

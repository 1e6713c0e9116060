const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; color: #1f2328; background: #f6f8fa; margin: 0; }
  main { max-width: 30rem; margin: 3rem auto; padding: 1.5rem 2rem 2rem; background: #fff; border: 1px solid #d1d9e0; border-radius: 8px; }
  h1 { font-size: 1.3rem; } fieldset { border: 1px solid #d1d9e0; border-radius: 6px; margin: 0 0 1rem; }
  button { font: inherit; display: block; width: 100%; margin: .5rem 0; padding: .5rem; border: 1px solid #d1d9e0; border-radius: 6px; background: #f6f8fa; cursor: pointer; }
  button.main { background: #1f883d; color: #fff; border-color: #1a7f37; } .note { color: #59636e; font-size: .875rem; }
`;

/** A page of the lab. `content` is HTML: escape what goes into it. */
export function layout(title: string, content: string): string {
  return `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · GitHub lab</title><style>${STYLE}</style></head>
<body><main><h1>${escapeHtml(title)}</h1>
${content}
<p class="note">This is the local GitHub lab, not github.com.</p></main></body></html>
`;
}

export function hidden(name: string, value: string | undefined): string {
  return value === undefined
    ? ""
    : `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`;
}

/** An address with more query parameters; undefined ones are left out. */
export function withQuery(address: string, parameters: Record<string, string | undefined>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
}

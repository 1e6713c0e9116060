/** What a person has in front of them in a browser tab. */
export interface Tab {
  readonly url: string;
  readonly html: string;
}

const MOST_REDIRECTS = 10;

/**
 * A person's browser without a screen: keeps cookies, follows redirects, presses links and buttons of the simple
 * pages that Ployst and the GitHub lab serve.
 */
export class Browser {
  /** Origin -> cookie name -> value. */
  readonly #cookies = new Map<string, Map<string, string>>();

  async open(url: string, form?: URLSearchParams): Promise<Tab> {
    let next = url;
    let body = form;
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const response = await this.#fetch(next, body);
      const location = response.headers.get("location");
      if (location === null) return { url: next, html: await response.text() };
      next = new URL(location, next).href;
      body = undefined;
    }
    throw new Error(`More than ${String(MOST_REDIRECTS)} redirects from ${url}`);
  }

  /** Follows the link with that text. Throws when the page has none. */
  async follow(tab: Tab, text: string): Promise<Tab> {
    for (const [, attributes = "", content = ""] of tab.html.matchAll(/<a\b([^>]*)>(.*?)<\/a>/gs)) {
      if (toText(content).includes(text))
        return this.open(new URL(attribute(attributes, "href"), tab.url).href);
    }
    throw new Error(`The page has no link "${text}": ${toText(tab.html)}`);
  }

  /** Presses the button with that text, in the first form that has it and says `within`, with what was typed into its fields. */
  async press(
    tab: Tab,
    text: string,
    within = "",
    typed: Readonly<Record<string, string>> = {},
  ): Promise<Tab> {
    for (const [, attributes = "", content = ""] of tab.html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)) {
      const button = [...content.matchAll(/<button\b([^>]*)>(.*?)<\/button>/gs)].find(([, , label = ""]) =>
        toText(label).includes(text),
      );
      if (button === undefined || !toText(content).includes(within)) continue;
      const form = readFields(content);
      for (const [name, value] of Object.entries(typed)) form.append(name, value);
      form.append(attribute(button[1] ?? "", "name"), attribute(button[1] ?? "", "value"));
      return this.open(new URL(attribute(attributes, "action"), tab.url).href, form);
    }
    throw new Error(`The page has no button "${text}": ${toText(tab.html)}`);
  }

  async #fetch(url: string, form: URLSearchParams | undefined): Promise<Response> {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: cookie === "" ? {} : { cookie },
      ...(form === undefined ? {} : { method: "POST", body: form }),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) jar.set(name, value);
    }
    this.#cookies.set(origin, jar);
    return response;
  }
}

/** What a form sends by itself: hidden fields, and what is checked. */
function readFields(content: string): URLSearchParams {
  const form = new URLSearchParams();
  for (const [, attributes = ""] of content.matchAll(/<input\b([^>]*)>/g)) {
    const type = attribute(attributes, "type");
    const isSent = type === "hidden" || (type === "radio" && /\bchecked\b/.test(attributes));
    if (isSent) form.append(attribute(attributes, "name"), attribute(attributes, "value"));
  }
  return form;
}

function attribute(attributes: string, name: string): string {
  return decode(new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1] ?? "");
}

/** A page's words. */
export function toText(html: string): string {
  const words = html.replace(/<(style|title)\b.*?<\/\1>/gs, " ").replace(/<[^>]*>/g, " ");
  return decode(words).replace(/\s+/g, " ").trim();
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };

function decode(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot);/g, (whole, name: string) => NAMED[name] ?? whole);
}

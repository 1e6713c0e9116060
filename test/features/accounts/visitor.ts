/** A browser without scripts: keeps cookies, follows redirects, sends the forms that it was shown. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  private readonly origin: string;
  private readonly address: string;
  private html = "";

  constructor(origin: string, address = "192.0.2.1") {
    this.origin = origin;
    this.address = address;
  }

  async open(path: string): Promise<Shown> {
    return this.request(path, { method: "GET" });
  }

  /** Sends the form of that action which the last page showed, with its hidden fields and these. */
  async send(
    action: string,
    fields: Readonly<Record<string, string>>,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Shown> {
    const form = new RegExp(`<form method="post" action="${action}">(.*?)</form>`, "s").exec(this.html)?.[1];
    if (form === undefined) throw new Error(`no form for ${action} on: ${this.html}`);
    const hidden = [...form.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)];
    const body = new URLSearchParams({
      ...Object.fromEntries(hidden.map(([, name = "", value = ""]) => [name, decode(value)])),
      ...fields,
    });
    return this.request(action, { method: "POST", body }, headers);
  }

  private async request(
    path: string,
    init: Pick<RequestInit, "method" | "body">,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Shown> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(new URL(path, this.origin), {
      ...init,
      redirect: "manual",
      headers: withoutEmpty({
        accept: "text/html",
        "x-forwarded-for": this.address,
        "sec-fetch-site": "same-origin",
        cookie,
        ...headers,
      }),
    });
    for (const header of response.headers.getSetCookie()) this.keep(header);
    const location = response.headers.get("location");
    if (location !== null) return this.open(location);
    this.html = await response.text();
    return { status: response.status, html: this.html, text: decode(this.html), headers: response.headers };
  }

  private keep(header: string): void {
    const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (value === "" || header.includes("Max-Age=0")) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}

export interface Shown {
  readonly status: number;
  readonly html: string;
  /** With the entities resolved. */
  readonly text: string;
  readonly headers: Headers;
}

function withoutEmpty(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
}

function decode(html: string): string {
  return html.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
